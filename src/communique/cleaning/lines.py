"""Lines and line groups, to which the rules apply. Offsets are raw code points, half-open.

Only "\\n" separates lines; every other separator is a character within a line. A group consists of
the lines of one paragraph. It is nearly always one line, and more than one only where the lines of
hard-wrapped text were joined.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, NamedTuple, TypeVar, overload

Ranges = Sequence[tuple[int, int]]
LONGEST_MATCHED: Final = 4000
SAMPLE: Final = 600
NARROWEST_PROSE: Final = 100
_WIDE_PROSE: Final = 200
_MAY_BE_WIDE: Final = re.compile("[\u1100-\u115f\u231a-\U0010ffff]")
DECORATION: Final = " \t•·*»«>‹›|:–—-+…×✕▶►▼▾→←↓↑#"
_CLOSERS: Final = "\"'”’»)]}*›」』）"
_ENDERS: Final = frozenset(".!?…。！？．।॥؟۔։።၊။")
LIST_MARK: Final = re.compile(r"[-–—•*·▪●◦‣>#]|\(?\d{1,3}[.)]|\(?[a-z]\)")
_ABBREVIATION: Final = re.compile(r"(?:^|[\s(])(?:[A-Za-z]\.){2,}$")
_TYPOGRAPHY: Final = tuple(
    (
        {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"'}
        | dict.fromkeys("\u00ad\u200b\u200e\u200f\u2060\ufeff", "")
    ).items()
)


_T = TypeVar("_T")


class _Once(Generic[_T]):
    """A property that is computed once. The one of functools takes a lock before Python 3.12."""

    def __init__(self, make: Callable[[Any], _T]) -> None:
        self._make, self._name = make, make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> "_Once[_T]": ...
    @overload
    def __get__(self, instance: object, owner: type) -> _T: ...
    def __get__(self, instance: object, owner: type) -> "_T | _Once[_T]":
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._make(instance)
        return value


class Line(NamedTuple):
    """A line that is not empty; `text` is `raw[start:end]`, without white space at its edges.

    A line of code keeps its indentation in the cleaned text. Rules see it without.
    """

    start: int
    end: int
    text: str
    indent: int
    after_blank: bool
    is_code: bool = False


@dataclass(frozen=True)
class LineGroup:
    """Lines of one paragraph; every group has at least one line."""

    lines: tuple[Line, ...]

    @property
    def start(self) -> int:
        """Raw offset of the first code point."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """Raw offset after the last code point."""
        return self.lines[-1].end

    @property
    def is_code(self) -> bool:
        """Whether the group is a line of code. Lines that were joined are prose."""
        return len(self.lines) == 1 and self.lines[0].is_code

    @property
    def after_blank(self) -> bool:
        """Whether an empty line or the beginning of the text is before the group."""
        return self.lines[0].after_blank

    @_Once
    def text(self) -> str:
        """The lines joined by one blank."""
        if len(self.lines) == 1:
            return self.lines[0].text
        return " ".join(line.text for line in self.lines)

    @_Once
    def plain(self) -> str:
        """The text with single blanks and straight quotes; empty if too long for any rule."""
        return plain_text(self.text)

    @_Once
    def core(self) -> str:
        """`plain` without bullets, arrows, colons and dashes at its edges; rules match this."""
        return self.plain.strip(DECORATION)

    @_Once
    def width(self) -> int:
        """Number of columns: wide characters count two. Measured on the first 600 characters."""
        sample = self.text[:SAMPLE]
        if sample.isascii() or not _MAY_BE_WIDE.search(sample):
            return len(sample)
        return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in sample)

    @_Once
    def words(self) -> int:
        """Number of words, separated by white space, in the first 600 characters."""
        return len(self.text[:SAMPLE].split())

    @_Once
    def ends_sentence(self) -> bool:
        """Whether the last character before closing quotes and brackets ends a sentence."""
        return ends_sentence(self.text)

    @property
    def is_prose(self) -> bool:
        """Whether the group is so long that it can only be a paragraph."""
        return self.width >= _WIDE_PROSE or (self.width >= NARROWEST_PROSE and self.ends_sentence)

    @property
    def is_visible(self) -> bool:
        """Whether any character is visible: not white space, a control or a format character."""
        if self.text[0].isalnum():
            return True
        return any(not c.isspace() and unicodedata.category(c) not in "CcCf" for c in self.text)


def plain_text(text: str) -> str:
    """Return `text` with single blanks and straight quotes; empty if too long for any rule."""
    if len(text) > LONGEST_MATCHED:
        return ""
    if not text.isascii():
        for mark, plain in _TYPOGRAPHY:  # far faster than `translate`
            text = text.replace(mark, plain)
    text = text.strip()
    if text.isprintable() and "  " not in text:  # the blank is the only printable white space
        return text
    return " ".join(text.split())


def ends_sentence(text: str) -> bool:
    """Whether `text` ends like a sentence; an abbreviation such as "U.S." does not count."""
    tail = text[-24:].rstrip(_CLOSERS + " \u00a0")
    return bool(tail) and tail[-1] in _ENDERS and not _ABBREVIATION.search(tail)


def split_lines(raw: str, code: Ranges = ()) -> list[Line]:
    """Return the lines of `raw` that contain more than white space, in order.

    `code` are ranges of raw code points whose lines are code.
    """
    lines: list[Line] = []
    starts = [start for start, _ in code]
    offset, after_blank = 0, True
    for line in raw.split("\n"):
        if text := line.strip():
            indent = 0 if line[0] == text[0] else len(line) - len(line.lstrip())
            start = offset + indent
            at = bisect_right(starts, offset) - 1 if starts else -1
            is_code = at >= 0 and offset < code[at][1]
            lines.append(Line(start, start + len(text), text, indent, after_blank, is_code))
        after_blank = not text
        offset += len(line) + 1
    return lines


def single_groups(lines: Sequence[Line]) -> list[LineGroup]:
    """Return one group for each line."""
    return [LineGroup((line,)) for line in lines]
