"""What is known of the lines of several texts, as arrays: one value for each group, in order.

Decisions about all groups are made with these arrays, because numpy compares thousands of lines in
the time in which Python looks at ten. Places are indices among the groups of all texts.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntFlag
from functools import cache, cached_property
from itertools import chain, pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.core_functions import core_with_functions
from communique.cleaning.learned.arrays import Flags, Indices
from communique.cleaning.lines import LONGEST_MATCHED, NARROWEST_PROSE, SAMPLE, LineGroup

Numbers = NDArray[np.int32]
FIELDS: Final = 6
SHORT: Final = 24
_DIGIT: Final = re.compile(r"\d")
_BEYOND: Final = 127


class Shape(IntFlag):
    """What a group is, as bits."""

    ENDS_SENTENCE = 1
    PROSE = 2
    AFTER_BLANK = 4
    VISIBLE = 8
    CODE = 16
    SHORT_WITH_DIGIT = 32


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
    def is_code(self) -> Flags:
        return self._has(Shape.CODE)

    @cached_property
    def groups(self) -> list[LineGroup]:
        """The groups of all texts."""
        return list(chain.from_iterable(self.texts))

    def total(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Return the sum of the values for each text."""
        return np.bincount(self.text, values, self.sizes.size)

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
        first, second = (_plain_i(self.numbers[:, k]) for k in (2, 3))
        return _pairs(tuple(starts)).take(first * (_BEYOND + 1) + second)

    def may_end(self, characters: str) -> Flags:
        """Whether the last character may be one of these."""
        return _characters(characters).take(np.minimum(self.numbers[:, 4], _BEYOND))

    def may_end_before(self, characters: str) -> Flags:
        """Whether the last character but one may be one of these."""
        return _characters(characters).take(np.minimum(self.numbers[:, 5], _BEYOND))

    def _has(self, shape: Shape) -> Flags:
        return (self.numbers[:, 1] & int(shape)) != 0


@cache
def _characters(characters: str) -> Flags:
    """Return a table of ASCII characters; its last value is for all others."""
    table = np.zeros(_BEYOND + 1, np.bool_)
    table[[min(ord(c), _BEYOND) for c in characters]] = True
    return table


def _plain_i(points: Numbers) -> Numbers:
    """Return the points with "i" for the other letters that an expression takes for one."""
    is_i = (points == ord("ı")) | (points == ord("İ"))
    return np.minimum(np.where(is_i, ord("i"), points), _BEYOND)


@cache
def _pairs(starts: tuple[str, ...]) -> Flags:
    """Return a table of two ASCII characters in any case."""
    table = np.zeros((_BEYOND + 1, _BEYOND + 1), np.bool_)
    for first, second in starts:
        for a in (first.lower(), first.upper()):
            table[ord(a), [ord(second.lower()), ord(second.upper())]] = True
    return table.ravel()


def shapes_of(texts: Sequence[Sequence[LineGroup]]) -> Shapes:
    """Return the shapes of the groups of texts, from the compiled core if it made the groups."""
    module = core_with_functions()
    numbers = np.empty((sum(map(len, texts)), FIELDS), np.int32)
    place = 0
    for groups in texts:
        rows = numbers[place : place + len(groups)]
        if module is not None and groups and type(groups[0]) is module.Group:
            module.describe(groups, rows)
        else:
            flat = [number for group in groups for number in _numbers(group)]
            rows[:] = np.array(flat, np.int32).reshape(-1, FIELDS)
        place += len(groups)
    return Shapes(texts, numbers)


# As plain numbers, because Python looks up a member of an enumeration slowly.
_ENDS_SENTENCE, _PROSE, _AFTER_BLANK, _VISIBLE, _CODE, _SHORT_WITH_DIGIT = map(int, Shape)


def _numbers(group: LineGroup) -> tuple[int, ...]:
    text, line = group.text, group.lines[0]
    size, is_ascii = len(text), text.isascii()
    width = min(size, SAMPLE) if is_ascii else group.width
    flags = _AFTER_BLANK * line.after_blank
    if not text[-1].isalnum() and group.ends_sentence:
        flags |= _ENDS_SENTENCE
    if width >= NARROWEST_PROSE and group.is_prose:
        flags |= _PROSE
    if text[0].isalnum() or group.is_visible:
        flags |= _VISIBLE
    if line.is_code and group.is_code:
        flags |= _CODE
    if size <= SHORT and not text.isalpha() and _DIGIT.search(text):
        flags |= _SHORT_WITH_DIGIT
    plain = text if is_ascii and size <= LONGEST_MATCHED else group.plain
    if len(plain) < 2:
        only = ord(plain or "\0")
        return width, flags, only, 0, only, 0
    return width, flags, ord(plain[0]), ord(plain[1]), ord(plain[-1]), ord(plain[-2])
