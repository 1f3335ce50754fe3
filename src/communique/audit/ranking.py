"""All evidence of a layer in one ranking, by the estimated probability of an error."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Final

import numpy as np

from communique.audit.borders import border_evidence
from communique.audit.calibration import fit, log_odds
from communique.audit.evidence import Evidence
from communique.audit.item import BORDER, AuditItem, Text, asked
from communique.audit.model import Floats
from communique.audit.planted import plant_borders, plant_values
from communique.audit.values import value_evidence

_ROUNDS: Final = 3  # in which every item gets a planted error
_EXPLAINED: Final = 0.5  # of the suspicion of a question, by another that is surely wrong
_Judgement = tuple[Floats, list[Evidence]]
Key = tuple[int, str]  # the index of an item, and a question


@dataclass(frozen=True, slots=True)
class Suspicion:
    """An item, a question, and how likely the answer is wrong; `evidence` is the strongest."""

    item: AuditItem
    question: str
    score: float
    evidence: Evidence


def suspicions(
    items: Sequence[AuditItem],
    texts: Mapping[str, Text],
    sets: frozenset[str],
    beside: Mapping[Key, Sequence[Evidence]],
    *,
    with_model: bool,
) -> list[Suspicion]:
    """Every question of every item of one layer, with the probability of an error.

    `sets` are the questions whose values are sets. `beside` is further evidence, with a fixed
    weight: other readings, and confidence.
    """
    odds: dict[Key, tuple[float, Evidence]] = {}
    for question, indices in _by_question(items).items():
        own = [items[i] for i in indices]
        strengths, strongest = _judge(question, own, texts, question in sets, with_model=with_model)
        for i, strength, evidence in zip(indices, strengths.tolist(), strongest, strict=True):
            extra = beside.get((i, question), ())
            total = strength + sum(e.strength for e in extra)
            odds[i, question] = total, max((evidence, *extra), key=lambda e: e.strength)
    return list(_scored(items, odds))


def _scored(
    items: Sequence[AuditItem], odds: Mapping[Key, tuple[float, Evidence]]
) -> Iterator[Suspicion]:
    """A question that is likely wrong explains a part of what speaks against the others."""
    p = {key: 1 / (1 + exp(-max(-30.0, min(30.0, x)))) for key, (x, _) in odds.items()}
    first: dict[int, str] = {}
    for i, question in p:
        if i not in first or p[i, question] > p[i, first[i]]:
            first[i] = question
    for (i, question), (_, evidence) in odds.items():
        explained = 0.0 if question == first[i] else _EXPLAINED * p[i, first[i]]
        yield Suspicion(items[i], question, p[i, question] * (1 - explained), evidence)


def _by_question(items: Sequence[AuditItem]) -> dict[str, list[int]]:
    indices: dict[str, list[int]] = {}
    for i, item in enumerate(items):
        for question in asked(item):
            indices.setdefault(question, []).append(i)
    return indices


def _judge(
    question: str,
    items: Sequence[AuditItem],
    texts: Mapping[str, Text],
    is_set: bool,
    *,
    with_model: bool,
) -> _Judgement:
    """For each item the log odds of an error, and the evidence that says most."""
    chance = random.Random(0)  # noqa: S311 - the same list every time
    if question == BORDER:
        changed = [plant_borders(items, texts, chance) for _ in range(_ROUNDS)]
        weighed = list(border_evidence(items, texts, changed, with_model=with_model))
    else:
        changed = [plant_values(question, items, chance) for _ in range(_ROUNDS)]
        weighed = list(
            value_evidence(question, items, texts, changed, is_set=is_set, with_model=with_model)
        )
    present = np.array([[e.strength for e in w.present] for w in weighed], np.float64).T
    planted = np.stack([w.changed for w in weighed], axis=-1).reshape(-1, len(weighed))
    weights = fit(present, planted)
    return log_odds(present, weights), [
        _strongest(row, weights) for row in zip(*(w.present for w in weighed), strict=True)
    ]


def _strongest(row: Sequence[Evidence], weights: Floats) -> Evidence:
    """The evidence that counts most, of what has words."""
    worded = [
        (w * e.strength, n) for n, (e, w) in enumerate(zip(row, weights, strict=False)) if e.why
    ]
    if not worded:
        return Evidence("none", 0.0, "no sign of an error", "")
    best, n = max(worded)
    return Evidence(row[n].kind, best, row[n].why, row[n].suggestion)
