"""Parquet that is the same bytes for the same rows, written a batch at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import pyarrow
import pyarrow.parquet
from datasets import Features

from communique.dataset.arrays import Columns, ContentHash, Row, columns_of
from communique.dataset.columns import flat_columns, with_names
from communique.dataset.workers import Parts, tables_of

pa = cast("Any", pyarrow)
pq = cast("Any", pyarrow.parquet)
_GROUP: Final = 10_000  # rows in a row group


@dataclass(frozen=True, slots=True)
class Table:
    """One split of one config, and a hash of what it says."""

    columns: tuple[str, ...]
    n_rows: int
    content_sha256: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that are there already, to be written."""

    rows: Sequence[Row]

    def columns(self) -> Columns:
        """The rows, as columns."""
        return columns_of(self.rows)


def write_table(parts: Parts, features: Features, path: Path) -> Table:
    """Rows with labels as strings to a table with `datasets` metadata and int64 class ids.

    How the rows are parted makes no difference to what is written: zstd, content-defined chunking
    (so that versions share bytes), page index. Raises ValueError for a label that the features do
    not have, OSError.
    """
    digest, n_rows = ContentHash(features), 0
    with pq.ParquetWriter(
        path,
        cast("Any", features).arrow_schema,
        compression="zstd",
        compression_level=3,
        use_content_defined_chunking=True,
        write_page_index=True,
    ) as writer:
        for group in _groups(tables_of(parts, features)):
            digest.update(group)
            writer.write_table(group)
            n_rows += group.num_rows
    names = tuple(cast("dict[str, Any]", features))
    return Table(names, n_rows, digest.hexdigest())


def _groups(tables: Iterable[Any]) -> Iterator[Any]:
    """The same rows in tables of _GROUP rows, each to become a row group."""
    waiting: list[Any] = []
    for table in tables:
        waiting.append(table)
        if sum(t.num_rows for t in waiting) >= _GROUP:
            whole = pa.concat_tables(waiting)
            for start in range(0, whole.num_rows - _GROUP + 1, _GROUP):
                yield whole.slice(start, _GROUP)
            waiting = [whole.slice(whole.num_rows - whole.num_rows % _GROUP)]
    if any(t.num_rows for t in waiting):
        yield pa.concat_tables(waiting)


def read_rows(path: Path) -> list[Row]:
    """The rows of a table that `write_table` wrote, class ids back as names."""
    table = pq.read_table(path)
    return with_names(table.to_pylist(), cast("Any", Features).from_arrow_schema(table.schema))


def read_features(path: Path) -> Features:
    """The columns of a table that `write_table` wrote."""
    return cast("Any", Features).from_arrow_schema(pq.read_schema(path))


def read_columns(path: Path) -> dict[str, str | list[str]]:
    """Dotted column name to type, or to the names of a class label; `[]` stands for a list."""
    return flat_columns(read_features(path))


def read_writer(path: Path) -> str:
    """The name and version that whatever wrote the table left in it."""
    return str(pq.read_metadata(path).created_by)
