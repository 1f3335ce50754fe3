"""Split inputs into shards. The plan depends on the inputs and the settings alone.

A file of JSON lines is split at line ends, and a Parquet file at row groups. A compressed file and
an archive can only be read from the start, so each is one piece. Small files share a shard.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import pyarrow.parquet

from communique.engines.inputs import InputFile

SHARD_BYTES: Final = 64_000_000
_CHUNK: Final = 1 << 20
_PACKED: Final = 4  # about how many times larger a compressed text is than its file
parquet = cast("Any", pyarrow.parquet)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file: bytes of JSON lines, or row groups; `end` None is the end of the file.

    `first` is the number of its first record, from 1. `weight` is its size in bytes of text, about.
    """

    file: int
    start: int
    end: int | None
    first: int
    weight: int


@dataclass(frozen=True, slots=True)
class Shard:
    """The pieces that become one part."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The input files and their shards. The number of a shard is its place in the list."""

    files: tuple[InputFile, ...]
    shards: tuple[Shard, ...]


def make_plan(files: Iterable[InputFile], shard_bytes: int = SHARD_BYTES) -> Plan:
    """Split files into shards of about `shard_bytes`. Raises OSError."""
    listed = tuple(files)
    pieces = (p for n, file in enumerate(listed) for p in _pieces(n, file, shard_bytes))
    return Plan(listed, tuple(_shards(pieces, shard_bytes)))


def _pieces(number: int, file: InputFile, most: int) -> Iterator[Piece]:
    if file.format == "lines" and not file.is_packed and file.size > most:
        yield from _cut_lines(number, file, most)
    elif file.format == "parquet":
        yield from _cut_row_groups(number, file, most)
    else:
        yield Piece(number, 0, None, 1, file.size * (_PACKED if file.is_packed else 1))


def _cut_lines(number: int, file: InputFile, most: int) -> Iterator[Piece]:
    """Cut at the first line end after each `most` bytes, and count the lines before each cut."""
    start, first, lines, at = 0, 1, 1, 0
    with Path(file.path).open("rb") as source:
        while chunk := source.read(_CHUNK):
            used = 0
            while at + len(chunk) > start + most:
                newline = chunk.find(b"\n", max(used, start + most - at))
                if newline < 0:
                    break
                lines += chunk.count(b"\n", used, newline + 1)
                used, end = newline + 1, at + newline + 1
                yield Piece(number, start, end, first, end - start)
                start, first = end, lines
            lines += chunk.count(b"\n", used)
            at += len(chunk)
    if start < at:
        yield Piece(number, start, at, first, at - start)


def _cut_row_groups(number: int, file: InputFile, most: int) -> Iterator[Piece]:
    try:
        with parquet.ParquetFile(file.path) as opened:
            groups = [opened.metadata.row_group(n) for n in range(opened.num_row_groups)]
            sizes = [(group.num_rows, group.total_byte_size) for group in groups]
    except OSError as error:
        if error.errno is not None:
            raise
        sizes = []
    except ValueError:  # no Parquet file; reading it says so
        sizes = []
    if not sizes:
        yield Piece(number, 0, None, 1, file.size)
        return
    start, first, rows, weight = 0, 1, 0, 0
    for end, (more_rows, size) in enumerate(sizes, 1):
        rows, weight = rows + more_rows, weight + size
        if weight >= most or end == len(sizes):
            yield Piece(number, start, end, first, weight)
            start, first, rows, weight = end, first + rows, 0, 0


def _shards(pieces: Iterable[Piece], most: int) -> Iterator[Shard]:
    """Join neighbours while they are small."""
    waiting: list[Piece] = []
    weight = 0
    for piece in pieces:
        if waiting and weight + piece.weight > most:
            yield Shard(tuple(waiting))
            waiting, weight = [], 0
        waiting.append(piece)
        weight += piece.weight
    if waiting:
        yield Shard(tuple(waiting))
