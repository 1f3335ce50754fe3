"""Lines of several pages, with sums and means over the lines around each, within its page.

All arrays have one value for each line, in order; n is the number of lines of all pages.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.arrays import Flags, Floats, Indices
from communique.cleaning.learned.characters import CharacterClass
from communique.cleaning.learned.measure import Lines

MOST_PROSE: Final = 600
_WIDE: Final = 200
_SENTENCE: Final = 100
_HEADING: Final = 80
_STEPS: Final = 2.0**20


@dataclass(frozen=True)
class Pages:
    """Lines with data about their pages; `first` and `end` are the bounds of each line's page."""

    lines: Lines

    @cached_property
    def n(self) -> int:
        return int(self.lines.sizes.sum())

    @cached_property
    def offsets(self) -> Indices:
        return np.concatenate([[0], np.cumsum(self.lines.sizes)])

    @cached_property
    def page(self) -> Indices:
        return self.lines.page

    @cached_property
    def index(self) -> Indices:
        return np.arange(self.n)

    @cached_property
    def first(self) -> Indices:
        return self.offsets[self.page]

    @cached_property
    def end(self) -> Indices:
        return self.offsets[self.page + 1]

    @cached_property
    def ends_sentence(self) -> Flags:
        last, before = self.lines.last, self.lines.before_last
        is_closed = (last == CharacterClass.QUOTE) | (last == CharacterClass.BRACKET)
        return (last == CharacterClass.ENDER) | ((before == CharacterClass.ENDER) & is_closed)

    @cached_property
    def is_prose(self) -> Flags:
        width = self.lines.width
        return ((width >= _SENTENCE) & self.ends_sentence) | (width >= _WIDE)

    @cached_property
    def prose(self) -> Floats:
        """Columns of prose in each line, 600 at most."""
        return np.minimum(self.lines.width, MOST_PROSE) * self.is_prose

    def total(self, values: Floats) -> Floats:
        """Return for each line the sum over its page."""
        return np.bincount(self.page, values, self.lines.sizes.size)[self.page].astype(np.float32)

    def around(self, values: Floats, reach: int) -> Floats:
        """Return the mean over up to `reach` lines before and after each line, within the page."""
        return self.window(values, -reach, reach)

    @cached_property
    def is_heading(self) -> Flags:
        """Whether each line has fewer than 80 columns and does not end like a sentence."""
        width = self.lines.width
        return (width > 0) & (width < _HEADING) & ~self.ends_sentence

    @cached_property
    def headings(self) -> tuple[Indices, Indices]:
        """The nearest heading above and below each line; -1 if the page has none."""
        return self.last_before(self.is_heading), self.next_after(self.is_heading)

    def window(self, values: NDArray[Any], low: int, high: int) -> Floats:
        """Return the mean over the lines `low` to `high` below each, in the page; 0 if none."""
        return self.windows(values, (low, high))[0]

    def windows(self, values: NDArray[Any], *spans: tuple[int, int]) -> list[Floats]:
        """Return `window` for several spans of lines; lines are the last axis of `values`."""
        sums = running(values)
        return [self._mean(sums, span) for span in spans]

    def rest(self, values: NDArray[Any]) -> Floats:
        """Return the mean over each line and all lines below it on its page."""
        sums = running(values)
        return ((sums[self.end] - sums[:-1]) / (self.end - self.index)).astype(np.float32)

    def so_far(self, values: NDArray[Any]) -> Floats:
        """Return the mean over all lines above each line on its page; 0 if none."""
        sums = running(values)
        number = np.maximum(self.index - self.first, 1)
        return ((sums[:-1] - sums[self.first]) / number).astype(np.float32)

    def _mean(self, sums: NDArray[np.float64], span: tuple[int, int]) -> Floats:
        if span not in self._bounds:
            start, stop = self._bounded(span[0]), self._bounded(span[1] + 1)
            self._bounds[span] = start, stop, np.maximum(stop - start, 1.0)
        start, stop, number = self._bounds[span]
        means = (sums.take(stop, -1) - sums.take(start, -1)) / number
        return means.astype(np.float32)

    @cached_property
    def _bounds(self) -> dict[tuple[int, int], tuple[Indices, Indices, NDArray[np.float64]]]:
        """Cache by span: where the windows start and stop, and how many lines they have."""
        return {}

    def _bounded(self, by: int) -> Indices:
        """Return the index `by` lines below each line, or the edge of its page."""
        place = self.index + by
        return np.minimum(place, self.end) if by > 0 else np.maximum(place, self.first)

    def shifted(self, values: Floats, by: int, empty: float) -> Floats:
        """Return the value `by` lines below each line; `empty` if the page has no such line."""
        out = np.empty(self.n, np.float32)
        if by < 0:
            out[-by:] = values[:by]
        else:
            out[: max(0, self.n - by)] = values[by:]
        out[self._lacking(by)] = empty
        return out

    def _lacking(self, by: int) -> Indices:
        """Return the lines whose page has no line `by` lines below them."""
        if by not in self._edges:
            place = self.index + by
            self._edges[by] = np.flatnonzero((place < self.first) | (place >= self.end))
        return self._edges[by]

    @cached_property
    def _edges(self) -> dict[int, Indices]:
        """Cache of the results of `_lacking`."""
        return {}

    def last_before(self, chosen: Flags) -> Indices:
        """Return the nearest chosen line above each line; -1 if the page has none."""
        last = np.maximum.accumulate(np.where(chosen, self.index, -1))
        before = np.concatenate([[-1], last[:-1]])
        return np.where(before >= self.first, before, -1)

    def next_after(self, chosen: Flags) -> Indices:
        """Return the nearest chosen line below each line; -1 if the page has none."""
        later = np.where(chosen, self.index, self.n)[::-1]
        after = np.concatenate([np.minimum.accumulate(later)[::-1][1:], [self.n]])
        return np.where(after < self.end, after, -1)

    def highest(self, values: NDArray[Any]) -> Floats:
        """Return for each line the highest value of its page."""
        return np.maximum.reduceat(values, self.offsets[:-1])[self.page]


def value_at(values: Floats, places: Indices) -> Floats:
    """Return the values at these indices; 0 if the index is -1."""
    return np.where(places >= 0, values[places], np.float32(0)).astype(np.float32)


def running(values: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return the sum of the values before each index and, last, of all values.

    Sums are exact, in steps of 2 ** -20. Otherwise their differences would depend on earlier pages.
    """
    sums = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    steps = np.multiply(values, _STEPS, dtype=np.float64)
    np.cumsum(np.rint(steps, out=steps), axis=-1, out=sums[..., 1:])
    return sums / _STEPS


def log(values: NDArray[np.generic]) -> Floats:
    """Return log(1 + value)."""
    return np.log1p(values, dtype=np.float32)
