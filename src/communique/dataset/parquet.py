"""Parquet that is the same bytes for the same rows, and a hash that outlives the writer."""

import hashlib
import io
import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from datasets import Features

Row = dict[str, Any]


def table(rows: list[Row], features: Features) -> pa.Table:
    """Rows with labels as strings to a table with `datasets` metadata and int64 class ids.

    Raises ValueError for a label that the features do not have.
    """
    encoded = [features.encode_example({name: row.get(name) for name in features}) for row in rows]
    return pa.Table.from_pylist(encoded, schema=features.arrow_schema).combine_chunks()


def parquet_bytes(data: pa.Table) -> bytes:
    """The file's bytes: zstd, content-defined chunking (so that versions share bytes), page index."""
    sink = io.BytesIO()
    pq.write_table(
        data,
        sink,
        compression="zstd",
        compression_level=3,
        use_content_defined_chunking=True,
        write_page_index=True,
    )
    return sink.getvalue()


def content_sha256(data: pa.Table) -> str:
    """Hex digest over names, types and values, independent of the parquet writer."""
    digest = hashlib.sha256()
    digest.update(json.dumps([[f.name, str(f.type)] for f in data.schema]).encode())
    metadata = data.schema.metadata or {}
    digest.update(metadata.get(b"huggingface", b""))
    for row in data.to_pylist():
        line = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest.update(line.encode("utf-8") + b"\n")
    return digest.hexdigest()
