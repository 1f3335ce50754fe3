"""Borders that a model of all places expects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np

from communique.audit.evidence import LIMIT, Evidence, limited
from communique.audit.item import AuditItem, Text
from communique.audit.model import Floats, yes_probabilities
from communique.audit.places import Places, Words, surface_of, words_of

STRICT: Final = (2e-5, 3e-4)  # how much a model is held back
_KIND: Final = "border model"


@dataclass(frozen=True)
class BorderModel:
    """The probabilities that a span begins before a token, and that one ends there, by the row of
    the place in `Places`.
    """

    starts: Floats
    ends: Floats

    def expects_elsewhere(
        self, first: int, now: Words, others: Sequence[Words], text: Text, edge: str
    ) -> Evidence:
        """Whether one edge is more likely at another place. `first`: the row of the text."""
        side, p = (0, self.starts) if edge == "start" else (1, self.ends)
        near = [w for w in others if w[1 - side] == now[1 - side]]
        if not near:
            return Evidence(_KIND, -LIMIT, "", "")
        best = max(near, key=lambda w: float(p[first + w[side]]))
        there, here = float(p[first + best[side]]), float(p[first + now[side]])
        why = f"a model of the borders expects the {edge} elsewhere ({there:.2f} to {here:.2f})"
        return Evidence(_KIND, limited(log(there / here)), why, surface_of(best, text))

    def expects_none(self, first: int, now: Words) -> Evidence:
        """Whether no border is likely at either end."""
        p = float(self.starts[first + now[0]]), float(self.ends[first + now[1]])
        strength = limited(sum(log((1 - x) / x) for x in p) / 2)
        why = f"a model of the borders expects none here (start {p[0]:.2f}, end {p[1]:.2f})"
        return Evidence(_KIND, strength, why, "")

    def expects_one_inside(self, first: int, now: Words) -> Evidence:
        """Whether a span is likely to begin or end inside."""
        inside = range(first + now[0] + 1, first + now[1])
        p = max((float(max(self.starts[i], self.ends[i])) for i in inside), default=0.0001)
        why = f"a model of the borders expects one inside ({p:.2f})"
        return Evidence(_KIND, limited(log(p / (1 - p))), why, "")


def border_models(
    items: Sequence[AuditItem], texts: Mapping[str, Text], where: Places
) -> list[BorderModel]:
    """Models that have not seen the group of the place that they judge; none without features."""
    if where.x is None or not items:
        return []
    yes = np.zeros((2, len(where.fold)), np.bool_)
    for item in items:
        first, stop = words_of(item, texts[item.doc_id])
        yes[0, where.first[item.doc_id] + first] = True
        yes[1, where.first[item.doc_id] + stop] = True
    return [
        BorderModel(*(yes_probabilities(where.x, y, where.fold, alpha) for y in yes))
        for alpha in STRICT
    ]
