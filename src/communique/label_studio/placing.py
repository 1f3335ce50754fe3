"""Where a region stands in its text: offsets, echo and edges."""

from typing import Final

from communique.label_studio.echo import Unit, code_points, echoes
from communique.label_studio.rows import Fault, Region

_SHOWN: Final = 60  # characters of a surface in a message


def place(region: Region, text: str, unit: Unit) -> tuple[tuple[int, int] | None, list[Fault]]:
    """The region's range in code points of `text`, or why it has none."""
    start, end = region.start, region.end
    if type(start) is not int or type(end) is not int:
        return None, [("offset-not-integer", f"offsets are {start!r} and {end!r}")]
    length = len(text) if unit == "code-points" else len(text.encode("utf-16-le")) // 2
    if min(start, end) < 0 or max(start, end) > length:
        return None, [("offset-out-of-range", f"[{start}, {end}) in a text of {length}")]
    if end <= start:
        return None, [("offset-reversed", f"[{start}, {end})")]
    span = code_points(text, start, end, unit)
    if span is None or (region.echo is not None and not echoes(region.echo, text[slice(*span)])):
        return None, [("text-mismatch", _mismatch(region, text, span))]
    return span, []


def _mismatch(region: Region, text: str, span: tuple[int, int] | None) -> str:
    found = "half a character" if span is None else repr(text[slice(*span)][:_SHOWN])
    echoed = repr((region.echo or "")[:_SHOWN])
    return f"[{region.start}, {region.end}) cuts out {found}, echoed is {echoed}"


def edges(surface: str) -> list[Fault]:
    """What is wrong with the ends of a span. A line break ends a block."""
    faults: list[Fault] = []
    if surface != surface.strip():
        faults.append(("blank-at-edge", "white space at an edge"))
    if "\n" in surface.strip():
        faults.append(("span-crosses-blocks", "the span holds a line break"))
    return faults
