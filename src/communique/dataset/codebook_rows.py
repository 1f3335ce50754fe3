"""The rows of `codebook` and `registry`: what every class number and every entity id means."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from datasets import Features

from communique.dataset.arrays import Row
from communique.dataset.columns import class_labels
from communique.dataset.derived import derived_column, lean_terms
from communique.dataset.features import detection_config
from communique.dataset.general_terms import DETECTION_TERMS, GENERAL_TERMS
from communique.dataset.layer_features import document_attribute, tag_names
from communique.dataset.names import DOCUMENTS
from communique.dataset.votes import LABEL
from communique.schema import RELATIONS, Attribute, Layer, Schema
from communique.schema.attribute import Value
from communique.schema.derived import Derived

_Path = tuple[str, ...]
_List = tuple[str | None, str]  # layer, attribute


@dataclass(frozen=True, slots=True)
class _Named:
    """A column of class labels: its layer, its short name, and the entries of its values."""

    layer: Layer | None
    name: str
    entries: Mapping[str, Value] = field(default_factory=dict[str, Value])


def codebook_rows(schema: Schema, features: Mapping[str, Features]) -> list[Row]:
    """One row for each value of each column of class labels; `documents` comes last.

    `attribute` is the column's name, `label` for a layer's labels. `layer` is None for columns that
    all layers share. Columns of one name with the same values are listed once. Where their values
    differ, the name of the outer column or of the config stands before the name and a full stop.
    """
    lists: dict[_List, list[str]] = {}
    rows: list[Row] = []
    ordered = sorted(features, key=lambda config: config == DOCUMENTS)  # names of layers come first
    for config in ordered:
        for column, values in class_labels(features[config]).items():
            named = _named(schema, config, tuple(column.split(".")))
            layer = named.layer.name if named.layer else None
            for name in (named.name, column, f"{config}.{column}"):
                known = lists.get((layer, name))
                if known is None:
                    lists[layer, name] = values
                    rows += _rows(named, name, values)
                if known in (None, values):
                    break
    return rows


def registry_rows(schema: Schema) -> list[Row]:
    """One row for each entity of the registry."""
    return [
        {
            "entity_id": entity.id,
            "type": entity.type,
            "name": entity.name,
            "aliases": [(alias.text, alias.metonym) for alias in entity.aliases],
        }
        for entity in schema.registry
    ]


def _named(schema: Schema, config: str, path: _Path) -> _Named:
    """What a column of class labels is about."""
    if config == DOCUMENTS and (asked := document_attribute(schema, path[0])):
        return _document_value(schema, *asked, path)
    if config == DOCUMENTS and (rule := derived_column(schema, path[0])):
        return _derived(schema, *rule, path)
    for layer in schema.layers:
        if config in (layer.name, detection_config(layer)):
            return _of_layer(schema, layer, config, path)
    if path == ("genre",):
        return _Named(None, "genre", {g.id: g for g in schema.genres})
    if path[-1] == "layer":
        layers = [Value(id=x.name, definition=x.description or x.title) for x in schema.layers]
        return _Named(None, "layer", _by_id(layers))
    return _general(None, path)


def _document_value(schema: Schema, layer: Layer, attribute: Attribute, path: _Path) -> _Named:
    name = LABEL if attribute is layer.document_label else attribute.name
    if len(path) == 1 or path[-1] == attribute.value_column:
        return _Named(layer, name, _by_id(schema.entries(layer, attribute)))
    if path[-1] == attribute.key_column and attribute.for_each:
        return _Named(layer, path[-1], _by_id(schema.entries(layer, attribute.for_each)))
    return _general(layer, path)


def _derived(schema: Schema, layer: Layer, derived: Derived, path: _Path) -> _Named:
    by = layer.attribute(derived.by)
    if path[-1] == derived.by and by is not None:
        return _Named(layer, derived.by, _by_id(schema.entries(layer, by)))
    return _Named(layer, ".".join(path), _by_id(list(lean_terms(layer))))


def _of_layer(schema: Schema, layer: Layer, config: str, path: _Path) -> _Named:
    name = path[-1]
    if RELATIONS in path:
        relations = {label.id: label for label in layer.relations}
        return _Named(layer, RELATIONS, relations) if name == LABEL else _general(layer, path)
    if name == layer.column:
        return _Named(layer, LABEL, _by_id(layer.labels))
    if name.startswith("ner_tags"):
        return _Named(layer, name, _tags(layer))
    for attribute in layer.columns:
        if attribute.name == name:
            return _Named(layer, name, _by_id(schema.entries(layer, attribute)))
    if config != layer.name and name.endswith(LABEL):
        general = {k: Value(id=k, definition=v) for k, v in DETECTION_TERMS.items()}
        own = f"{config}.{LABEL}" if name == LABEL else name  # `label` are the layer's labels
        return _Named(layer, own, {**general, **_by_id(layer.labels)})
    return _general(layer, path)


def _general(layer: Layer | None, path: _Path) -> _Named:
    """A column that every dataset has. What the votes differ on depends on the layer."""
    name = "block_type" if path == ("blocks", "type") else path[-1]
    terms = {k: Value(id=k, definition=v) for k, v in GENERAL_TERMS.get(name, {}).items()}
    if name != "disagreement":
        return _Named(None, name, terms)
    for attribute in layer.attributes if layer else ():
        terms[attribute.name] = Value(id=attribute.name, definition=attribute.definition)
    return _Named(layer, name, terms)


def _by_id(entries: Sequence[Value]) -> dict[str, Value]:
    return {entry.id: entry for entry in entries}


def _tags(layer: Layer) -> dict[str, Value]:
    tags = {"O": Value(id="O", definition="Outside of all mentions")}
    for tag in tag_names(layer)[1:]:
        where = "First" if tag.startswith("B-") else "A further"
        tags[tag] = Value(id=tag, definition=f"{where} token of a mention with label {tag[2:]}")
    return tags


def _rows(named: _Named, name: str, values: Sequence[str]) -> Iterator[Row]:
    for number, value in enumerate(values):
        entry = named.entries.get(value)
        yield {
            "layer": named.layer.name if named.layer else None,
            "attribute": name,
            "value": value,
            "number": number,
            "definition": (entry.definition or getattr(entry, "name", "") if entry else "") or None,
            "standard": entry.standard if entry else None,
            "examples": list(entry.examples) if entry else [],
            "side": getattr(entry, "side", "") or None,
            "entity_id": getattr(entry, "entity_id", None),
        }
