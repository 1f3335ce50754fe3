"""The elements of a JSON list in a file: where each begins and ends, and its value.

msgspec finds the end of an element ten times faster than it decodes the element. So the whole file
is checked to be JSON before any element is used.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import msgspec

_CHUNK: Final = 1 << 18  # bytes
_BOM: Final = b"\xef\xbb\xbf"
_BLANK: Final = b" \t\r\n"
_BETWEEN: Final = re.compile(rb"[ \t\r\n]*")
_TRAILING: Final = "JSON is malformed: trailing characters (byte "
_BYTE: Final = re.compile(r"\(byte (\d+)\)")
_CUT: Final = "Input data was truncated"
_LONGEST_TOKEN: Final = 32  # a literal, an escape or a number may be cut by the end of the buffer
_SUSPECT: Final = re.compile(
    r"\\u[dD](?:[89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..\\u[dD])[c-fC-F])", re.DOTALL
)
_ESCAPE: Final = re.compile(
    r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(u[dD][89a-fA-F])|.)", re.DOTALL
)  # its group is a half that has no other half
_skip: Final = msgspec.json.Decoder(msgspec.Raw).decode


class UnreadableExportError(ValueError):
    """The file is not a raw JSON export (a list of tasks). `fix` says how to get one, if known."""

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.fix = fix


def element_ranges(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """Start and end in bytes of each element of the JSON list in the file.

    Raises UnreadableExportError if the file is not one JSON list.
    """
    return _Elements(file).ranges()


def decoded(element: bytes) -> Any:
    """The value of an element. Integers of any length are exact.

    Raises UnreadableExportError.
    """
    try:
        text = element.decode("utf-8")
        value = json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise UnreadableExportError("not JSON: nested too deeply") from None
    except json.JSONDecodeError as error:
        raise UnreadableExportError(f"not JSON: {error.msg}") from None
    except ValueError as error:
        raise UnreadableExportError(f"not JSON: {error}") from None
    refuse_half_pairs(text)
    return value


def refuse_half_pairs(text: str) -> None:
    """Refuse half of a surrogate pair: it is valid JSON, but such a text cannot be encoded.

    Raises UnreadableExportError.
    """
    if not _SUSPECT.search(text):
        return  # a match may still be an escaped backslash before a u
    if any(match[1] for match in _ESCAPE.finditer(text)):
        raise UnreadableExportError("a text contains half a surrogate pair")


class _Elements:
    """Finds the elements in a growing buffer. `_base` is the buffer's offset in the file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._buffer = b""
        self._base = self._at = 0
        self._ended = False

    def ranges(self) -> Iterator[tuple[int, int]]:
        self._read()
        self._at = len(_BOM) if self._buffer.startswith(_BOM) else 0
        if self._next() != b"[":
            raise UnreadableExportError("expected a list of tasks")
        self._at += 1
        if self._next() != b"]":
            yield self._element()
            while self._next() == b",":
                self._at += 1
                yield self._element()
        if self._next() != b"]":
            raise UnreadableExportError("not JSON: expected a comma or the end of the list")
        self._at += 1
        if self._next():
            raise UnreadableExportError("not JSON: there is more text after the end of the list")

    def _next(self) -> bytes:
        """The next byte that is not white space, not consumed; empty at the end of the file."""
        while True:
            following = self._buffer[self._at : self._at + 1]
            if following and following not in _BLANK:
                return following
            match = _BETWEEN.match(self._buffer, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._buffer):
                continue
            if self._ended:
                return b""
            self._read()

    def _element(self) -> tuple[int, int]:
        while True:
            length = self._length()
            if length is not None:
                start = self._base + self._at
                self._at += length
                return start, start + length
            self._read()

    def _length(self) -> int | None:
        """The length of the element that begins here; None if more of the file is needed."""
        waiting = memoryview(self._buffer)[self._at :]
        try:
            _skip(waiting)
        except RecursionError:
            raise UnreadableExportError("not JSON: nested too deeply") from None
        except msgspec.DecodeError as error:
            message = str(error)
            if message.startswith(_TRAILING):
                return int(message[len(_TRAILING) : -1]) - 1  # it counts the byte that it read
            if self._ended or not _may_be_cut(message, len(waiting)):
                raise self._explained(bytes(waiting)) from None
            return None
        return len(waiting) if self._ended else None  # a number may go on behind the buffer

    def _explained(self, waiting: bytes) -> UnreadableExportError:
        """The error, with the message of the standard decoder."""
        text = waiting.decode("utf-8", "replace")
        try:
            json.JSONDecoder(parse_constant=_no_constant).raw_decode(text)
            refuse_half_pairs(text)
        except json.JSONDecodeError as error:
            return UnreadableExportError(f"not JSON: {error.msg}")
        except UnreadableExportError as error:
            return error
        except (ValueError, RecursionError) as error:
            return UnreadableExportError(f"not JSON: {error}")
        return UnreadableExportError("not JSON")

    def _read(self) -> None:
        """Read as many bytes as are waiting, so that one huge task takes linear time."""
        waiting = self._buffer[self._at :]
        self._base += self._at
        self._file.seek(self._base + len(waiting))
        data = self._file.read(max(_CHUNK, len(waiting)))
        self._ended = not data
        self._buffer, self._at = waiting + data, 0


def _may_be_cut(message: str, length: int) -> bool:
    """Whether the error may only come from the end of the buffer."""
    at = _BYTE.search(message)
    return message == _CUT or (at is not None and int(at[1]) > length - _LONGEST_TOKEN)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
