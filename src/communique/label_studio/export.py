"""A raw export file: its tasks as a stream, its name, its hash."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ijson

_BOM = b"\xef\xbb\xbf"


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


def tasks(path: Path) -> Iterator[Any]:
    """The tasks of an export one by one, memory flat. Raises UnreadableExportError, OSError."""
    try:
        with path.open("rb") as file:
            if file.read(3) != _BOM:
                file.seek(0)
            start = file.tell()
            if file.read(4096).lstrip()[:1] != b"[":
                raise UnreadableExportError("expected a list of tasks")
            file.seek(start)
            yield from ijson.items(file, "item", use_float=True)
    except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableExportError(f"not JSON: {str(error).splitlines()[0]}") from None


def file_sha256(path: Path) -> str:
    """Hex digest of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
