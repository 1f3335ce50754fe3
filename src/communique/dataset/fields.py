"""What every column of every config means. Card and Croissant take their words from here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from datasets import ClassLabel, Features, List

from communique.dataset.derived import ENOUGH, LEAN, clear_column, derived_column
from communique.dataset.evaluation.configs import asked_configs
from communique.dataset.features import detection_config
from communique.dataset.field_words import EMPTY, FIELD_WORDS, NEVER, STANDOFF, Words
from communique.dataset.layer_features import (
    document_attribute,
    entity_links,
    items_column,
    links_column,
)
from communique.dataset.mentions import mentions_column
from communique.dataset.names import DOCUMENTS
from communique.schema import RELATIONS, Attribute, Layer, Schema
from communique.schema.derived import Derived
from communique.util.markdown import sentence

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A column, or a field inside it (dotted name): type, meaning, unit, and when it is null."""

    name: str
    type: str
    meaning: str
    unit: str | None
    null: str

    @property
    def text(self) -> str:
        """Everything in sentences."""
        unit = f" Unit: {self.unit}." if self.unit else ""
        return f"{self.meaning}{unit} Null: {self.null}."


def all_fields(schema: Schema, features: Mapping[str, Features]) -> dict[str, list[Field]]:
    """The fields by config, in the order of the tables. Raises KeyError for an unknown column."""
    return {
        config: [
            _field(schema, config, path, feature)
            for name, top in cast("dict[str, Any]", columns).items()
            for path, feature in _paths((name,), top)
        ]
        for config, columns in features.items()
    }


def _paths(path: Path, feature: Any) -> Iterator[tuple[Path, Any]]:
    """A column, then the fields inside it."""
    yield path, feature
    inner: Any = cast("Any", feature).feature if isinstance(feature, List) else feature
    if isinstance(inner, dict):
        for name, part in cast("dict[str, Any]", inner).items():
            yield from _paths((*path, name), part)


def _field(schema: Schema, config: str, path: Path, feature: Any) -> Field:
    words = _words(schema, config, path)
    meaning = sentence(words.meaning)
    return Field(".".join(path), type_name(feature), meaning, words.unit, words.null)


def type_name(feature: Any) -> str:
    """The type of a column in words, for example `list of class labels`."""
    if isinstance(feature, List):
        inner = type_name(cast("Any", feature).feature)
        return f"list of {inner}" + ("" if inner.startswith(("list", "int")) else "s")
    if isinstance(feature, dict):
        return "structure"
    return "class label" if isinstance(feature, ClassLabel) else str(feature.dtype)


def _words(schema: Schema, config: str, path: Path) -> Words:
    if config == DOCUMENTS and (asked := document_attribute(schema, path[0])):
        return _document_value(schema, *asked, path)
    if config == DOCUMENTS and (rule := derived_column(schema, path[0])):
        return _derived(*rule, path)
    if any(config == asked.config for asked in asked_configs(schema)):
        return _general("evaluation", path)
    for layer in schema.layers:
        if config == layer.name:
            return _of_layer(schema, layer, path)
        if config == detection_config(layer) and layer.detecting:
            return _of_detection(schema, layer, layer.detecting, path)
    return _general(config, path)


def _general(config: str, path: Path) -> Words:
    """Words of a column that every dataset has; of a field inside a column, also by its end."""
    for start in range(len(path)):
        name = ".".join(path[start:])
        if words := FIELD_WORDS.get(f"{config}:{name}") or FIELD_WORDS.get(name):
            return words
    raise KeyError(f"{config}: no words for the column {'.'.join(path)}")


def _document_value(schema: Schema, layer: Layer, attribute: Attribute, path: Path) -> Words:
    given = attribute.definition or f"{_called(layer)}, {attribute.name}, of the whole document"
    if len(path) == 1 and attribute.for_each:
        return Words(f"{sentence(given)} One entry for each of `{attribute.for_each}`", EMPTY)
    if len(path) == 1:
        undecided = EMPTY if attribute.many else "where nothing was decided for the document"
        return Words(given, undecided)
    if path[-1] == attribute.value_column:
        return Words(given)
    if path[-1] == attribute.key_column:
        return Words(f"Which of `{attribute.for_each}` the value is about")
    return _general("layer", path[1:])


