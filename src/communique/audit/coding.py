"""The values of a question as numbers: one of several values, or a set of them.

`beliefs` are log probabilities of values (columns) for items (rows); for sets, log odds of each
member.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.audit.evidence import LIMIT
from communique.audit.item import shown, values_of
from communique.records import Values

Floats = NDArray[np.float64]
_MEMBERS: Final = 40  # values of a set that are looked at, the most usual
_SMOOTHING: Final = 1.0  # how much the shares of all items count beside those of one key


class OneOf:
    """A question with one answer. None is an answer, too."""

    def __init__(self, values: Sequence[Values | None]) -> None:
        self.names = sorted({shown(v) for v in values})
        self._number = {name: n for n, name in enumerate(self.names)}
        counts = Counter(self._number[shown(v)] for v in values)
        self.base = np.array([counts[n] / len(values) for n in range(len(self.names))])

    def rows(self, values: Sequence[Values | None]) -> NDArray[Any]:
        """The number of the value of each item."""
        return np.array([self._number[shown(v)] for v in values], np.int64)

    def shares(self, keys: Sequence[object], rows: NDArray[Any]) -> tuple[Floats, Floats]:
        """How often the other items with the same key have each value, and how many they are."""
        ids = numbered(keys)
        counts = np.zeros((int(ids.max()) + 1, len(self.names)))
        np.add.at(counts, (ids, rows), 1)
        others = counts[ids]
        others[np.arange(len(rows)), rows] -= 1
        return others, others.sum(axis=1)

    def beliefs(self, counts: Floats, others: Floats) -> Floats:
        """What the counts of `shares` say."""
        p = counts + _SMOOTHING * self.base
        return np.log(p / (others + _SMOOTHING)[:, None])

    def against(self, beliefs: Floats, rows: NDArray[Any]) -> tuple[Floats, NDArray[np.int64]]:
        """How strongly the beliefs are against the values, and the number of a better value."""
        at = np.arange(len(rows))
        rest = beliefs.copy()
        rest[at, rows] = -np.inf
        best = rest.argmax(axis=1)
        if len(self.names) < 2:
            return np.zeros(len(rows)), best
        return np.clip(rest[at, best] - beliefs[at, rows], -LIMIT, LIMIT), best

    def suggestion(self, value: Values | None, other: int) -> str:
        """The better value in words."""
        return self.names[other] if self.names[other] != shown(value) else ""


class SetOf:
    """A question with any number of answers: each member is there or not."""

    def __init__(self, values: Sequence[Values | None]) -> None:
        counts = Counter(v for value in values for v in values_of(value))
        self.names = [name for name, _ in counts.most_common(_MEMBERS)]
        self.base = np.array([(counts[n] + 0.5) / (len(values) + 1) for n in self.names])

    def rows(self, values: Sequence[Values | None]) -> NDArray[Any]:
        """Which members (columns) the value of each item (rows) has."""
        rows = [[n in value for n in self.names] for value in map(values_of, values)]
        return np.array(rows, np.bool_).reshape(len(values), len(self.names))

    def shares(self, keys: Sequence[object], rows: NDArray[Any]) -> tuple[Floats, Floats]:
        """How often the other items with the same key have each value, and how many they are."""
        ids = numbered(keys)
        counts = np.zeros((int(ids.max()) + 1, len(self.names)))
        np.add.at(counts, ids, rows)
        return counts[ids] - rows, np.bincount(ids)[ids].astype(np.float64) - 1

    def beliefs(self, counts: Floats, others: Floats) -> Floats:
        """What the counts of `shares` say."""
        p = (counts + _SMOOTHING * self.base) / (others + _SMOOTHING)[:, None]
        return np.log(p / (1 - p))

    def against(self, beliefs: Floats, rows: NDArray[Any]) -> tuple[Floats, NDArray[np.int64]]:
        """As for one value; a better set is without the member of this number, or with it."""
        if not self.names:
            return np.zeros(len(rows)), np.zeros(len(rows), np.int64)
        signed = np.where(rows, -beliefs, beliefs)
        best = signed.argmax(axis=1)
        return np.clip(signed[np.arange(len(rows)), best], -LIMIT, LIMIT), best

    def suggestion(self, value: Values | None, other: int) -> str:
        """The better set in words."""
        now, name = values_of(value), self.names[other]
        return shown(tuple(v for v in now if v != name) if name in now else (*now, name))


Coding = OneOf | SetOf


def coding_of(values: Sequence[Values | None], *, is_set: bool) -> Coding:
    """The coding of the values of a question."""
    return SetOf(values) if is_set else OneOf(values)


def numbered(keys: Sequence[object]) -> NDArray[np.int64]:
    """The same number for the same key, from 0."""
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)
