"""Find out whether the offsets of an export count code points or UTF-16 units.

Offsets of a `<Text>` control are code points; exports of older versions counted UTF-16 units. The
text that Label Studio writes beside the offsets (the echo) shows which. In an echo, a line break is
a backslash and an `n`, CRLF is two of them, and runs of white space shrink. So texts are compared
without line breaks and white space.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from communique.label_studio.reading.problem_kinds.regions import (
    MIXED_OFFSET_UNITS,
    OFFSET_UNIT_ASSUMED,
)
from communique.label_studio.reading.region import Region
from communique.problems import Fault
from communique.util.plural import counted

OffsetEncoding = Literal["code-points", "utf-16"]
Annotated = tuple[str, Sequence[Region]]  # a task's text and the regions of one annotation
_WIDE: Final = re.compile("[\U00010000-\U0010ffff]")
Encodings = frozenset[OffsetEncoding]
_ENCODINGS: Final[tuple[OffsetEncoding, ...]] = ("code-points", "utf-16")
_POINTS_ALONE: Final[Encodings] = frozenset({"code-points"})
_UTF16_ALONE: Final[Encodings] = frozenset({"utf-16"})


def matches_echo(echo: str, surface: str) -> bool:
    """Whether `echo` is what Label Studio writes for `surface`."""
    return echo == surface or _without_blanks(echo) == _without_blanks(surface)


def _without_blanks(text: str) -> str:
    return "".join(text.replace("\\n", " ").split())


def code_points(
    text: str, start: int, end: int, encoding: OffsetEncoding
) -> tuple[int, int] | None:
    """The range in code points; None if it is outside the text, reversed, or splits a pair."""
    if encoding == "code-points":
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
    """The UTF-16 offsets of the code points that take two units; () if both encodings agree."""
    return tuple(match.start() + n for n, match in enumerate(_WIDE.finditer(text)))


def fitting(text: str, start: int, end: int, echo: str) -> Encodings:
    """The encodings in which the range is the text of the echo."""
    encodings: set[OffsetEncoding] = set()
    for encoding in _ENCODINGS:
        span = code_points(text, start, end, encoding)
        if span and matches_echo(echo, text[span[0] : span[1]]):
            encodings.add(encoding)
    return frozenset(encodings)


@dataclass(slots=True)
class EncodingVotes:
    """Decides the offset encoding of one file by its regions.

    One region that fits only code points decides for code points. The whole file (`everything`)
    is read only if a range depends on the encoding before any region has decided.
    """

    everything: Callable[[], Iterable[Annotated]]
    encoding: OffsetEncoding = "code-points"
    _decided: bool = False
    _utf16: int = 0  # regions that fit only UTF-16
    _silent: int = 0  # regions without an echo

    def prepare(self, regions: Sequence[Region], text: str) -> None:
        """Decide the encoding, if it is still open, before the regions of an annotation are read.

        Raises UnreadableExportError, OSError.
        """
        if self._decided:
            return
        bound = (surrogate_pairs(text) or (len(text),))[0]  # both encodings agree up to here
        beyond = [r for r in regions if type(r.end) is int and r.end > bound]
        seen = {_fitting(r, text) for r in beyond}
        self._decided = _POINTS_ALONE in seen
        if beyond and not self._decided:
            self._ask()

    def _ask(self) -> None:
        seen = {_fitting(r, text) for text, regions in self.everything() for r in regions}
        if _UTF16_ALONE in seen and _POINTS_ALONE not in seen:
            self.encoding = "utf-16"
        self._decided = True

    def count(self, region: Region, text: str) -> OffsetEncoding:
        """Count a region that does not fit code points exactly. Return the encoding of the file."""
        if type(region.start) is int and type(region.end) is int:
            self._silent += region.echo is None
            self._utf16 += _fitting(region, text) == _UTF16_ALONE
        return self.encoding

    def faults(self) -> Iterator[Fault]:
        """The problems of the encoding. Call it after all regions are counted."""
        if self._utf16 and self.encoding == "code-points":
            number = counted(self._utf16, "region")
            yield MIXED_OFFSET_UNITS, f"UTF-16 units in {number}, code points in others"
        elif self._silent and not self._utf16:
            number = counted(self._silent, "region")
            yield OFFSET_UNIT_ASSUMED, f"no text is recorded with {number}"


def _fitting(region: Region, text: str) -> Encodings:
    """As `fitting`; empty for a region without integer offsets or without an echo."""
    start, end, echo = region.start, region.end, region.echo
    if type(start) is not int or type(end) is not int or echo is None:
        return frozenset()
    return fitting(text, start, end, echo)
