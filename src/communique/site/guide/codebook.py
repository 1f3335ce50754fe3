"""What every label, attribute and value means, from the schema, each value with an anchor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.schema import RELATIONS, Attribute, Layer, Schema
from communique.schema.attribute import Value
from communique.site.guide.anchors import LABEL, value_anchor
from communique.util.markdown import sentence


@dataclass(frozen=True, slots=True)
class Entry:
    """A value: its anchor, its id, its name if it has another, and what is said of it."""

    anchor: str
    value: str
    name: str
    definition: str
    examples: Sequence[str]
    standard: str
    lasting: str


@dataclass(frozen=True, slots=True)
class List:
    """The values of the label or of an attribute. `about` says what the attribute asks."""

    key: str
    title: str
    about: Sequence[str]
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class LayerCodes:
    """A layer of the codebook."""

    name: str
    title: str
    about: str
    guideline: str | None
    version: str
    lists: Sequence[List]


def codebook(schema: Schema) -> list[LayerCodes]:
    """Every layer with its labels, relations and attributes, in the order of the schema."""
    return [
        LayerCodes(
            layer.name,
            layer.title or layer.name,
            sentence(layer.description),
            layer.guideline,
            layer.guideline_version,
            [*_lists(schema, layer)],
        )
        for layer in schema.layers
    ]


def _lists(schema: Schema, layer: Layer) -> Iterator[List]:
    if layer.labels:
        about = {
            "span": "A label is on a span of the text.",
            "block": f"A label is on a whole block ({', '.join(layer.units)}).",
            "document": "A label is on a whole document.",
        }[layer.unit]
        yield _list(layer, LABEL, "Labels", [about], layer.labels)
    if layer.relations:
        about = "A relation leads from one span to another."
        yield _list(layer, RELATIONS, "Relations", [about], layer.relations)
    for attribute in layer.attributes:
        entries = schema.entries(layer, attribute)
        title = f"Attribute {attribute.name}"
        yield _list(layer, attribute.name, title, [*_about(attribute)], entries)


def _about(attribute: Attribute) -> Iterator[str]:
    if attribute.definition:
        yield sentence(attribute.definition)
    what = {"choice": "One value", "choices": "A set of values", "text": "Free text"}
    where = "a label" if attribute.level == "region" else "the document"
    each = f", for each of {attribute.for_each}" if attribute.for_each else ""
    yield f"{what.get(attribute.type, 'An entry of a list')} for {where}{each}."
    if attribute.labels:
        yield f"Only with {', '.join(attribute.labels)}."
    if attribute.about == "annotation":
        yield "It is about the annotating, not about the text."


def _list(
    layer: Layer, attribute: str, title: str, about: Sequence[str], entries: Sequence[Value]
) -> List:
    anchors = (value_anchor(layer.name, attribute, entry.id) for entry in entries)
    listed = [_entry(anchor, entry) for anchor, entry in zip(anchors, entries, strict=True)]
    return List(value_anchor(layer.name, attribute, ""), title, about, listed)


def _entry(anchor: str, entry: Value) -> Entry:
    since = f"since {entry.since}" if entry.since else ""
    until = f"until {entry.until}" if entry.until else ""
    return Entry(
        anchor,
        entry.id,
        str(getattr(entry, "name", "") or ""),
        sentence(entry.definition),
        entry.examples,
        entry.standard or "",
        " ".join(part for part in (since, until) if part),
    )
