"""Parquet that is the same bytes for the same rows, and a hash that outlives the writer.

The only module that touches pyarrow, which has no types of its own.
"""

import hashlib
import io
import json
from dataclasses import dataclass
from typing import Any, cast

import pyarrow
import pyarrow.parquet
from datasets import Features

pa = cast("Any", pyarrow)
pq = cast("Any", pyarrow.parquet)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One split of one config: its parquet file, and a hash of what it says."""

    columns: tuple[str, ...]
    n_rows: int
    parquet: bytes
    content_sha256: str


def write_table(rows: list[Row], features: Features) -> Table:
    """Rows with labels as strings to a table with `datasets` metadata and int64 class ids.

    Raises ValueError for a label that the features do not have.
    """
    names = list(cast("dict[str, object]", features))
    encode = cast("Any", features).encode_example
    encoded = [encode({name: row.get(name) for name in names}) for row in rows]
    schema = cast("Any", features).arrow_schema
    table = pa.Table.from_pylist(encoded, schema=schema).combine_chunks()
    return Table(tuple(names), len(rows), _bytes(table), _content_sha256(table))


def _bytes(table: Any) -> bytes:
    """zstd, content-defined chunking (so that versions share bytes), page index."""
    sink = io.BytesIO()
    pq.write_table(
        table,
        sink,
        compression="zstd",
        compression_level=3,
        use_content_defined_chunking=True,
        write_page_index=True,
    )
    return sink.getvalue()


def _content_sha256(table: Any) -> str:
    """Hex digest over names, types and values, independent of the parquet writer."""
    digest = hashlib.sha256()
    digest.update(json.dumps([[f.name, str(f.type)] for f in table.schema]).encode())
    metadata: dict[bytes, bytes] = table.schema.metadata or {}
    digest.update(metadata.get(b"huggingface", b""))
    for row in table.to_pylist():
        line = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest.update(line.encode("utf-8") + b"\n")
    return digest.hexdigest()
