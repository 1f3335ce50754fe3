"""The place of a task's text in a document, and the exact map of its ranges to the cleaned text."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from communique.corpus import Document

_SHOWN: Final = 24  # characters of a text in a message
_BOM: Final = "\ufeff"
Range = tuple[int, int]


class NoPlaceError(ValueError):
    """A text has no place in a document, or several."""


class AmbiguousPlaceError(NoPlaceError):
    """A text has several places in a document."""


@dataclass(frozen=True)
class Placement:
    """Where the text of a task is: from `start` on in the cleaned or in the raw text.

    Line ends of the task's text may be CRLF. `start` counts code points, and is negative if the
    task's text begins with more white space.
    """

    document: Document
    text: str
    is_raw: bool = False
    start: int = 0

    @property
    def is_same(self) -> bool:
        """Whether the task's text is the whole cleaned text."""
        return self.text == self.document.text

    @cached_property
    def points(self) -> tuple[int | None, ...]:
        """For each code point of the task's text, its offset in the cleaned text, or None."""
        if self.is_raw:
            point = self.document.offsets.point_from_raw
            return tuple(point(self.start + n) for n in _unix_offsets(self.text))
        size = len(self.document.text)
        places = (self.start + n for n in _unix_offsets(self.text))
        return tuple(n if 0 <= n < size else None for n in places)

    @property
    def visible(self) -> tuple[int | None, ...]:
        """As `points`, without those of white space."""
        return tuple(p for p, c in zip(self.points, self.text, strict=True) if not c.isspace())

    @cached_property
    def covered(self) -> frozenset[int]:
        """The offsets of the cleaned text that the task showed."""
        return frozenset(p for p in self.points if p is not None)

    def move(self, start: int, end: int) -> Range | str:
        """The range in the cleaned text; else the reason why there is none."""
        points = self.points[start:end]
        for at, point in enumerate(points, start):
            if point is None and not self.text[at].isspace():
                words = shown(self.text[at:end])
                return f"the cleaned text does not have its characters from {at} on: {words}"
        if not points or points[0] is None or points[-1] is None:
            return "it begins or ends with white space that the cleaned text does not have"
        kept = [p for p in points if p is not None]
        for before, after in pairwise(kept):
            if after < before or self.document.text[before + 1 : after].strip():
                return "its words do not follow each other in the cleaned text"
        return kept[0], kept[-1] + 1


def whole(text: str, document: Document, raw: str | None) -> Placement | None:
    """The placement of a text that is the cleaned or the raw text; None if it is another text.

    White space at the ends may differ.
    """
    unix = unix_text(text)
    for basis, is_raw in _bases(document, raw):
        if unix == basis:
            return Placement(document, text, is_raw)
    core = unix.strip()
    for basis, is_raw in _bases(document, raw):
        if core and core == basis.strip():
            return Placement(document, text, is_raw, basis.index(core) - unix.index(core))
    return None


def part(text: str, document: Document, raw: str | None, offset: object = None) -> Placement:
    """The placement of a part of the cleaned or of the raw text.

    `offset` is where it begins; without it, the text must occur exactly once. Raises NoPlaceError.
    """
    unix = unix_text(text)
    if offset is not None:
        return _at_offset(text, document, raw, offset)
    for words in (unix, unix.strip()):
        for basis, is_raw in _bases(document, raw):
            found = basis.find(words) if words.strip() else -1
            if found >= 0 and basis.find(words, found + 1) >= 0:
                raise AmbiguousPlaceError(f"its text occurs more than once: {shown(text)}")
            if found >= 0:
                return Placement(document, text, is_raw, found - unix.index(words))
    raise NoPlaceError(_first_difference(unix, document, raw))


def _at_offset(text: str, document: Document, raw: str | None, offset: object) -> Placement:
    at = int(offset) if isinstance(offset, str) and offset.isdecimal() else offset
    if type(at) is not int or at < 0:
        raise NoPlaceError(f"its offset is {offset!r:.40}, not a number from 0")
    unix = unix_text(text)
    found = [
        Placement(document, text, is_raw, at)
        for basis, is_raw in _bases(document, raw)
        if basis.startswith(unix, at)
    ]
    if not found or not unix:
        raise NoPlaceError(f"its text is not at offset {at}: {shown(text)}")
    if len({placement.visible for placement in found}) > 1:
        raise NoPlaceError(f"at offset {at}, it is in the cleaned and in the raw text")
    return found[0]


def _bases(document: Document, raw: str | None) -> Iterator[tuple[str, bool]]:
    yield document.text, False
    if raw is not None:
        yield raw, True


def _first_difference(text: str, document: Document, raw: str | None) -> str:
    common = {
        name: _common(text, basis)
        for name, basis in (("cleaned", document.text), ("raw", raw))
        if basis is not None
    }
    name = max(common, key=lambda n: common[n])
    at, basis = common[name], raw if name == "raw" and raw else document.text
    return (
        f"its text is another one; first difference at character {at}: {shown(text[at:])}"
        f" in the task, {shown(basis[at:])} in the {name} text"
    )


def _common(text: str, other: str) -> int:
    """How many characters are the same at the beginning."""
    pairs = enumerate(zip(text, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(text), len(other)))


def shown(text: str) -> str:
    """The beginning of a text for a message, in one line."""
    if not text:
        return "the end"
    return f'"{text[:_SHOWN]}{"…" if len(text) > _SHOWN else ""}"'.replace("\n", "↵")


def unix_text(text: str) -> str:
    """The text as raw texts are decoded: no leading BOM; CRLF and lone CR become LF."""
    return text.removeprefix(_BOM).replace("\r\n", "\n").replace("\r", "\n")


def _unix_offsets(text: str) -> Iterator[int]:
    """For each code point, its offset in `unix_text(text)`. That of a BOM is out of reach."""
    at = 0
    for index, character in enumerate(text):
        if index == 0 and character == _BOM:
            yield -len(text) - 1
            continue
        yield at
        at += not (character == "\r" and text[index + 1 : index + 2] == "\n")
