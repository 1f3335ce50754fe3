"""What a schema names must be there: annotators, lists, and the facts of conditions."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from communique.schema.attribute import Attribute, Condition, Value, duplicates
from communique.schema.layer import Layer
from communique.schema.vocabulary import Entry
from communique.schema.yaml_file import Key

if TYPE_CHECKING:
    from communique.schema.model import Schema

Fault: TypeAlias = tuple[tuple[Key, ...], str]  # the keys that lead there, what is wrong


def misplaced_references(schema: "Schema") -> Iterator[Fault]:
    """Every reference of the layers that leads nowhere, in the order of the file."""
    for place, values in _lists(schema):
        for message in (*_former_name_faults(values), *_unknown_entities(schema, values)):
            yield place, message
    for i, layer in enumerate(schema.layers):
        earlier = layer.preannotate.annotator
        if earlier and schema.annotator(earlier) is None:
            yield ("layers", i, "preannotate"), f"{earlier!r} is no annotator"
        if layer.document_label is not None:
            place = ("layers", i, "required")
            for message in _condition_faults(schema, layer, layer.document_label):
                yield place, message
        for j, attribute in enumerate(layer.attributes):
            place = ("layers", i, "attributes", j)
            for message in _attribute_faults(schema, layer, attribute):
                yield place, message


def _lists(schema: "Schema") -> Iterator[tuple[tuple[Key, ...], tuple[Value, ...]]]:
    """Every list of values, and the keys that lead there."""
    for name, entries in schema.all_vocabularies.items():
        yield (("vocabularies", name) if name in schema.vocabularies else (name,)), entries
    for i, layer in enumerate(schema.layers):
        yield ("layers", i, "labels"), layer.labels
        for j, attribute in enumerate(layer.attributes):
            yield ("layers", i, "attributes", j), attribute.values


def _former_name_faults(values: Sequence[Value]) -> Iterator[str]:
    """A name in an old export must mean one value."""
    present = {value.id for value in values}
    former = [(old, value.id) for value in values for old in value.formerly if old != value.id]
    for old, name in former:
        if old in present:
            yield f"{name}: 'formerly' names {old}, which is a value of its own"
    if twice := duplicates(old for old, _ in former):
        yield f"'formerly' names two values alike: {', '.join(twice)}"


def _unknown_entities(schema: "Schema", values: Sequence[Value]) -> Iterator[str]:
    """An entry of any list may be an entry of the registry too."""
    known = {entity.id for entity in schema.registry}
    for entry in values:
        if isinstance(entry, Entry) and entry.entity_id and entry.entity_id not in known:
            yield f"{entry.id}: the registry has no {entry.entity_id!r}"


def _attribute_faults(schema: "Schema", layer: Layer, attribute: Attribute) -> Iterator[str]:
    for source in filter(None, (attribute.source, attribute.for_each)):
        if not schema.entries(layer, source):
            yield f"{source!r} names an empty or unknown list"
    known = {entry.id for entry in schema.entries(layer, attribute)}
    if strange := sorted(set(attribute.exclusive) - known):
        yield f"{attribute.name}: 'exclusive' names no value: {', '.join(strange)}"
    yield from _condition_faults(schema, layer, attribute)


def _condition_faults(schema: "Schema", layer: Layer, attribute: Attribute) -> Iterator[str]:
    """What is wrong with the facts that an attribute is required under."""
    if not isinstance(attribute.required, Mapping):
        return
    facts: Condition = attribute.required
    for name, values in facts.items():
        known = _known_values(schema, layer, attribute, name)
        if known is None:
            yield f"{attribute.name}: 'when' names no attribute: {name}"
        elif known and (strange := sorted(set(values) - known)):
            yield f"{attribute.name}: 'when' names no value of {name}: {', '.join(strange)}"


def _known_values(
    schema: "Schema", layer: Layer, attribute: Attribute, name: str
) -> set[str] | None:
    """The values that a fact can have; an empty set: any; None: there is no such fact."""
    peers = layer.region_attributes if attribute.level == "region" else layer.document_attributes
    asked = next((a for a in peers if a.name == name and a.name != attribute.name), None)
    if asked is not None:
        return {entry.id for entry in schema.entries(layer, asked)}
    has_label = attribute.level == "region" or layer.unit == "document"
    if name == "label" and has_label and attribute is not layer.document_label:
        return set(layer.label_ids)
    if attribute.level == "region" and name in schema.flag_names:
        return {"true", "false"}
    return None