def _derived(layer: Layer, derived: Derived, path: Path) -> Words:
    spans = " and ".join(f"`{k}` {_any(v)}" for k, v in derived.where.items())
    if len(path) == 1:
        given = derived.definition or f"{_called(layer)}, {derived.name}, of the whole document"
        rule = f"The build derives it from the spans with {spans}, for each `{derived.by}`"
        return Words(f"{sentence(given)} {rule}", f"{EMPTY}; empty if nobody finished the layer")
    if path[-1] == derived.by:
        return Words(f"Which `{derived.by}` the counts are about")
    if path[-1] == clear_column(derived):
        clear = " and ".join(f"`{k}` {_any(v)}" for k, v in derived.clear.items())
        return Words(f"Number of these spans with {clear}", unit="spans")
    if path[-1] == LEAN:
        enough = f"{ENOUGH} spans" + (" or a clear one" if derived.clear else "")
        return Words(f"The label with most of the spans, if it has {enough}")
    return Words(f"Number of the spans with the label `{path[-1]}`", unit="spans")


def _of_layer(schema: Schema, layer: Layer, path: Path) -> Words:
    inside = path
    if layer.unit == "span" and layer.rows == "nested" and path[0] == layer.name:
        if len(path) == 1:
            return Words(f"The spans of the layer `{layer.name}` in the block", EMPTY)
        inside = path[1:]
    if inside[0] == RELATIONS and layer.relations:
        return _general("layer", inside)
    if inside == ("text",):
        whole = inside == path and (layer.unit == "block" or layer.rows == "nested")
        return Words("Text of the block" if whole else "Text of the span", STANDOFF)
    return _of_region(schema, layer, inside)


def _of_region(schema: Schema, layer: Layer, path: Path) -> Words:
    """The label, the id, an attribute, or a column of every layer."""
    name = path[0]
    if path == (layer.column,):
        return Words(f"Label of the {layer.unit} in the layer {_called(layer)}")
    if path == (layer.uid_column,):
        return Words("Id of the decision; it stays the same from version to version")
    for attribute in layer.columns:
        if path == (attribute.name,):
            return _attribute(attribute)
        if name == links_column(attribute) and entity_links(schema, layer, attribute):
            return _links(attribute)
        if name == mentions_column(schema, layer, attribute):
            return _mentions(attribute)
    return _general("layer", path)


def _links(attribute: Attribute) -> Words:
    if attribute.many:
        meaning = f"Entry of `registry` for each value of `{attribute.name}`, in the same order"
        return Words(meaning, f"{EMPTY}; null for a value that has no entry")
    meaning = f"Entry of `registry` for the value of `{attribute.name}`"
    return Words(meaning, "where the value has no entry")


def _mentions(attribute: Attribute) -> Words:
    where = "the mention that is nearest, if the block has one"
    if attribute.many:
        meaning = f"For each value of `{attribute.name}`, in the same order, the uid of {where}"
        return Words(meaning, f"{EMPTY}; null for a value that the block does not name")
    meaning = f"For the value of `{attribute.name}`, the uid of {where}"
    return Words(meaning, "where the block does not name the value")


def _of_detection(schema: Schema, layer: Layer, by: Attribute, path: Path) -> Words:
    if path == (items_column(layer),):
        return Words("The spans with this value that begin in the sentence", EMPTY)
    if path[0] == items_column(layer):
        return _of_region(schema, layer, path[1:])
    if path == (by.name,):
        asked = f"{sentence(by.definition)} " if by.definition else ""
        return Words(f"{asked}The sentence has one row for each value of `{by.name}`")
    return _general("detection", path)


def _attribute(attribute: Attribute) -> Words:
    meaning = attribute.definition or f"Attribute `{attribute.name}`"
    if computed := attribute.computed:
        list_ = f"words/{computed.words}"
        rule = f"The build computes it: `{computed.present}` if an entry of `{list_}` stands in the"
        meaning = f"{sentence(meaning)} {rule} words, else `{computed.absent}`"
    if attribute.type == "text":
        return Words(meaning, f"{STANDOFF}; where nothing was written")
    if attribute.many:
        return Words(meaning, EMPTY)
    return Words(meaning, _null(attribute))


def _null(attribute: Attribute) -> str:
    others = f"for labels other than {_any(attribute.labels)}" if attribute.labels else ""
    if attribute.computed or (attribute.required is True and attribute.is_lasting):
        return others or NEVER
    parts = ["where no value was given"]
    parts += (
        [] if attribute.is_lasting else ["where the guideline of the time had no such question"]
    )
    if isinstance(attribute.required, Mapping):
        facts = " or ".join(f"{k} is {_any(v)}" for k, v in attribute.required.items())
        parts.append(f"a value is required if {facts}")
    return "; ".join(filter(None, [*parts, others]))


def _any(values: tuple[str, ...]) -> str:
    return " or ".join(f"`{v}`" for v in values)


def _called(layer: Layer) -> str:
    return f"`{layer.name}`" + (f" ({layer.title})" if layer.title else "")
