"""Read the rows of a Parquet file. The number of a record is the number of its row, from 1."""

from collections.abc import Iterator
from typing import Any, Final, cast

import pyarrow.parquet

from communique.engines.document import Document, Fault, Key, Record
from communique.engines.faults import INVALID_UTF8, TOO_LARGE, UNREADABLE
from communique.engines.inputs import InputFile
from communique.engines.plan import Piece
from communique.engines.readers.values import as_document
from communique.engines.settings import Settings

parquet = cast("Any", pyarrow.parquet)
_ROWS: Final = 64  # at once
_BUFFER: Final = 1 << 20  # bytes of a column; without it, a whole row group is read


def read_rows(file: InputFile, piece: Piece, settings: Settings) -> Iterator[Record]:
    """Yield the rows of the row groups of a piece. A file without a footer is one fault."""
    try:
        opened = parquet.ParquetFile(file.path, buffer_size=_BUFFER, pre_buffer=False)
    except (OSError, ValueError) as error:
        yield Fault(Key(file.name, piece.first), UNREADABLE, _sound_reason(error))
        return
    with opened:
        first = piece.first
        end = opened.num_row_groups if piece.end is None else piece.end
        for group in range(piece.start, end):
            yield from _read_group(opened, group, first, file, settings)
            first += opened.metadata.row_group(group).num_rows


def _read_group(
    opened: Any, group: int, first: int, file: InputFile, settings: Settings
) -> Iterator[Record]:
    """Yield the rows of a row group. If it is damaged, every further row is a fault."""
    number, end = first, first + opened.metadata.row_group(group).num_rows
    try:
        for batch in opened.iter_batches(_ROWS, row_groups=[group]):
            for values in _rows(batch):
                yield _read(values, Key(file.name, number), settings)
                number += 1
    except (OSError, ValueError) as error:
        reason = _sound_reason(error)
        yield from (Fault(Key(file.name, n), UNREADABLE, reason) for n in range(number, end))


def _rows(batch: Any) -> Iterator[dict[str, Any] | UnicodeDecodeError]:
    try:
        yield from batch.to_pylist()
    except UnicodeDecodeError:
        yield from (_row(batch.slice(n, 1)) for n in range(batch.num_rows))


def _row(batch: Any) -> dict[str, Any] | UnicodeDecodeError:
    try:
        return batch.to_pylist()[0]
    except UnicodeDecodeError as error:
        return error


def _read(
    values: dict[str, Any] | UnicodeDecodeError, key: Key, settings: Settings
) -> Document | Fault:
    if isinstance(values, UnicodeDecodeError):
        return Fault(key, INVALID_UTF8, f"{values.reason} at byte {values.start} of a value")
    text = values.get(settings.text_column)
    if isinstance(text, str | bytes) and len(text) > settings.record_bytes:
        detail = f"at least {len(text)} bytes; at most {settings.record_bytes} are read"
        return Fault(key, TOO_LARGE, detail)
    return as_document(values, key, settings)


def _sound_reason(error: Exception) -> str:
    """Return what is wrong with the file. Raises an error of the operating system again."""
    if isinstance(error, OSError) and error.errno is not None:
        raise error
    return (str(error).splitlines() or [type(error).__name__])[0]
