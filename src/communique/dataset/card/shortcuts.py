"""How far one gets without the text: the most frequent label, or the label that a value suggests.

A model that is not better than these has learned nothing of the language.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from communique.dataset.content import CorpusData
from communique.dataset.final_label import FinalLabel
from communique.schema import Layer

_Case = tuple[int, Hashable, str]  # group, value, label


@dataclass(frozen=True, slots=True)
class Shortcut:
    """The score of one rule, pooled over all groups; each group is predicted from the others.

    `known`: the attribute that the rule sees, None for the most frequent label. `accuracy`: share
    of the items. `macro_f1`: mean over the labels that occur.
    """

    layer: str
    known: str | None
    items: int
    accuracy: float
    macro_f1: float


def shortcuts(content: CorpusData) -> list[Shortcut]:
    """The shortcuts of each layer that has labels in two groups or more.

    The attributes are those that the schema names for `identity` and `detect_by`. A set counts as
    one value. A value that no other group has, and no value at all, get the most frequent label;
    if two labels are equally frequent, the one that the schema lists first.
    """
    return [s for layer in content.schema.layers for s in _of_layer(content, layer)]


def _of_layer(content: CorpusData, layer: Layer) -> Iterator[Shortcut]:
    items = labelled_items(content, layer)
    groups = [content.placements[item.doc_id].group for item in items]
    if len(set(groups)) < 2:
        return
    for name in (None, *_attributes(layer)):
        values = [_value(item, name) for item in items]
        labels = [item.label for item in items]
        cases = list(zip(groups, values, labels, strict=True))
        predicted = predictions(cases, layer.label_ids)
        right = sum(a == b for a, b in zip(labels, predicted, strict=True))
        yield Shortcut(
            layer.name, name, len(items), right / len(items), macro_f1(labels, predicted)
        )


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


def predictions(cases: Sequence[_Case], order: Sequence[str]) -> list[str]:
    """The label that the other groups suggest for each case. There are two groups or more."""
    rank = {label: n for n, label in enumerate(order)}
    whole, by_value = _counts(cases)
    found: dict[tuple[int, Hashable], str] = {}
    for group, value in dict.fromkeys((group, value) for group, value, _ in cases):
        others = _without(by_value, value, group) if value else Counter[str]()
        others = others or _without(whole, None, group)
        found[group, value] = min(others, key=lambda label: (-others[label], rank[label]))
    return [found[group, value] for group, value, _ in cases]


_Counts = Mapping[Hashable, Mapping[int | None, Counter[str]]]  # value, group or None for all


def _counts(cases: Sequence[_Case]) -> tuple[_Counts, _Counts]:
    """Labels by group, of all items (value None) and by value."""
    whole: defaultdict[Hashable, defaultdict[int | None, Counter[str]]]
    whole = defaultdict(lambda: defaultdict(Counter))
    by_value: defaultdict[Hashable, defaultdict[int | None, Counter[str]]]
    by_value = defaultdict(lambda: defaultdict(Counter))
    for group, value, label in cases:
        for key in (group, None):
            whole[None][key][label] += 1
            by_value[value][key][label] += 1
    return whole, by_value


def _without(counts: _Counts, value: Hashable, group: int) -> Counter[str]:
    return counts[value][None] - counts[value][group]


def macro_f1(labels: Sequence[str], predicted: Sequence[str]) -> float:
    """The mean F1 of the labels that occur in `labels`."""
    right = Counter(a for a, b in zip(labels, predicted, strict=True) if a == b)
    there, said = Counter(labels), Counter(predicted)
    return fsum(2 * right[x] / (there[x] + said[x]) for x in there) / len(there)
