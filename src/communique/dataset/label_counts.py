"""Count labels and attribute values, by split."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from communique.dataset.content import CorpusData
from communique.dataset.final_label import FinalLabel
from communique.schema import RELATIONS, Attribute, Layer

MOST: Final = 20  # lists with more values, such as a registry, are not counted
Counts = Mapping[str, Counter[str]]  # split -> value


def size_rows(content: CorpusData) -> list[list[object]]:
    """One row for each label set and each attribute with few values.

    A row has the layer, the name, and the counts in each split as `value n, value n`.
    """
    rows: list[list[object]] = []
    for layer in content.schema.layers:
        for name, order, counts in _questions(content, layer):
            cells = [_listed(order, counts[split]) for split in split_names(content)]
            rows.append([layer.name, name, *cells])
    return rows


def split_names(content: CorpusData) -> list[str]:
    """The splits that have a document, in the order of the schema."""
    used = {p.split for p in content.placements.values()}
    return [s for s in content.schema.splits if s in used] or sorted(used)


def _questions(
    content: CorpusData, layer: Layer
) -> Iterator[tuple[str, Sequence[str], dict[str, Counter[str]]]]:
    own = [d for d in content.decisions if d.layer == layer.name]
    regions = [d for d in own if (d.kind == "document") == (layer.unit == "document")]
    if layer.label_ids:
        pairs = [(d, d.label) for d in regions]
        yield layer.column, layer.label_ids, _counts(content, pairs)
    if layer.relations:
        links = [(d, r.label) for d in regions for r in d.relations]
        yield RELATIONS, [label.id for label in layer.relations], _counts(content, links)
    for attribute in layer.attributes:
        order = content.schema.values(layer, attribute.name)
        if attribute.counts and attribute.type != "text" and 0 < len(order) <= MOST:
            yield attribute.name, order, _counts(content, _given(own, attribute))


def _given(own: Sequence[FinalLabel], attribute: Attribute) -> list[tuple[FinalLabel, str]]:
    if attribute.level == "document":
        return [(d, d.label) for d in own if d.attributes.get("attribute") == attribute.name]
    found: list[tuple[FinalLabel, str]] = []
    for decision in (d for d in own if d.kind != "document"):
        value = decision.attributes.get(attribute.name) or ()
        found += [(decision, v) for v in ((value,) if isinstance(value, str) else value)]
    return found


def _counts(
    content: CorpusData, pairs: Sequence[tuple[FinalLabel, str]]
) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {split: Counter() for split in split_names(content)}
    for decision, value in pairs:
        counts[content.placements[decision.doc_id].split][value] += 1
    return counts


def _listed(order: Sequence[str], counts: Counter[str]) -> str:
    return ", ".join(f"{value} {counts[value]}" for value in order if counts[value]) or "none"
