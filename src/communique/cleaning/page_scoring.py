"""Which groups of a whole page the line model removes.

Groups below a threshold are removed. The threshold is lower if the language is not English, if
almost nothing would stay, or if the text is no page: a page has menus and links, which the model
surely recognises. A group just below the threshold stays if the groups above and below it do.
"""

import re
from collections.abc import Iterator
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.language import is_english
from communique.cleaning.learned.arrays import Flags
from communique.cleaning.shapes import Shapes

Odds: TypeAlias = NDArray[np.float64]


THRESHOLD: Final = 0.0
_NOT_ENGLISH: Final = 0.85
_STEP: Final = 1.0
_STEPS: Final = 4
_LEAST_SHARE: Final = 0.1
_LEAST_COLUMNS: Final = 400
_BOILERPLATE: Final = -2.0
_PAGE_SHARE: Final = 0.05
_NO_PAGE: Final = -3.0
_UNSURE: Final = 0.9
_LONGEST_RUN: Final = 6
_STAMP: Final = 1.5
_FEWEST_STAMPS: Final = 3
_DIGITS: Final = re.compile(r"\d+")


def page_thresholds(shapes: Shapes, scores: Odds) -> Odds:
    """Return for each text the score below which groups are removed; minus infinity for none."""
    sure = shapes.total(scores < _BOILERPLATE)
    is_page = sure >= _PAGE_SHARE * shapes.sizes
    english = [not ok or is_english(g) for ok, g in zip(is_page, shapes.texts, strict=True)]
    threshold = np.where(english, THRESHOLD, THRESHOLD - _NOT_ENGLISH)
    least = np.maximum(_LEAST_COLUMNS, _LEAST_SHARE * shapes.total(shapes.width))
    goes = scores < threshold[shapes.text]
    is_open = shapes.total(goes) > 0  # if nothing goes, the threshold does not matter
    for _ in range(_STEPS + 1):
        kept = shapes.total(shapes.width * (scores >= threshold[shapes.text]))
        is_open &= kept < least
        threshold[is_open] -= _STEP
    threshold[is_open] = -np.inf
    return np.where(is_page, threshold, _NO_PAGE)


def below(shapes: Shapes, scores: Odds, thresholds: Odds, unsure: float = _UNSURE) -> Flags:
    """Return the groups that are removed: those below the threshold, but not those that are less
    than `unsure` below it and lie between two groups that stay, nor the time stamps of entries
    that stay.
    """
    threshold = thresholds[shapes.text]
    low = scores < threshold
    going = low.copy()
    going[_stamps(shapes, scores, low, threshold)] = False
    for start, end in _unsure_runs(shapes, scores, low & (scores >= threshold - unsure)):
        if min(scores[start - 1], scores[end]) > threshold[start]:
            going[start:end] = False
    return going


def _unsure_runs(shapes: Shapes, scores: Odds, unsure: Flags) -> Iterator[tuple[int, int]]:
    """Yield the first and the end group of each short run within its text."""
    starts = unsure & (shapes.is_first | ~np.append(False, unsure[:-1]))
    ends = unsure & (shapes.is_last | ~np.append(unsure[1:], False))
    first, last = np.flatnonzero(starts), np.flatnonzero(ends)
    is_inside = ~shapes.is_first[first] & ~shapes.is_last[last]
    chosen = is_inside & (last - first < _LONGEST_RUN)
    yield from zip(first[chosen].tolist(), (last[chosen] + 1).tolist(), strict=True)


def _stamps(shapes: Shapes, scores: Odds, low: Flags, threshold: Odds) -> list[int]:
    """Return the lines that differ in their numbers alone, if three or more have content below."""
    may_be = low & (scores > threshold - _STAMP) & ~shapes.is_last
    may_be &= shapes.has_digit
    several = shapes.total(may_be) >= _FEWEST_STAMPS
    stay: list[int] = []
    by_shape: dict[tuple[int, str], list[int]] = {}
    places: list[int] = np.flatnonzero(may_be & several[shapes.text]).tolist()
    for place in places:
        text = shapes.groups[place].text
        if (shape := _DIGITS.sub("0", text)) != text:
            by_shape.setdefault((int(shapes.text[place]), shape), []).append(place)
    for some in by_shape.values():
        if len(some) >= _FEWEST_STAMPS:
            stay += [i for i in some if scores[i + 1] > threshold[i]]
    return stay
