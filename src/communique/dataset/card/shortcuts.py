"""How far one gets without the text: the most frequent label, or the label that a value suggests.

A model that is not better than these has learned nothing of the language.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from communique.dataset.label_cases import LabelCases
from communique.dataset.tally import Tallied, tally_of
from communique.schema import Layer


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


def shortcuts(content: Tallied) -> list[Shortcut]:
    """The shortcuts of each layer that has labels in two groups or more.

    The attributes are those that the schema names for `identity` and `detect_by`. A set counts as
    one value. A value that no other group has, and no value at all, get the most frequent label;
    if two labels are equally frequent, the one that the schema lists first.
    """
    tally = tally_of(content)
    layers = {layer.name: layer for layer in content.schema.layers}
    found = (shortcut_of(layers[name], known, own) for (name, known), own in tally.cases.items())
    return [shortcut for shortcut in found if shortcut is not None]


def shortcut_of(layer: Layer, known: str | None, cases: LabelCases) -> Shortcut | None:
    """The shortcut by one attribute; None if there are fewer than two groups."""
    groups = list(cases.groups())
    if len(groups) < 2:
        return None
    in_gold, guesses, correct = Counter[str](), Counter[str](), Counter[str]()
    whole: dict[Hashable, Counter[str]] = defaultdict(Counter)
    for _, own in groups:
        for value, label, n in own:
            whole[value][label] += n
    for _, own in groups:
        here: dict[Hashable, Counter[str]] = defaultdict(Counter)
        for value, label, n in own:
            here[value][label] += n
        guessed = _guesses(whole, here, layer.label_ids)
        for value, counts in here.items():
            in_gold += counts
            guesses[guessed[value]] += counts.total()
            correct[guessed[value]] += counts[guessed[value]]
    n_items = in_gold.total()
    f1 = fsum(2 * correct[x] / (in_gold[x] + guesses[x]) for x in in_gold) / len(in_gold)
    return Shortcut(layer.name, known, n_items, correct.total() / n_items, f1)


def _guesses(
    whole: Mapping[Hashable, Counter[str]],
    here: Mapping[Hashable, Counter[str]],
    order: Sequence[str],
) -> dict[Hashable, str]:
    """The label that the other groups suggest for each value of a group."""
    rank = {label: n for n, label in enumerate(order)}
    every = sum(whole.values(), Counter[str]()) - sum(here.values(), Counter[str]())
    found: dict[Hashable, str] = {}
    for value in here:
        others = whole[value] - here[value] if value else Counter[str]()
        others = others or every
        found[value] = min(others, key=lambda label: (-others[label], rank[label]))
    return found
