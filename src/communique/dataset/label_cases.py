"""The labels of a dataset with the values beside them, group by group, in a compact form."""

import marshal
from collections import Counter
from collections.abc import Hashable, Iterator

from communique.dataset.content import CorpusData
from communique.dataset.final_label import FinalLabel
from communique.schema import Layer

Case = tuple[int, Hashable, str]  # group, value, label
CaseKey = tuple[str, str | None]  # layer, and the attribute that the values are of


class LabelCases:
    """How often each value has each label, in each group; about a hundred bytes a group."""

    def __init__(self) -> None:
        self._parts: list[tuple[int, bytes]] = []

    def add(self, cases: Counter[Case]) -> None:
        """Add counted cases of some documents."""
        by_group: dict[int, list[tuple[Hashable, str, int]]] = {}
        for (group, value, label), n in cases.items():
            by_group.setdefault(group, []).append((value, label, n))
        self._parts += [(group, marshal.dumps(own)) for group, own in by_group.items()]

    def merge(self, other: "LabelCases") -> None:
        """Add the cases of other documents."""
        self._parts += other._parts

    def groups(self) -> Iterator[tuple[int, list[tuple[Hashable, str, int]]]]:
        """Each group with its values, labels and counts."""
        ordered = sorted(self._parts, key=lambda part: part[0])
        at = 0
        while at < len(ordered):
            group = ordered[at][0]
            own: list[tuple[Hashable, str, int]] = []
            while at < len(ordered) and ordered[at][0] == group:
                own += marshal.loads(ordered[at][1])  # noqa: S302 - our own bytes
                at += 1
            yield group, own


def cases_of(content: CorpusData) -> dict[CaseKey, Counter[Case]]:
    """The cases of the kept items that have a label; without an attribute, the value is None."""
    found: dict[CaseKey, Counter[Case]] = {}
    for layer in content.schema.layers:
        items = labelled_items(content, layer)
        for name in (None, *_attributes(layer)):
            groups = (content.placements[item.doc_id].group for item in items)
            cases = ((g, _value(i, name), i.label) for g, i in zip(groups, items, strict=True))
            found[layer.name, name] = Counter(cases)
    return found


def labelled_items(content: CorpusData, layer: Layer) -> list[FinalLabel]:
    """The kept items that have one of the layer's labels."""
    own = (d for d in content.decisions if d.layer == layer.name and d.kind == layer.unit)
    if layer.unit != "document":
        return list(own)
    return [d for d in own if d.attributes.get("attribute") == layer.control]


def _attributes(layer: Layer) -> list[str]:
    """Attributes that tell two items apart; `detect_by` first."""
    named = dict.fromkeys((*((layer.detect_by,) if layer.detect_by else ()), *layer.identity))
    closed = {a.name for a in layer.columns if a.type != "text"}
    return [name for name in named if name in closed]


def _value(item: FinalLabel, name: str | None) -> Hashable:
    value = item.attributes.get(name) if name else None
    return tuple(sorted(value)) if isinstance(value, tuple) else value
