"""Read JSON lines. The number of a record is the number of its line; empty lines are no records."""

import codecs
import json
from collections.abc import Iterator
from typing import IO, Final, NoReturn

from communique.engines.document import Document, Fault, Key, Record
from communique.engines.faults import INVALID_JSON, INVALID_UTF8, TOO_LARGE
from communique.engines.inputs import InputFile
from communique.engines.plan import Piece
from communique.engines.readers.byte_streams import DAMAGE, damage, open_bytes
from communique.engines.readers.values import as_document
from communique.engines.settings import Settings
from communique.util.json_values import as_object

_CHUNK: Final = 1 << 20


def read_lines(file: InputFile, piece: Piece, settings: Settings) -> Iterator[Record]:
    """Yield the records of a piece. What follows damage in a compressed file is lost."""
    number = piece.first
    with open_bytes(file.path) as stream:
        if piece.start:
            stream.seek(piece.start)
        at = piece.start
        while piece.end is None or at < piece.end:
            try:
                line = stream.readline(settings.record_bytes + 1)
                size = len(line)
                is_whole = line.endswith(b"\n") or size <= settings.record_bytes
                if not is_whole:
                    size += _skip_line(stream)
            except DAMAGE as error:
                yield Fault(Key(file.name, number), *damage(error))
                return
            if not line:
                return
            if not is_whole:
                detail = f"{size} bytes; at most {settings.record_bytes} are read"
                yield Fault(Key(file.name, number), TOO_LARGE, detail)
            elif line.strip():
                yield _read(line, Key(file.name, number), settings)
            at += size
            number += 1


def _skip_line(stream: IO[bytes]) -> int:
    """Read on to the end of a line. Returns the number of bytes."""
    skipped = 0
    while part := stream.readline(_CHUNK):
        skipped += len(part)
        if part.endswith(b"\n"):
            break
    return skipped


def _read(line: bytes, key: Key, settings: Settings) -> Document | Fault:
    if key.record == 1:
        line = line.removeprefix(codecs.BOM_UTF8)
    try:
        values = as_object(json.loads(line.decode("utf-8"), parse_constant=_refuse))
    except UnicodeDecodeError as error:
        return Fault(key, INVALID_UTF8, f"{error.reason} at byte {error.start} of the line")
    except (ValueError, RecursionError) as error:
        return Fault(key, INVALID_JSON, str(error))
    if values is None:
        return Fault(key, INVALID_JSON, "expected a JSON object")
    return as_document(values, key, settings)


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
