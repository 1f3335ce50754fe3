"""Pieces of text, cut where the answers begin and end."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Range = tuple[int, int]  # code points of the document's text, half-open


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a passage; `answers` are the numbers of the answers that mark it, from 1."""

    text: str
    answers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """The lines around marked ranges, with the line before and after them. `role` says what the
    passage is for, if the item has several: `from` or `to`.
    """

    pieces: tuple[Piece, ...]
    before: str = ""
    after: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A part of an answer's own words: `same` in all answers, `more` if another answer has not got
    it, `less` if only other answers have it.
    """

    text: str
    kind: Literal["same", "more", "less"]


def passage(text: str, ranges: Sequence[Range], role: str = "") -> Passage:
    """The lines of a text around the ranges. The number of a range is its place in the list.

    >>> [(p.text, p.answers) for p in passage("A.\\nIn Paris.", [(6, 11), (3, 11)]).pieces]
    [('In ', (2,)), ('Paris', (1, 2)), ('.', ())]
    """
    first, last = _lines(text, min(s for s, _ in ranges), max(e for _, e in ranges))
    pieces = tuple(
        Piece(text[start:end], tuple(n for n, r in enumerate(ranges, 1) if _holds(r, start, end)))
        for start, end in _cuts(first, last, ranges)
    )
    before = text[text.rfind("\n", 0, max(first - 1, 0)) + 1 : max(first - 1, 0)]
    return Passage(pieces, before, text[last + 1 :].partition("\n")[0], role)


def words(text: str, ranges: Sequence[Range], number: int) -> tuple[Words, ...]:
    """The words of one answer (from 1), in what they are more or less than those of the others.

    >>> words("In Paris", [(3, 8), (0, 8)], 1)
    (Words(text='In ', kind='less'), Words(text='Paris', kind='same'))
    """
    own = ranges[number - 1]
    first, last = min(s for s, _ in ranges), max(e for _, e in ranges)
    listed: list[Words] = []
    for start, end in _cuts(first, last, ranges):
        if all(_holds(r, start, end) for r in ranges):
            listed.append(Words(text[start:end], "same"))
        elif any(_holds(r, start, end) for r in ranges):
            listed.append(Words(text[start:end], "more" if _holds(own, start, end) else "less"))
    return tuple(listed)


def _lines(text: str, start: int, end: int) -> Range:
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return first, last if last >= 0 else len(text)


def _cuts(first: int, last: int, ranges: Sequence[Range]) -> list[Range]:
    inside = {at for r in ranges for at in r if first < at < last}
    places = [first, *sorted(inside), last]
    return [(a, b) for a, b in pairwise(places) if a < b]


def _holds(outer: Range, start: int, end: int) -> bool:
    return outer[0] <= start and end <= outer[1]
