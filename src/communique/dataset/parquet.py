"""Parquet that is the same bytes for the same rows, and a hash that outlives the writer.

The only module that touches pyarrow, which has no types of its own.
"""

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pyarrow
import pyarrow.parquet
from datasets import ClassLabel, Features, List

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


def read_rows(path: Path) -> list[Row]:
    """The rows of a table that `write_table` wrote, class ids back as names."""
    table = pq.read_table(path)
    features = cast("Any", Features).from_arrow_schema(table.schema)
    named = {name: feature for name, feature in features.items() if _has_names(feature)}
    rows: list[Row] = table.to_pylist()
    for row in rows:
        for name, feature in named.items():
            row[name] = _named(feature, row[name])
    return rows


def read_features(path: Path) -> Features:
    """The columns of a table that `write_table` wrote."""
    return cast("Any", Features).from_arrow_schema(pq.read_schema(path))


def read_columns(path: Path) -> dict[str, str | list[str]]:
    """Dotted column name to type, or to the names of a class label; `[]` stands for a list."""
    features = cast("Any", read_features(path))
    return {k: v for name, f in features.items() for k, v in _flat(name, f)}


def _flat(name: str, feature: Any) -> Iterator[tuple[str, str | list[str]]]:
    if isinstance(feature, List):
        yield from _flat(f"{name}[]", cast("Any", feature).feature)
    elif isinstance(feature, dict):
        for key, inner in cast("dict[str, Any]", feature).items():
            yield from _flat(f"{name}.{key}", inner)
    elif isinstance(feature, ClassLabel):
        yield name, list(cast("Any", feature).names)
    else:
        yield name, str(feature.dtype)


def _has_names(feature: Any) -> bool:
    return any(isinstance(kind, list) for _, kind in _flat("", feature))


def _named(feature: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(feature, ClassLabel):
        return cast("Any", feature).names[value]
    if isinstance(feature, List):
        return [_named(cast("Any", feature).feature, v) for v in value]
    if isinstance(feature, dict):
        inner = cast("dict[str, Any]", feature)
        return {key: _named(inner[key], v) for key, v in value.items()}
    return value
