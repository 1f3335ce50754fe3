"""The text that Label Studio echoes beside the offsets, and the unit that the offsets count in.

Offsets of a `<Text>` control are code points; exports of older versions counted UTF-16 units. The
echo tells which: a line break is echoed as a backslash and an `n`, CRLF as two of them, and runs
of white space shrink, so texts are compared without either.
"""

import re
from bisect import bisect_left
from functools import lru_cache
from typing import Final, Literal

_WIDE: Final = re.compile("[\U00010000-\U0010ffff]")
Unit = Literal["code-points", "utf-16"]


def echoes(echo: str, surface: str) -> bool:
    """Whether `echo` is what Label Studio writes for `surface`."""
    return echo == surface or _bare(echo) == _bare(surface)


def _bare(text: str) -> str:
    return "".join(text.replace("\\n", " ").split())


def cut(text: str, start: int, end: int, unit: Unit) -> str | None:
    """The part of the text that the offsets name; None if they fall outside it."""
    span = code_points(text, start, end, unit)
    return text[span[0] : span[1]] if span else None


def code_points(text: str, start: int, end: int, unit: Unit) -> tuple[int, int] | None:
    """The range in code points; None outside the text, reversed, or inside a surrogate pair."""
    if unit == "code-points":
        return (start, end) if 0 <= start < end <= len(text) else None
    first, last = _from_utf16(text, start), _from_utf16(text, end)
    return (first, last) if first is not None and last is not None and first < last else None


def _from_utf16(text: str, offset: int) -> int | None:
    pairs = surrogate_pairs(text)
    if not 0 <= offset <= len(text) + len(pairs):
        return None
    before = bisect_left(pairs, offset)
    return None if before and pairs[before - 1] + 1 == offset else offset - before


@lru_cache(maxsize=4)
def surrogate_pairs(text: str) -> tuple[int, ...]:
    """The UTF-16 offsets at which a code point takes two units; () where both units agree."""
    return tuple(match.start() + n for n, match in enumerate(_WIDE.finditer(text)))


def fits(text: str, start: int, end: int, echo: str) -> frozenset[Unit]:
    """The units in which the offsets cut out what was echoed."""
    units: tuple[Unit, Unit] = ("code-points", "utf-16")
    found: set[Unit] = set()
    for unit in units:
        surface = cut(text, start, end, unit)
        if surface and echoes(echo, surface):
            found.add(unit)
    return frozenset(found)
