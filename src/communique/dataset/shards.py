"""Write a table as one file, or as several if it is large."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from datasets import Features

from communique.dataset.arrays import Columns, to_table
from communique.dataset.parquet import RowGroups, Table, TableWriter, rows_in_group

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


def write_shards(
    columns: Columns, features: Features, into: Path, config: str, split: str
) -> Shards:
    """Write one table as `ShardWriter` does. Raises the errors of `write_table`."""
    table = to_table(columns, features)
    writer = ShardWriter(features, into, config, split)
    with abandoned_on_error({(config, split): writer}):
        writer.add(table)
        return writer.close()


class ShardWriter:
    """Writes the files `data/<config>/<split>-0000K-of-0000N.parquet` below `into`.

    A file ends before a row group that would probably make it larger than `MOST_BYTES`.
    """

    def __init__(self, features: Features, into: Path, config: str, split: str) -> None:
        self._features, self._into = features, into
        self._config, self._split = config, split
        self._folder = into / "data" / config
        self._folder.mkdir(parents=True, exist_ok=True)
        self._groups = RowGroups(rows_in_group(config))
        self._tables: list[Table] = []
        self._largest = 0
        self._writer = self._next()

    def _next(self) -> TableWriter:
        """The names do not say the number of files, which is not known before the end."""
        return TableWriter(self._unfinished(len(self._tables)), self._features)

    def _unfinished(self, number: int) -> Path:
        return self._folder / f"{self._split}-{number:05d}.unfinished"

    def add(self, table: Any) -> None:
        """Write the row groups that are full now. Raises OSError."""
        for group in self._groups.add(table):
            self._write(group)

    def _write(self, group: Any) -> None:
        if self._largest and self._writer.size + self._largest > MOST_BYTES:
            self._writer.close()
            self._tables.append(self._writer.table())
            self._writer = self._next()
        self._largest = max(self._largest, self._writer.add(group))

    def abandon(self) -> None:
        """Leave the files unfinished, after an error."""
        self._writer.abandon()

    def close(self) -> Shards:
        """Write what is left, and give the files their names."""
        for group in self._groups.rest():
            self._write(group)
        self._writer.close()
        tables = [*self._tables, self._writer.table()]
        files: list[tuple[str, Table]] = []
        for number, table in enumerate(tables):
            ending = f"{number:05d}-of-{len(tables):05d}.parquet"
            name = f"data/{self._config}/{self._split}-{ending}"
            self._unfinished(number).rename(self._into / name)
            files.append((name, table))
        return Shards(tuple(files))


@contextmanager
def abandoned_on_error(writers: Mapping[Any, ShardWriter]) -> Generator[None]:
    """Leave all files unfinished if one cannot be written: pyarrow would try to end the others when
    they are collected, and print what it raises.
    """
    try:
        yield
    except BaseException:
        for writer in writers.values():
            writer.abandon()
        raise
