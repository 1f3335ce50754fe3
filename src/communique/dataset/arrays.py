"""Convert rows to Arrow tables, and hash the content of a table.

Class labels become numbers, and values become bytes to hash, column by column: a corpus of a
hundred thousand documents has tens of millions of values, too many to process one by one.
pyarrow has no types; it is used in few modules of this package.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import pyarrow
import pyarrow.compute
from datasets import ClassLabel, Features, List

from communique.dataset.columns import flat_columns

pa = cast("Any", pyarrow)
pc = cast("Any", pyarrow.compute)
Row = dict[str, Any]
Columns = Mapping[str, Sequence[Any]]


def columns_of(rows: Sequence[Row]) -> Columns:
    """Convert rows to columns. All rows must have the same names."""
    return {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}


def rows_of(columns: Columns) -> Iterator[Row]:
    """Convert columns back to rows."""
    return (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))


def to_table(columns: Columns, features: Features) -> Any:
    """Make an Arrow table with the schema of the features. Names of labels become int64.

    A struct is a dict or a tuple of its fields' values. Raises ValueError for a label that is not
    in the features, and for missing or additional columns.
    """
    schema = cast("Any", features).arrow_schema
    named = cast("dict[str, Any]", features)
    if columns and set(columns) != set(named):
        raise ValueError(
            f"columns that are missing or not expected: {sorted(set(columns) ^ set(named))}"
        )
    arrays = [
        _coded(_array(columns.get(name, ()), _plain(f)), f, schema.field(name).type, name)
        for name, f in named.items()
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _plain(feature: Any) -> Any:
    """The Arrow type of a feature while its labels are still names."""
    if isinstance(feature, ClassLabel):
        return pa.string()
    if isinstance(feature, List):
        return pa.list_(_plain(cast("Any", feature).feature))
    if isinstance(feature, dict):
        inner = cast("dict[str, Any]", feature)
        return pa.struct([pa.field(name, _plain(f)) for name, f in inner.items()])
    return feature()


def _array(values: Sequence[Any], of_type: Any) -> Any:
    array = pa.array(values, type=of_type)
    return pa.concat_arrays(array.chunks) if isinstance(array, pa.ChunkedArray) else array


def _coded(array: Any, feature: Any, to: Any, where: str) -> Any:
    if isinstance(feature, ClassLabel):
        return _class_ids(array, list(cast("Any", feature).names), where)
    gone = array.is_null() if array.null_count else None
    if isinstance(feature, List):
        inner = _coded(array.values, cast("Any", feature).feature, to.value_type, f"{where}[]")
        return pa.ListArray.from_arrays(array.offsets, inner, type=to, mask=gone)
    if isinstance(feature, dict):
        named = cast("dict[str, Any]", feature)
        children = [
            _coded(array.field(i), f, to.field(i).type, f"{where}.{name}")
            for i, (name, f) in enumerate(named.items())
        ]
        return pa.StructArray.from_arrays(children, fields=list(to), mask=gone)
    return array


def _class_ids(array: Any, names: list[str], where: str) -> Any:
    ids = pc.index_in(array, value_set=pa.array(names, pa.string())).cast(pa.int64())
    if ids.null_count != array.null_count:
        unknown = array.filter(pc.and_(pc.is_null(ids), pc.is_valid(array)))[0]
        raise ValueError(f"{where}: {unknown.as_py()!r} is not a class of this column")
    return ids


class ContentHash:
    """Hex digest of columns, their types and their values, in their order.

    It does not depend on batches of rows or on the layout of the file. So it is the same with every
    version of pyarrow.
    """

    def __init__(self, features: Features) -> None:
        self._names = json.dumps(flat_columns(features), ensure_ascii=False, sort_keys=True)
        self._streams: dict[str, Any] = {}

    def update(self, table: Any) -> None:
        """Add rows."""
        for name in table.schema.names:
            for chunk in table.column(name).chunks:
                self._add(name, chunk)

    def hexdigest(self) -> str:
        """The digest of all rows so far."""
        parts = {path: stream.hexdigest() for path, stream in self._streams.items()}
        whole = self._names + json.dumps(parts, sort_keys=True)
        return hashlib.sha256(whole.encode("utf-8")).hexdigest()

    def _add(self, path: str, array: Any) -> None:
        self._put(f"{path} valid", pc.is_valid(array).cast(pa.uint8()))
        if pa.types.is_struct(array.type):
            for field, child in zip(array.type, array.flatten(), strict=True):
                self._add(f"{path}.{field.name}", child)
        elif pa.types.is_list(array.type):
            self._put(f"{path} length", pc.fill_null(pc.list_value_length(array), 0))
            self._add(f"{path}[]", array.flatten())
        elif pa.types.is_string(array.type):
            self._put(f"{path} length", pc.fill_null(pc.binary_length(array), 0))
            self._stream(path).update(_joined(array))
        elif pa.types.is_boolean(array.type):
            self._put(path, pc.fill_null(array, False).cast(pa.uint8()))
        else:
            self._put(path, pc.fill_null(array, 0))

    def _put(self, path: str, numbers: Any) -> None:
        width = numbers.type.bit_width // 8
        data = memoryview(numbers.buffers()[1])[numbers.offset * width :]
        self._stream(path).update(data[: len(numbers) * width])

    def _stream(self, path: str) -> Any:
        return self._streams.setdefault(path, hashlib.sha256())


def _joined(array: Any) -> Any:
    """The bytes of all strings, joined."""
    filled = pc.fill_null(array, "")
    all_of_them = pa.ListArray.from_arrays(pa.array([0, len(filled)], pa.int32()), filled)
    return pc.binary_join(all_of_them, "")[0].as_buffer()
