"""Which groups of a whole page the line model removes.

Groups below a threshold are removed. The threshold is lower if the language is not English, if
almost nothing would stay, or if the text is no page: a page has menus and links, which the model
surely recognises. A group just below the threshold stays if the groups above and below it do.
"""

import math
from collections.abc import Sequence
from typing import Final

from communique.cleaning.language import is_english
from communique.cleaning.lines import LineGroup

THRESHOLD: Final = 0.0
_NOT_ENGLISH: Final = 1.0
_STEP: Final = 1.0
_STEPS: Final = 4
_LEAST_SHARE: Final = 0.1
_LEAST_COLUMNS: Final = 400
_BOILERPLATE: Final = -2.0
_PAGE_SHARE: Final = 0.05
_NO_PAGE: Final = -3.0
_UNSURE: Final = 0.7
_FIRM: Final = 0.5
_LONGEST_RUN: Final = 6


def page_threshold(groups: Sequence[LineGroup], scores: Sequence[float]) -> float:
    """Return the score below which groups of a whole page are removed; minus infinity for none."""
    if len([score for score in scores if score < _BOILERPLATE]) < _PAGE_SHARE * len(scores):
        return _NO_PAGE
    threshold = THRESHOLD
    if not is_english(groups):
        threshold -= _NOT_ENGLISH
    widths = [group.width for group in groups]
    if not widths or min(scores) >= threshold:
        return threshold
    least = max(_LEAST_COLUMNS, _LEAST_SHARE * sum(widths))
    for _ in range(_STEPS + 1):
        kept = sum(w for w, score in zip(widths, scores, strict=True) if score >= threshold)
        if kept >= least:
            return threshold
        threshold -= _STEP
    return -math.inf


def below(scores: Sequence[float], threshold: float) -> frozenset[int]:
    """Return the groups that are removed: those below the threshold, but not those that are
    unsure and lie between two groups that stay.
    """
    low = [i for i, score in enumerate(scores) if score < threshold]
    unsure = [i for i in low if scores[i] >= threshold - _UNSURE]
    stay: set[int] = set()
    start = 0
    for k, i in enumerate(unsure):
        if k + 1 < len(unsure) and unsure[k + 1] == i + 1:
            continue
        first, end = unsure[start], i + 1
        start = k + 1
        is_inside = first > 0 and end < len(scores) and end - first <= _LONGEST_RUN
        if is_inside and min(scores[first - 1], scores[end]) > threshold + _FIRM:
            stay.update(range(first, end))
    return frozenset(low).difference(stay)
