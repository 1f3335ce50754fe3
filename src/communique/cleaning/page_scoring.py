"""Which groups of a whole page the line model removes.

Groups below a threshold are removed. The threshold is lower if the language is not English, if
almost nothing would stay, or if the text is no page: a page has menus and links, which the model
surely recognises. A group just below the threshold stays if the groups above and below it do, and
if one of the two nearest on each side does so firmly.
"""

import math
import re
from collections.abc import Sequence
from itertools import pairwise
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
_UNSURE: Final = 0.9
_FIRM: Final = 0.5
_LONGEST_RUN: Final = 6
_STAMP: Final = 1.5
_STAMP_WIDTH: Final = 24
_FEWEST_STAMPS: Final = 3
_DIGITS: Final = re.compile(r"\d+")


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


def below(groups: Sequence[LineGroup], scores: Sequence[float], threshold: float) -> frozenset[int]:
    """Return the groups that are removed: those below the threshold, but not those that are
    unsure and lie between two groups that stay, nor the time stamps of entries that stay.
    """
    low = [i for i, score in enumerate(scores) if score < threshold]
    unsure = [i for i in low if scores[i] >= threshold - _UNSURE]
    stay = _stamps(groups, scores, low, threshold)
    run: list[int] = []
    for i, following in pairwise([*unsure, -1]):
        run.append(i)
        if following != i + 1:
            is_inside = run[0] > 0 and i + 1 < len(scores) and len(run) <= _LONGEST_RUN
            sides = ((run[0] - 1, -1), (i + 1, 1))
            if is_inside and all(_stays(scores, at, step, threshold) for at, step in sides):
                stay.update(run)
            run = []
    return frozenset(low) - stay


def _stays(scores: Sequence[float], i: int, step: int, threshold: float) -> bool:
    """Whether a group stays, and it or the one beyond it is firmly above the threshold."""
    beyond = i + step if 0 <= i + step < len(scores) else i
    return scores[i] > threshold and max(scores[i], scores[beyond]) > threshold + _FIRM


def _stamps(
    groups: Sequence[LineGroup], scores: Sequence[float], low: Sequence[int], threshold: float
) -> set[int]:
    """Return the lines that differ in their numbers alone, if three or more have content below."""
    by_shape: dict[str, list[int]] = {}
    for i in low:
        if scores[i] > threshold - _STAMP and i + 1 < len(scores):
            text = groups[i].text
            if len(text) <= _STAMP_WIDTH and (shape := _DIGITS.sub("0", text)) != text:
                by_shape.setdefault(shape, []).append(i)
    several = (some for some in by_shape.values() if len(some) >= _FEWEST_STAMPS)
    return {i for some in several for i in some if scores[i + 1] > threshold}
