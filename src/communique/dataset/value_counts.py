"""Count labels and attribute values, by layer, question and split."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from communique.dataset.content import CorpusData
from communique.dataset.final_label import FinalLabel
from communique.schema import RELATIONS, Attribute, Layer, Schema

MOST: Final = 20  # lists with more values, such as a registry, are not counted
ValueKey = tuple[str, str, str, str]  # layer, question, split, value
_Pairs = Sequence[tuple[FinalLabel, str]]


def value_counts(content: CorpusData) -> Counter[ValueKey]:
    """How often each question has each value in each split, among the kept items."""
    return Counter(
        (layer.name, name, content.placements[decision.doc_id].split, value)
        for layer in content.schema.layers
        for name, pairs in _answers(content, layer)
        for decision, value in pairs
    )


def counted_questions(schema: Schema, layer: Layer) -> Iterator[tuple[str, Sequence[str]]]:
    """The questions that are counted, each with its values in order."""
    if layer.label_ids:
        yield layer.column, layer.label_ids
    if layer.relations:
        yield RELATIONS, [label.id for label in layer.relations]
    for attribute in layer.attributes:
        order = schema.values(layer, attribute.name)
        if attribute.counts and attribute.type != "text" and 0 < len(order) <= MOST:
            yield attribute.name, order


def _answers(content: CorpusData, layer: Layer) -> Iterator[tuple[str, _Pairs]]:
    own = [d for d in content.decisions if d.layer == layer.name]
    regions = [d for d in own if (d.kind == "document") == (layer.unit == "document")]
    for name, _ in counted_questions(content.schema, layer):
        attribute = layer.attribute(name)
        if name == layer.column:
            yield name, [(d, d.label) for d in regions]
        elif attribute is not None:
            yield name, _given(own, attribute)
        else:
            yield name, [(d, r.label) for d in regions for r in d.relations]


def _given(own: Sequence[FinalLabel], attribute: Attribute) -> list[tuple[FinalLabel, str]]:
    if attribute.level == "document":
        return [(d, d.label) for d in own if d.attributes.get("attribute") == attribute.name]
    found: list[tuple[FinalLabel, str]] = []
    for decision in (d for d in own if d.kind != "document"):
        value = decision.attributes.get(attribute.name) or ()
        found += [(decision, v) for v in ((value,) if isinstance(value, str) else value)]
    return found
