"""Write Parquet in batches. The same rows give the same bytes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final, cast

import pyarrow
import pyarrow.parquet
from datasets import Features

from communique.dataset.arrays import ContentHash, Row, columns_of, to_table
from communique.dataset.columns import flat_columns, with_names
from communique.dataset.names import DOCUMENTS
from communique.util.gc_pause import without_search

pa = cast("Any", pyarrow)
pq = cast("Any", pyarrow.parquet)
_GROUP: Final = 10_000  # rows in a row group
_LARGE_ROWS: Final = {DOCUMENTS: 1_000}  # of configs whose rows are large
_LOADER_KEY: Final = b"huggingface"


@dataclass(frozen=True, slots=True)
class Table:
    """One split of one config, with a hash of its content."""

    columns: tuple[str, ...]
    n_rows: int
    content_sha256: str


class TableWriter:
    """Writes one file, row group by row group. Close it, or use it as a context.

    It uses zstd, content-defined chunking (so that versions share bytes) and a page index.
    """

    def __init__(
        self, path: Path, features: Features, metadata: Mapping[bytes, bytes] | None = None
    ) -> None:
        self._columns = tuple(cast("dict[str, Any]", features))
        self._digest, self._n_rows = ContentHash(features), 0
        self._sink = path.open("wb")
        self._writer = pq.ParquetWriter(
            self._sink,
            cast("Any", features).arrow_schema.with_metadata(metadata or loader_metadata(features)),
            compression="zstd",
            compression_level=3,
            use_content_defined_chunking=True,
            write_page_index=True,
        )

    def add(self, group: Any) -> int:
        """Write a row group. Return the bytes that it takes."""
        before = self.size
        self._digest.update(group)
        self._writer.write_table(group)
        self._n_rows += group.num_rows
        return self.size - before

    @property
    def size(self) -> int:
        """The bytes written so far, without the end of the file."""
        return self._sink.tell()

    def table(self) -> Table:
        """What was written."""
        return Table(self._columns, self._n_rows, self._digest.hexdigest())

    def close(self) -> None:
        """Write the end of the file. Raises OSError, after which nothing is tried again."""
        try:
            self._writer.close()
        finally:
            self._writer.is_open = False  # else pyarrow closes it again, and prints what it raises
            self._sink.close()

    def abandon(self) -> None:
        """Leave the file unfinished, after an error. Does nothing to a closed one."""
        self._writer.is_open = False
        with suppress(OSError):
            self._sink.close()

    def __enter__(self) -> "TableWriter":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def write_table(
    rows: Sequence[Row],
    features: Features,
    path: Path,
    metadata: Mapping[bytes, bytes] | None = None,
    group_rows: int | None = None,
) -> Table:
    """Write rows to a table with `datasets` metadata. Names of labels become int64 class ids.

    `metadata` and the rows of a row group are those of another file, if the table must be the same.
    Raises ValueError for a label that is not in the features, OSError.
    """
    groups = RowGroups(group_rows or _GROUP)
    with without_search():
        table = to_table(columns_of(rows), features)
    with TableWriter(path, features, metadata) as writer:
        for group in chain(groups.add(table), groups.rest()):
            writer.add(group)
        return writer.table()


def rows_in_group(config: str) -> int:
    """How many rows of a config are in a row group: a reader that streams reads one whole."""
    return min(_LARGE_ROWS.get(config, _GROUP), _GROUP)


class RowGroups:
    """Divides tables that come one after another into tables of equal size.

    Each is in one chunk: where chunks begin would change the pages of long columns.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._waiting: list[Any] = []
        self._n_waiting = 0

    def add(self, table: Any) -> Iterator[Any]:
        """Add rows. Yield the groups that are full now."""
        self._waiting.append(table)
        self._n_waiting += table.num_rows
        if self._n_waiting >= self._size:
            whole, size = pa.concat_tables(self._waiting), self._size
            self._n_waiting = whole.num_rows % size
            self._waiting = [whole.slice(whole.num_rows - self._n_waiting)]
            for start in range(0, whole.num_rows - size + 1, size):
                yield whole.slice(start, size).combine_chunks()

    def rest(self) -> Iterator[Any]:
        """The rows that fill no group."""
        if self._n_waiting:
            yield pa.concat_tables(self._waiting).combine_chunks()


def loader_metadata(features: Features) -> dict[bytes, bytes]:
    """The features as `datasets` reads them from the schema of a file.

    A list is written as `[X]`: `datasets` before 4 does not know the type `List`, and every version
    from 2.21 on reads this form.
    """
    schema = cast("Any", features).arrow_schema
    described = json.loads(schema.metadata[_LOADER_KEY])
    described["info"]["features"] = _plain_lists(described["info"]["features"])
    return {_LOADER_KEY: json.dumps(described).encode("utf-8")}


def _plain_lists(feature: Any) -> Any:
    if not isinstance(feature, dict):
        return feature
    named = cast("dict[str, Any]", feature)
    if named.get("_type") == "List":
        return [_plain_lists(named["feature"])]
    return {name: _plain_lists(inner) for name, inner in named.items()}


def read_rows(path: Path) -> list[Row]:
    """Read the rows of a table that `write_table` wrote, with names of classes."""
    table = pq.read_table(path)
    return with_names(table.to_pylist(), cast("Any", Features).from_arrow_schema(table.schema))


def iter_rows(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """As `read_rows`, of those columns that the table has, with only a part of the rows in memory.

    Other versions of the tool wrote fewer columns.
    """
    file = pq.ParquetFile(path)
    every = cast("dict[str, Any]", cast("Any", Features).from_arrow_schema(file.schema_arrow))
    features = cast("Features", {name: every[name] for name in columns if name in every})
    for batch in file.iter_batches(_GROUP, columns=list(cast("dict[str, Any]", features))):
        yield from with_names(batch.to_pylist(), features)


def read_features(path: Path) -> Features:
    """The columns of a table that `write_table` wrote."""
    return cast("Any", Features).from_arrow_schema(pq.read_schema(path))


def read_metadata(path: Path) -> dict[bytes, bytes]:
    """The metadata of the file's schema."""
    return dict(pq.read_schema(path).metadata or {})


def read_columns(path: Path) -> dict[str, str | list[str]]:
    """Map each dotted column name to its type or class names. `[]` in a name marks a list."""
    return flat_columns(read_features(path))


def read_group_rows(path: Path) -> int:
    """The rows of a row group, as the table was written."""
    groups = pq.read_metadata(path)
    first = groups.row_group(0).num_rows if groups.num_row_groups else 0
    return first if groups.num_row_groups > 1 else max(first, _GROUP)


def read_writer(path: Path) -> str:
    """The name and version of the program that wrote the table."""
    return str(pq.read_metadata(path).created_by)
