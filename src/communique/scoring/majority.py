"""What a system reaches that never reads the text: the most frequent label of each target."""

from collections import Counter, defaultdict
from typing import Any

from communique.records.predictions import (
    BlockLabel,
    BlockSpans,
    GivenSpan,
    SentenceLabel,
)
from communique.scoring.counts import Counts, figure, macro, total
from communique.scoring.gold import Gold
from communique.scoring.labels import compare_labels


def majority(gold: Gold) -> dict[str, Any] | None:
    """Micro and macro F1 of the most frequent gold label of each target.

    It is taken from the scored labels themselves, so it is higher than a real system of this kind.
    None for spans by block, where nothing is given.
    """
    pairs = [
        (_target(gold, unit), unit.label)
        for _, unit in gold.units.values()
        if not isinstance(unit, BlockSpans)
    ]
    if not pairs:
        return None
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for target, label in pairs:
        counts[target][label] += 1
    guess = {target: min(c, key=lambda x, c=c: (-c[x], x)) for target, c in counts.items()}
    by_label: defaultdict[str, Counts] = defaultdict(Counts)
    for target, label in pairs:
        for name, compared in compare_labels(label, guess[target]):
            by_label[name] = by_label[name].plus(compared)
    in_gold = {label for _, label in pairs}
    summed = figure(total(by_label.values()))
    return {"micro": summed["f1"], "macro": macro(by_label, in_gold)["f1"]}


def _target(gold: Gold, unit: GivenSpan | BlockLabel | SentenceLabel) -> str:
    if isinstance(unit, SentenceLabel):
        return unit.target
    return str(unit.attributes.get(gold.layer.target)) if gold.layer.target else ""
