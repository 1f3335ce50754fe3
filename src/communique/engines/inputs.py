"""Find the input files of a run."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from communique.engines.errors import InputError
from communique.extraction import is_archive

_LINES: Final = (".jsonl", ".ndjson", ".json")
_PACKED: Final = ("", ".gz", ".zst")
LINES: Final = tuple(name + packed for name in _LINES for packed in _PACKED)
FORMATS: Final = "JSON lines (.jsonl, also .gz or .zst), Parquet, WARC or WET"


@dataclass(frozen=True, slots=True)
class InputFile:
    """An input file: its name as the user gave it, its path, size in bytes, and time of change.

    `format` is `lines`, `parquet` or `archive`.
    """

    name: str
    path: str
    format: str
    size: int
    mtime_ns: int

    @property
    def is_packed(self) -> bool:
        """Whether the file is compressed as a whole, so that it can only be read from its start."""
        return self.name.lower().endswith((".gz", ".zst"))


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files to read, in order, and the names of files in folders that are of another format."""

    files: tuple[InputFile, ...]
    left_out: tuple[str, ...]


def find_inputs(given: Iterable[str], out: Path) -> Inputs:
    """Find the files that are named, and those in the folders that are named, sorted by name.

    Files below `out` are not inputs. Raises InputError if there is none, if one has an unknown
    format, or if one is named twice; OSError.
    """
    files: dict[str, InputFile] = {}
    left_out: list[str] = []
    for name, is_named in _names(given, out.resolve()):
        kind = format_of(name)
        if kind is None and is_named:
            Path(name).stat()  # raises OSError if the file is missing
            raise InputError(f"{name}: the format is unknown", f"Use {FORMATS}.")
        if kind is None:
            left_out.append(name)
            continue
        if not _is_text(name):
            raise InputError(f"{name!r}: the name is not UTF-8", "Rename the file.")
        path, facts = Path(name).resolve(), Path(name).stat()
        if str(path) in files:
            raise InputError(f"{name}: the file is named twice", "Name each input once.")
        files[str(path)] = InputFile(name, str(path), kind, facts.st_size, facts.st_mtime_ns)
    if not files:
        raise InputError("there is no input file", f"Name files or folders of {FORMATS}.")
    return Inputs(tuple(files.values()), tuple(left_out))


def format_of(name: str) -> str | None:
    """Return `lines`, `parquet` or `archive`; None for another format."""
    lower = name.lower()
    if lower.endswith(LINES):
        return "lines"
    if lower.endswith(".parquet"):
        return "parquet"
    return "archive" if is_archive(Path(lower)) else None


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _names(given: Iterable[str], out: Path) -> Iterator[tuple[str, bool]]:
    """Yield names of files, and whether the user named the file itself."""
    for name in given:
        if not Path(name).is_dir():
            yield name, True
            continue
        inside: list[str] = []
        for folder, folders, names in os.walk(name):
            folders[:] = [f for f in folders if Path(folder, f).resolve() != out and f[0] != "."]
            inside += [Path(folder, n).as_posix() for n in names if n[0] != "."]
        yield from ((path, False) for path in sorted(inside))
