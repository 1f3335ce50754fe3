"""The range of a region in its text, and what is wrong with it."""

from collections.abc import Iterator, Sequence
from typing import Final

from communique.label_studio.reading.offset_encoding import (
    OffsetEncoding,
    code_points,
    matches_echo,
)
from communique.label_studio.reading.problem_kinds.regions import (
    BLANK_AT_EDGE,
    HALF_CHARACTER,
    OFFSET_NOT_INTEGER,
    OFFSET_OUT_OF_RANGE,
    OFFSET_REVERSED,
    SPAN_CROSSES_BLOCKS,
    TEXT_MISMATCH,
)
from communique.label_studio.reading.region import Region
from communique.problems import Fault
from communique.text.borders import invisible_edges, shown, splits_character

_SHOWN: Final = 60  # characters of a surface in a message
_SOME: Final = 3  # invisible characters that a message names
_AROUND: Final = 8  # code points beside a border that a message shows


def resolve_offsets(
    region: Region, text: str, encoding: OffsetEncoding
) -> tuple[tuple[int, int] | None, list[Fault]]:
    """The region's range in code points of `text`, or why it has none."""
    start, end = region.start, region.end
    if type(start) is not int or type(end) is not int:
        return None, [(OFFSET_NOT_INTEGER, f"offsets are {start!r} and {end!r}")]
    length = len(text) if encoding == "code-points" else len(text.encode("utf-16-le")) // 2
    if min(start, end) < 0 or max(start, end) > length:
        return None, [(OFFSET_OUT_OF_RANGE, f"[{start}, {end}) in a text of length {length}")]
    if end <= start:
        return None, [(OFFSET_REVERSED, f"[{start}, {end})")]
    span = code_points(text, start, end, encoding)
    if span is None:
        message = f"[{start}, {end}) counts UTF-16 units and starts or ends inside a character"
        return None, [(HALF_CHARACTER, message)]
    if region.echo is not None and not matches_echo(region.echo, text[slice(*span)]):
        return None, [(TEXT_MISMATCH, _mismatch(region, text, span))]
    return span, []


def _mismatch(region: Region, text: str, span: tuple[int, int]) -> str:
    found, echoed = text[slice(*span)][:_SHOWN], (region.echo or "")[:_SHOWN]
    return f"[{region.start}, {region.end}) is {found!r} in the text, {echoed!r} in the export"


def _has_plain_edges(text: str, start: int, end: int) -> bool:
    """Whether a span plainly has sound borders; False if they must be looked at."""
    first, last = text[start], text[end - 1]
    return (
        "!" <= first < "\x7f"
        and "!" <= last < "\x7f"
        and text[end : end + 1] < "\u0300"
        and (start == 0 or text[start - 1] < "\u0600")
    )


def check_boundaries(text: str, start: int, end: int, *, is_block: bool = False) -> Sequence[Fault]:
    """What is wrong with the ends of a span. A line break ends a block.

    The ends of a block (`is_block`) are not the annotator's: only white space is wrong there, and
    the indentation of code is a part of the block.
    """
    surface = text[start:end]
    if _has_plain_edges(text, start, end) and "\n" not in surface:
        return ()
    faults = list(_edges(surface)) if not is_block else []
    if is_block and (inner := surface.lstrip(" \t")) != inner.strip():
        faults.append((BLANK_AT_EDGE, "white space at the start or end"))
    if not is_block:
        faults += (_divided(text, at) for at in (start, end) if splits_character(text, at))
    if "\n" in surface.strip():
        faults.append((SPAN_CROSSES_BLOCKS, "the span contains a line break"))
    return faults


def _edges(surface: str) -> Iterator[Fault]:
    """Blanks and other characters at an end that nobody sees."""
    edges = invisible_edges(surface)
    if not any(edges):
        return
    if not "".join(edges).strip(" \t\n"):
        yield BLANK_AT_EDGE, "white space at the start or end"
        return
    for where, found in zip(("start", "end"), edges, strict=True):
        if found:
            more = f" and {len(found) - _SOME} more" if len(found) > _SOME else ""
            yield BLANK_AT_EDGE, f"{shown(found[:_SOME])}{more} at the {where}"


def _divided(text: str, at: int) -> Fault:
    before, after = text[max(0, at - _AROUND) : at], text[at : at + _AROUND]
    return HALF_CHARACTER, f"the border at {at} is inside a character: {before!r} | {after!r}"
