"""How the offsets of brat files count, shown by the words beside them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from communique.formats.foreign import Reading

if TYPE_CHECKING:
    from communique.formats.brat_lines import AnnFile

_BLANKS: Final = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029]")
Table = Sequence[int | None]  # for each offset of a file, the code point; None inside a character


@dataclass(frozen=True, slots=True)
class FragmentedSpan:
    """A span as the file states it: its pieces and words, and the line."""

    id: str
    label: str
    pieces: Sequence[tuple[int, int]]
    words: str
    line: int


@dataclass(frozen=True, slots=True)
class Offsets:
    """A text, and the table of the offsets of its file."""

    text: str
    table: Table

    def pieces(self, span: FragmentedSpan) -> list[tuple[int, int]] | None:
        """The pieces in code points; None if one is not in the text."""
        size = len(self.table)
        placed: list[tuple[int, int]] = []
        for start, end in span.pieces:
            a = self.table[start] if start < size else None
            b = self.table[end] if end < size else None
            if a is None or b is None or a >= b:
                return None
            placed.append((a, b))
        return placed

    def range(self, span: FragmentedSpan) -> tuple[int, int] | None:
        """The range of a span whose pieces are divided by line breaks only; else None."""
        pieces = self.pieces(span) or []
        gaps = [self.text[b:c] if b <= c else "x" for (_, b), (c, _) in pairwise(pieces)]
        if not pieces or any(gap.strip() for gap in gaps):
            return None
        return pieces[0][0], pieces[-1][1]

    def fits(self, span: FragmentedSpan) -> bool:
        """Whether the words beside the offsets are those of the text."""
        pieces = self.pieces(span)
        if pieces is None:
            return False
        words = " ".join(self.text[a:b] for a, b in pieces)
        return _BLANKS.sub(" ", words) == _BLANKS.sub(" ", span.words)


def _points(text: str) -> Offsets:
    return Offsets(text, range(len(text) + 1))


def _without_returns(text: str) -> Offsets:
    return _points(text.removeprefix("\ufeff").replace("\r\n", "\n"))


def _units(text: str, size: Callable[[str], int]) -> Offsets:
    table: list[int | None] = []
    for index, character in enumerate(text):
        table += [index, *([None] * (size(character) - 1))]
    return Offsets(text, [*table, len(text)])


def _utf8(text: str) -> Offsets:
    return _units(text, lambda c: len(c.encode("utf-8", "surrogatepass")))


def utf16_offsets(text: str) -> Offsets:
    """The offsets of a text in UTF-16 units."""
    return _units(text, lambda c: 1 + (c > "\uffff"))


_COUNTS: Final[dict[str, Callable[[str], Offsets]]] = {
    "code points": _points,
    "code points without carriage returns": _without_returns,
    "UTF-8 bytes": _utf8,
    "UTF-16 units": utf16_offsets,
}


def offsets_of(pairs: "Sequence[tuple[AnnFile, str]]", reading: Reading) -> list[Offsets | None]:
    """The offsets of each file, counted in one way for all of them, if one fits them all.

    A file that no way fits gets None and faults. A way other than code points gets a warning.
    """
    common = next((name for name in _COUNTS if all(_fits(p, name) for p in pairs)), None)
    chosen: list[Offsets | None] = []
    others: dict[str, list[str]] = {}
    for ann, text in pairs:
        name = common or next((n for n in _COUNTS if _fits((ann, text), n)), None)
        if name is None:
            _report(ann, _points(text), reading)
            chosen.append(None)
            continue
        if name != "code points":
            others.setdefault(name, []).append(ann.name)
        chosen.append(_COUNTS[name](text))
    for name, files in others.items():
        more = f" and {len(files) - 5} more" if len(files) > 5 else ""
        reading.warnings.append(
            f"offsets count {name}, not code points; they were converted: "
            f"{', '.join(files[:5])}{more}"
        )
    return chosen


def _fits(pair: "tuple[AnnFile, str]", name: str) -> bool:
    ann, text = pair
    offsets = _COUNTS[name](text)
    return all(offsets.fits(span) for span in ann.spans.values())


def _report(ann: "AnnFile", offsets: Offsets, reading: Reading) -> None:
    for span in ann.spans.values():
        if offsets.fits(span):
            continue
        pieces = offsets.pieces(span)
        where = ";".join(f"{a} {b}" for a, b in span.pieces)
        if pieces is None:
            message = f"{span.id}: {where} is not a range of the text of {len(offsets.text)}"
        else:
            there = " ".join(offsets.text[a:b] for a, b in pieces)
            message = f"{span.id}: {where} is {there!r:.60} in the text, {span.words!r:.60} here"
        reading.fault(ann.name, span.line, message)
