"""What is known of the lines of several texts, as arrays: one value for each group, in order.

Decisions about all groups are made with these arrays, because numpy compares thousands of lines in
the time in which Python looks at ten. Places are indices among the groups of all texts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntFlag
from functools import cached_property
from itertools import chain, pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.edge_characters import BEYOND, characters_table, pairs, plain_i
from communique.cleaning.learned.arrays import Flags, Indices
from communique.cleaning.lines import LineGroup

Numbers = NDArray[np.int32]
FIELDS: Final = 6
SHORT: Final = 24


class Shape(IntFlag):
    """What a group is, as bits."""

    ENDS_SENTENCE = 1
    PROSE = 2
    AFTER_BLANK = 4
    VISIBLE = 8
    CODE = 16
    SHORT_WITH_DIGIT = 32
    WITH_DIGIT = 64


@dataclass(frozen=True)
class Shapes:
    """The groups of texts, and their numbers, shape (n, 6).

    The numbers are width, flags (see `Shape`), and four code points of `LineGroup.plain`: the
    first, the second, the last and the last but one; 0 if it has none. The code points only tell
    which lines need a closer look.
    """

    texts: Sequence[Sequence[LineGroup]]
    numbers: Numbers

    @cached_property
    def sizes(self) -> Indices:
        """The number of groups of each text."""
        return np.array([len(groups) for groups in self.texts], np.int64)

    @cached_property
    def offsets(self) -> Indices:
        """The first group of each text, and at the end the number of all groups."""
        return np.concatenate([[0], np.cumsum(self.sizes)])

    @cached_property
    def bounds(self) -> list[tuple[int, int]]:
        """The first and the end group of each text."""
        offsets: list[int] = self.offsets.tolist()
        return list(pairwise(offsets))

    @cached_property
    def text(self) -> Indices:
        """The text of each group."""
        return np.repeat(np.arange(self.sizes.size), self.sizes)

    @cached_property
    def is_first(self) -> Flags:
        """Whether a group is the first of its text."""
        out = np.zeros(len(self.numbers), np.bool_)
        out[self.offsets[:-1][self.sizes > 0]] = True
        return out

    @cached_property
    def is_last(self) -> Flags:
        """Whether a group is the last of its text."""
        return np.append(self.is_first[1:], True)[: len(self.numbers)]

    @cached_property
    def width(self) -> Indices:
        """The number of columns of each group."""
        return self.numbers[:, 0].astype(np.int64)

    @cached_property
    def ends_sentence(self) -> Flags:
        return self._has(Shape.ENDS_SENTENCE)

    @cached_property
    def is_prose(self) -> Flags:
        return self._has(Shape.PROSE)

    @cached_property
    def after_blank(self) -> Flags:
        return self._has(Shape.AFTER_BLANK)

    @cached_property
    def is_visible(self) -> Flags:
        return self._has(Shape.VISIBLE)

    @cached_property
    def has_digit(self) -> Flags:
        """Whether a group of at most `SHORT` characters has a digit."""
        return self._has(Shape.SHORT_WITH_DIGIT)

    @cached_property
    def may_be_stamp(self) -> Flags:
        """Whether a group is narrow enough for a time stamp, and has a digit."""
        return self._has(Shape.WITH_DIGIT)

    @cached_property
    def is_code(self) -> Flags:
        return self._has(Shape.CODE)

    @cached_property
    def groups(self) -> list[LineGroup]:
        """The groups of all texts."""
        return list(chain.from_iterable(self.texts))

    def total(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Return the sum of the values for each text."""
        return np.bincount(self.text, values, self.sizes.size).astype(np.float64, copy=False)

    def split(self, chosen: Flags) -> Iterator[list[int]]:
        """Yield for each text the chosen groups, as indices within the text."""
        places = np.flatnonzero(chosen)
        ends = np.searchsorted(places, self.offsets)
        within: list[int] = (places - self.offsets[self.text[places]]).tolist()
        bounds: list[int] = ends.tolist()
        for start, end in pairwise(bounds):
            yield within[start:end]

    def may_begin(self, starts: Sequence[str]) -> Flags:
        """Whether the first two characters may be one of these, in any case."""
        first, second = (plain_i(self.numbers[:, k]) for k in (2, 3))
        return pairs(tuple(starts)).take(first * (BEYOND + 1) + second)

    def may_end(self, characters: str) -> Flags:
        """Whether the last character may be one of these."""
        return characters_table(characters).take(np.minimum(self.numbers[:, 4], BEYOND))

    def may_end_before(self, characters: str) -> Flags:
        """Whether the last character but one may be one of these."""
        return characters_table(characters).take(np.minimum(self.numbers[:, 5], BEYOND))

    def _has(self, shape: Shape) -> Flags:
        return (self.numbers[:, 1] & int(shape)) != 0
