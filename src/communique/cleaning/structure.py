"""Find the type of each kept group: title, byline, heading, paragraph, caption or reference.

Shape and place decide wherever a language could matter, not words. An unclear group is a paragraph.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from communique.cleaning.head import HEAD_REACH, head_types
from communique.cleaning.headings import mark_headings
from communique.cleaning.kept import CAPTION, GONE, PARAGRAPH, REFERENCE, Types
from communique.cleaning.learned.arrays import Flags, Indices
from communique.cleaning.lines import LineGroup
from communique.cleaning.references import could_be_reference, reference_start
from communique.cleaning.shapes import Shapes
from communique.cleaning.verdict import Verdicts

_PARTED: Final = 0.8
_CAPTION_WIDTH: Final = 600
CAPTION_START: Final = re.compile(
    r"(?:FILE(?: PHOTO)? ?[-–—:]|(?:image |photo |picture )?caption ?:|bildunterschrift ?:) ?\S",
    re.IGNORECASE,
)
CAPTION_STARTS: Final = ("fi", "im", "ph", "pi", "ca", "bi")
_CAPTION_END: Final = re.compile(
    r".*[.\"”\w] ?[(\[](?:AP|AFP|REUTERS|Reuters|EPA|Photo|PHOTO|Image|Picture|Getty)"
    r"(?: Photo| Images| File)?(?:[:/ ][^()\[\]]{1,60})?[)\]]\.?"
)
_CAPTION_ENDINGS: Final = (")", "]", ").", "].")


def classify(shapes: Shapes, removed: Sequence[Verdicts], *, with_headings: bool = True) -> Types:
    """Give each kept group of each text its type; `removed` are the verdicts of each text."""
    types = np.full(len(shapes.numbers), PARAGRAPH, np.uint8)
    for (start, _), verdicts in zip(shapes.bounds, removed, strict=True):
        types[np.fromiter(verdicts, np.int64, len(verdicts)) + start] = GONE
    _mark_captions(shapes, removed, types)
    kept = np.flatnonzero(types != GONE)
    ends: list[int] = np.searchsorted(kept, shapes.offsets).tolist()
    for k, (a, b) in enumerate(pairwise(ends)):
        if a < b:
            start = shapes.bounds[k][0]
            _mark_references(shapes.texts[k], kept[a:b], start, types)
            _mark_head(shapes.texts[k], kept[a : min(b, a + HEAD_REACH + 2)], start, types)
    types[shapes.is_code & (types != GONE)] = PARAGRAPH
    if with_headings:
        mark_headings(shapes, kept, types)
    return types


def _mark_head(groups: Sequence[LineGroup], first: Indices, start: int, types: Types) -> None:
    known: list[int] = types[first].tolist()
    within: list[int] = (first - start).tolist()
    made = head_types([groups[i] for i in within], known)
    if made is not known:
        types[first] = made


def _mark_references(groups: Sequence[LineGroup], kept: Indices, start: int, types: Types) -> None:
    if could_be_reference(groups[int(kept[-1]) - start]):
        within: list[int] = (kept - start).tolist()
        first = reference_start([groups[i] for i in within])
        types[kept[first:]] = REFERENCE


def _mark_captions(shapes: Shapes, removed: Sequence[Verdicts], types: Types) -> None:
    """Mark captions by their own words, and those directly above a picture credit."""
    types[_under_pictures(shapes, removed, types)] = CAPTION
    may_be = (types == PARAGRAPH) & may_be_captions(shapes)
    places: list[int] = np.flatnonzero(may_be).tolist()
    for place in places:
        if is_caption(shapes.groups[place]):
            types[place] = CAPTION


def may_be_captions(shapes: Shapes) -> Flags:
    """Return the groups that begin or end as a caption does, with which `is_caption` is asked."""
    ends = shapes.may_end(")]") | (shapes.may_end(".") & shapes.may_end_before(")]"))
    return (shapes.may_begin(CAPTION_STARTS) | ends) & (shapes.width < _CAPTION_WIDTH)


def _under_pictures(shapes: Shapes, removed: Sequence[Verdicts], types: Types) -> Flags:
    """Return the kept groups between an empty line and a picture credit directly below.

    If empty lines do not separate the paragraphs, closeness shows nothing.
    """
    chosen = np.zeros(types.size, np.bool_)
    for (start, _), verdicts in zip(shapes.bounds, removed, strict=True):
        for i, verdict in verdicts.items():
            if i and verdict.reason == "credit":
                chosen[start + i - 1] = not shapes.after_blank[start + i]
    prose = shapes.total(shapes.is_prose)
    parted = shapes.total(shapes.is_prose & shapes.after_blank) >= _PARTED * prose
    return chosen & (types != GONE) & shapes.after_blank & parted[shapes.text]


def is_caption(group: LineGroup) -> bool:
    """Whether a line is marked as a caption by its own words."""
    if group.width >= _CAPTION_WIDTH:
        return False
    text = group.plain
    may_end = text.endswith(_CAPTION_ENDINGS)
    return bool(CAPTION_START.match(text) or (may_end and _CAPTION_END.fullmatch(text)))
