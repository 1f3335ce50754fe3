"""All evidence of a layer in one ranking, by the estimated probability of an error."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Final

import numpy as np

from communique.audit.borders import Places, border_evidence, places
from communique.audit.calibration import adjusted, fit, log_odds
from communique.audit.evidence import Evidence
from communique.audit.item import BORDER, AuditItem, Text
from communique.audit.model import Floats
from communique.audit.planted import plant_borders, plant_values
from communique.audit.values import value_evidence

_SHARE: Final = 0.05  # planted, at least _LEAST errors
_LEAST: Final = 30
_MOST: Final = 0.15
_OTHERS: Final = 0.5  # how much less a second question of one item says
_Judged = tuple[Floats, list[Evidence]]
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
    judged: list[tuple[str, list[int], _Judged]] = []
    for question, indices in _by_question(items).items():
        asked = [items[i] for i in indices]
        own = [texts[d] for d in dict.fromkeys(item.doc_id for item in asked)]
        where = places(own, with_model=with_model) if question == BORDER else None
        judgement = _judge(question, asked, texts, question in sets, where, with_model=with_model)
        judged.append((question, indices, judgement))
    shared = adjusted([own for _, _, (own, _) in judged]) if judged else []
    for (question, indices, (_, told)), strengths in zip(judged, shared, strict=True):
        for i, strength, evidence in zip(indices, strengths.tolist(), told, strict=True):
            extra = beside.get((i, question), ())
            total = strength + sum(e.strength for e in extra)
            odds[i, question] = total, max((evidence, *extra), key=lambda e: e.strength)
    return list(_scored(items, odds))


def _scored(
    items: Sequence[AuditItem], odds: Mapping[Key, tuple[float, Evidence]]
) -> Iterator[Suspicion]:
    """The most suspicious question of an item keeps its probability, the others get less."""
    highest: dict[int, float] = {}
    for (i, _), (strength, _) in odds.items():
        highest[i] = max(highest.get(i, -99.0), strength)
    for (i, question), (strength, evidence) in odds.items():
        p = 1 / (1 + exp(-max(-30.0, min(30.0, strength))))
        yield Suspicion(items[i], question, p if strength == highest[i] else p * _OTHERS, evidence)


def _by_question(items: Sequence[AuditItem]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for i, item in enumerate(items):
        for question in item.values:
            found.setdefault(question, []).append(i)
        if item.kind == "span":
            found.setdefault(BORDER, []).append(i)
    return found


def _judge(
    question: str,
    items: Sequence[AuditItem],
    texts: Mapping[str, Text],
    is_set: bool,
    where: Places | None,
    *,
    with_model: bool,
) -> _Judged:
    """For each item the log odds of an error, and the evidence that says most."""

    def look(seen: Sequence[AuditItem]) -> list[list[Evidence]]:
        if where is not None:
            return border_evidence(seen, texts, where)
        return value_evidence(question, seen, texts, is_set=is_set, with_model=with_model)

    chance = random.Random(0)  # noqa: S311 - the same list every time
    share = min(_MOST, max(_SHARE, _LEAST / len(items)))
    if where is not None:
        planted, wrong = plant_borders(items, texts, share, chance)
    else:
        planted, wrong = plant_values(question, items, share, chance)
    weights = fit(_strengths(look(planted)), np.array(wrong, np.float64), share)
    real = look(items)
    return log_odds(_strengths(real), weights), [_strongest(row, weights) for row in real]


def _strengths(rows: Sequence[Sequence[Evidence]]) -> Floats:
    return np.array([[e.strength for e in row] for row in rows], np.float64)


def _strongest(row: Sequence[Evidence], weights: Floats) -> Evidence:
    """The evidence that counts most, of what has words."""
    told = [
        (w * e.strength, n) for n, (e, w) in enumerate(zip(row, weights, strict=False)) if e.why
    ]
    if not told:
        return Evidence("none", 0.0, "nothing speaks against it", "")
    best, n = max(told)
    return Evidence(row[n].kind, best, row[n].why, row[n].suggestion)
