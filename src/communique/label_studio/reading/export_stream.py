"""A raw export file: its name, its hash, and its tasks one by one, in constant memory."""

import codecs
import hashlib
from array import array
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, Final

from communique.label_studio.reading.json_elements import (
    UnreadableExportError,
    decoded,
    element_ranges,
)
from communique.util.private_data import PrivateData

_BUFFERED: Final = 1 << 18  # bytes, so that tasks one after another are read at once
_CHUNK: Final = 1 << 17

__all__ = ["ExportName", "ExportStream", "UnreadableExportError", "open_export", "tasks"]


@dataclass(frozen=True, slots=True)
class ExportName:
    """`<layer>/<annotator>[.<pass>].json`."""

    layer: str
    annotator: str
    pass_: int

    @classmethod
    def of(cls, path: Path) -> "ExportName":
        """Read the name. The pass is 1 if the name has no number after the dot."""
        annotator, _, tail = path.name.removesuffix(".json").partition(".")
        pass_ = int(tail) if tail.isascii() and tail.isdigit() else 1
        return cls(path.parent.name, annotator, pass_)


@dataclass
class ExportStream:
    """An open export. It can be read several times, also by two readers at once.

    All bytes are checked once at the start. Private data in them are added to `private` if it is
    set.
    """

    file: BinaryIO
    private: PrivateData | None = None
    _not_utf8: int | None = field(init=False, default=None)  # the first byte that is not UTF-8

    def __post_init__(self) -> None:
        text, seen = codecs.getincrementaldecoder("utf-8")(), 0
        for chunk in self._chunks():
            if self.private is not None:
                self.private.feed(chunk)
            waiting = len(text.getstate()[0])
            if self._not_utf8 is None and not (waiting == 0 and chunk.isascii()):
                try:
                    text.decode(chunk)
                except UnicodeDecodeError as error:
                    self._not_utf8 = seen - waiting + error.start
            seen += len(chunk)
        if self.private is not None:
            self.private.close()

    @cached_property
    def sha256(self) -> str:
        """Hex digest of the bytes."""
        digest = hashlib.sha256()
        for chunk in self._chunks():
            digest.update(chunk)
        return digest.hexdigest()

    def _chunks(self) -> Iterator[bytes]:
        self.file.seek(0)
        return iter(lambda: self.file.read(_CHUNK), b"")

    def content(self, most: int = -1) -> bytes:
        """The bytes of the file, or the first `most` bytes."""
        self.file.seek(0)
        return self.file.read(most)

    @cached_property
    def _ranges(self) -> "array[int]":
        """Start and end of each task in bytes, if the whole file is a valid JSON list."""
        if self._not_utf8 is not None:
            fix = "Save the file as UTF-8, or export it again."
            raise UnreadableExportError(f"not UTF-8: byte {self._not_utf8}", fix)
        return array("Q", (at for pair in element_ranges(self.file) for at in pair))

    def elements(self) -> Iterator[bytes]:
        """The JSON of each task. Raises UnreadableExportError before the first task."""
        for at in range(len(self._ranges) // 2):
            yield self._element(at)

    def _element(self, at: int) -> bytes:
        start, end = self._ranges[2 * at : 2 * at + 2]
        self.file.seek(start)
        return self.file.read(end - start)

    def task(self, at: int) -> Any:
        """The task with this number, from 0, as plain JSON. Raises UnreadableExportError."""
        return decoded(self._element(at))

    def tasks(self) -> Iterator[Any]:
        """The tasks as plain JSON values. Raises UnreadableExportError."""
        return map(decoded, self.elements())


@contextmanager
def open_export(path: Path, private: PrivateData | None = None) -> Generator[ExportStream]:
    """Open an export; see `ExportStream`. Raises OSError."""
    with path.open("rb", buffering=_BUFFERED) as file:
        yield ExportStream(file, private)


def tasks(path: Path) -> Iterator[Any]:
    """The tasks of an export one by one, in constant memory.

    Raises UnreadableExportError, OSError.
    """
    with open_export(path) as export:
        yield from export.tasks()
