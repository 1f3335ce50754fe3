"""A raw export file: its tasks as a stream, its name, its hash."""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

_CHUNK: Final = 1 << 17  # bytes
_BETWEEN: Final = re.compile(r"[ \t\r\n]*")
_HEAD: Final = re.compile(r'\{[ \t\r\n]*"[^"\\]*"[ \t\r\n]*:')
_LONGEST_GUESS: Final = 1 << 22  # characters
_SUSPECT: Final = re.compile(
    r"\\u[dD](?:[89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..\\u[dD])[c-fC-F])", re.DOTALL
)
_ESCAPE: Final = re.compile(
    r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(u[dD][89a-fA-F])|.)", re.DOTALL
)  # its group is a half that has no other half
_ENDS: Final = frozenset(", ]\t\r\n")  # else a number of the list itself may be cut
_LONGEST_TOKEN: Final = 16  # a literal, an escape or a number may be cut by the end of a chunk


class UnreadableExportError(ValueError):
    """The file is not a raw JSON export (a list of tasks)."""


@dataclass(frozen=True, slots=True)
class ExportName:
    """`<layer>/<annotator>[.<pass>].json`."""

    layer: str
    annotator: str
    pass_: int

    @classmethod
    def of(cls, path: Path) -> "ExportName":
        """Read the name. Pass 1 is implied; what is no number after the dot is no pass."""
        annotator, _, tail = path.name.removesuffix(".json").partition(".")
        pass_ = int(tail) if tail.isascii() and tail.isdigit() else 1
        return cls(path.parent.name, annotator, pass_)


def tasks(path: Path, settled: Callable[[str], bool] | None = None) -> Iterator[Any]:
    """The tasks of an export one by one, memory flat.

    What `settled` has dealt with itself is left out: it is given the JSON of one task, or something
    else, and says whether that was enough for it. Raises UnreadableExportError, OSError.
    """
    try:
        with path.open("rb") as file:
            yield from _Elements(file, settled)
    except UnicodeDecodeError as error:
        raise UnreadableExportError(f"not UTF-8: byte {error.start}") from None
    except RecursionError:
        raise UnreadableExportError("not JSON: nested too deeply") from None
    except json.JSONDecodeError as error:
        raise UnreadableExportError(f"not JSON: {error.msg}") from None
    except ValueError as error:
        if isinstance(error, UnreadableExportError):
            raise
        raise UnreadableExportError(f"not JSON: {error}") from None


class _Elements:
    """The elements of one JSON list, decoded as they come into a growing buffer.

    The standard decoder is twice as fast as an incremental parser, and one task is small.
    """

    def __init__(self, file: BinaryIO, settled: Callable[[str], bool] | None = None) -> None:
        self._file = file
        self._settled = settled
        self._seam: re.Pattern[str] | None = None
        self._text = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._buffer = ""
        self._at = 0
        self._ended = False
        self._decode = json.JSONDecoder(parse_constant=_no_constant).raw_decode

    def __iter__(self) -> Iterator[Any]:
        if self._next() != "[":
            raise UnreadableExportError("expected a list of tasks")
        self._at += 1
        if self._next() != "]":
            yield self._element()
            while self._next() == ",":
                self._at += 1
                self._next()
                if not self._passed():
                    yield self._element()
        if self._next() != "]":
            raise UnreadableExportError("not JSON: expected a comma or the end of the list")
        self._at += 1
        if self._next():
            raise UnreadableExportError("not JSON: something follows the list")

    def _next(self) -> str:
        """The next character that is no white space, left where it is; empty at the end."""
        while True:
            match = _BETWEEN.match(self._buffer, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if self._ended:
                return ""
            self._read()

    def _passed(self) -> bool:
        """Whether the element was settled without being decoded here.

        Where it ends is guessed: what is whole JSON up to there cannot go on behind it.
        """
        if self._settled is None or self._seam is None:
            return False
        while not (end := self._seam.search(self._buffer, self._at)):
            if self._ended or len(self._buffer) - self._at > _LONGEST_GUESS:
                return False
            self._read()
        if not self._settled(self._buffer[self._at : end.end()]):
            return False
        self._at = end.end()
        return True

    def _learn_seam(self) -> None:
        """Tasks follow each other where a closed brace meets the key that the first began with."""
        head = _HEAD.match(self._buffer, self._at)
        if head and self._settled and self._seam is None:
            space = "[ \t\r\n]*"
            self._seam = re.compile(rf"\}}(?={space},{space}{re.escape(head[0])})")

    def _element(self) -> Any:
        while True:
            try:
                value, end = self._decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if self._ended or not self._may_be_cut(error):
                    raise
            else:
                if self._ended or self._buffer[end : end + 1] in _ENDS:
                    _refuse_half_pairs(self._buffer, self._at, end)
                    self._learn_seam()
                    self._at = end
                    return value
            self._read()

    def _may_be_cut(self, error: json.JSONDecodeError) -> bool:
        near = error.pos >= len(self._buffer) - _LONGEST_TOKEN
        return near or error.msg.startswith("Unterminated string")

    def _read(self) -> None:
        """Go on in the file by as much as is waiting, so that one huge task costs no squares."""
        waiting = self._buffer[self._at :]
        data = self._file.read(max(_CHUNK, len(waiting)))
        self._ended = not data
        self._buffer, self._at = waiting + self._text(data, self._ended), 0


def _refuse_half_pairs(data: str, start: int, end: int) -> None:
    """Half a surrogate pair is JSON, but no text: nothing can be hashed or written with it."""
    if not _SUSPECT.search(data, start, end):
        return  # what is suspect may still be an escaped backslash before a u
    if any(match[1] for match in _ESCAPE.finditer(data, start, end)):
        raise UnreadableExportError("a text holds half a surrogate pair")


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")
