"""Write a table as one file, or as several if it is large."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from datasets import Features

from communique.dataset.parquet import Table, TableWriter, row_groups
from communique.dataset.workers import Parts

# Of the row groups of a file. Its end, and a group larger than those before, fit below 500 MB.
MOST_BYTES: Final = 450_000_000


@dataclass(frozen=True, slots=True)
class Shards:
    """One split of one config: its files in order, each with what is in it.

    Paths are relative to the dataset.
    """

    files: tuple[tuple[str, Table], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of every file."""
        return self.files[0][1].columns

    @property
    def n_rows(self) -> int:
        """The rows of all files."""
        return sum(table.n_rows for _, table in self.files)


def write_shards(parts: Parts, features: Features, into: Path, config: str, split: str) -> Shards:
    """Write the files `data/<config>/<split>-0000K-of-0000N.parquet` below `into`.

    A file ends before a row group that would probably make it larger than `MOST_BYTES`. Raises the
    errors of `write_table`.
    """
    folder = into / "data" / config
    folder.mkdir(parents=True, exist_ok=True)
    tables = _write(parts, features, folder, split)
    files: list[tuple[str, Table]] = []
    for number, table in enumerate(tables):
        name = f"data/{config}/{split}-{number:05d}-of-{len(tables):05d}.parquet"
        (folder / _unfinished(split, number)).rename(into / name)
        files.append((name, table))
    return Shards(tuple(files))


def _unfinished(split: str, number: int) -> str:
    return f"{split}-{number:05d}.unfinished"


def _write(parts: Parts, features: Features, folder: Path, split: str) -> list[Table]:
    """Write the files under names without their number of files, which is not known before."""
    tables: list[Table] = []
    writer = TableWriter(folder / _unfinished(split, 0), features)
    try:
        largest = 0
        for group in row_groups(parts, features):
            if largest and writer.size + largest > MOST_BYTES:
                writer.close()
                tables.append(writer.table())
                writer = TableWriter(folder / _unfinished(split, len(tables)), features)
            largest = max(largest, writer.add(group))
    finally:
        writer.close()
    return [*tables, writer.table()]
