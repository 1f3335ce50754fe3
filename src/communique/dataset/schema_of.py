"""The schema of a built dataset, as far as its manifest and its columns tell: names and values."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, cast

from datasets import ClassLabel, Features, List

from communique.schema import RELATIONS, Schema
from communique.text import BLOCK_TYPES
from communique.util.json_values import Object, as_string, objects

# Columns of a layer's rows that are not attributes, beside the label and the uid.
_OTHERS: Final = frozenset(
    {
        *("doc_id", "block_id", "block_type", "start", "end", "text", "context", "group"),
        *("decision", "disagreement", "decided_by", "votes", "n_annotators", RELATIONS),
    }
)


def schema_of(
    manifest: Object, splits: Iterable[str], features: Callable[[str], Features]
) -> Schema:
    """The layers with their labels, attributes and identity. `features` gives those of a config.

    Conditions, definitions and guidelines are not in it. Raises pydantic's ValidationError if the
    manifest is not what this tool writes.
    """
    registry = [str(x) for x in cast("list[object]", manifest.get("registry") or [])]
    layers = [_layer(facts, features, registry) for facts in objects(manifest.get("layers"))]
    return Schema.model_validate(
        {
            "name": as_string(manifest.get("name")) or "dataset",
            "version": as_string(manifest.get("version")) or "0.0.0",
            "splits": {split: [] for split in splits},
            "layers": layers,
        }
    )


def _layer(
    facts: Object, features: Callable[[str], Features], registry: list[str]
) -> dict[str, Any]:
    name, unit = str(facts.get("name")), facts.get("unit")
    if unit == "document":
        return {"name": name, "unit": unit, "control": "no_control"}
    columns = columns_of_items(facts, features(name))
    return {
        "name": name,
        "unit": unit,
        "rows": facts.get("rows"),
        "control": "no_control",
        "column": facts.get("label"),
        "uid_column": facts.get("uid"),
        "units": list(BLOCK_TYPES),
        "labels": list(columns[str(facts.get("label"))].names),
        "identity": facts.get("identity"),
        "detect_by": facts.get("detect_by"),
        "attributes": list(_attributes(facts, columns, registry)),
    }


def columns_of_items(facts: Object, features: Features) -> Mapping[str, Any]:
    """The columns of one span or block: in nested rows, those of an element of the list."""
    columns = cast("dict[str, Any]", features)
    if facts.get("unit") == "span" and facts.get("rows") == "nested":
        return columns[str(facts.get("name"))].feature
    return columns


def _attributes(
    facts: Object, columns: Mapping[str, Any], registry: list[str]
) -> Iterator[dict[str, Any]]:
    links = cast("list[str]", facts.get("entity_links") or [])
    free = cast("list[str]", facts.get("free_text") or [])
    for name, feature in columns.items():
        if name in {*_OTHERS, *links, facts.get("label"), facts.get("uid")}:
            continue
        if isinstance(feature, List):
            one = cast("Any", feature).feature
            if not isinstance(one, ClassLabel):
                continue
            yield {"name": name, "type": "choices", "values": list(cast("Any", one).names)}
        elif isinstance(feature, ClassLabel):
            yield {"name": name, "type": "choice", "values": list(cast("Any", feature).names)}
        elif str(feature.dtype) != "string":
            continue
        elif name in free or not registry:
            yield {"name": name, "type": "text"}
        else:
            yield {"name": name, "type": "entity", "values": registry}
