"""Headings between paragraphs."""

from typing import Final

import numpy as np

from communique.cleaning.kept import HEADING, JOINED, PARAGRAPH, Types
from communique.cleaning.learned.arrays import Flags, Indices
from communique.cleaning.lines import LIST_MARK, LineGroup
from communique.cleaning.shapes import Shapes

_HEADING_WIDTH: Final = 90
_HEADING_WORDS: Final = 14
_HEADING_LETTERS: Final = 3
_REST_WORDS: Final = 6
_QUOTES: Final = "\"'“”‘’«»„「『"


def mark_headings(shapes: Shapes, kept: Indices, types: Types) -> None:
    """Find headings between paragraphs, also a heading that was broken into two lines."""
    text = shapes.text[kept]
    is_paragraph = types[kept] == PARAGRAPH
    frames = is_paragraph & shapes.is_prose[kept]
    may_be = is_paragraph & ~frames & (shapes.width[kept] <= _HEADING_WIDTH)
    may_be &= ~(shapes.ends_sentence[kept] | shapes.is_code[kept])
    may_be &= _at(frames, text, -1) & (_at(frames, text, 1) | _at(frames, text, 2))
    for k in np.flatnonzero(may_be).tolist():
        places: list[int] = kept[k - 1 : k + 2].tolist()
        above, group, below = (shapes.groups[i] for i in places)
        if not _can_be_heading(group) or above.text[-1] in ":,;：，；":
            continue
        if frames[k + 1]:
            types[kept[k]] = HEADING
        elif is_paragraph[k + 1] and kept[k + 1] == kept[k] + 1 and _is_rest(group, below):
            types[kept[k]] = HEADING
            types[kept[k + 1]] = HEADING | JOINED


def _at(frames: Flags, text: Indices, by: int) -> Flags:
    """Return whether the kept group `by` places below is in the same text, and in `frames`."""
    out = np.zeros_like(frames)
    if by < 0:
        out[-by:] = frames[:by] & (text[-by:] == text[:by])
    else:
        out[:-by] = frames[by:] & (text[:-by] == text[by:])
    return out


def _can_be_heading(group: LineGroup) -> bool:
    text = group.text
    if group.words > _HEADING_WORDS or text[-1] in ":,;：，；、" + _QUOTES or text[0] in _QUOTES:
        return False
    if text[0].islower() or LIST_MARK.match(text) or "://" in text or "@" in text:
        return False
    return sum(map(str.isalpha, text)) >= _HEADING_LETTERS


def _is_rest(first: LineGroup, second: LineGroup) -> bool:
    if second.is_code or second.ends_sentence:
        return False
    short = first.width + second.width <= _HEADING_WIDTH
    return short and second.text[0].islower() and second.words <= _REST_WORDS
