"""Read the lines of a finished part."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast

import pyarrow

from communique.text.blocks import BODY_TYPES

pa = cast("Any", pyarrow)
_CHUNK: Final = 1 << 20
Row = dict[str, Any]


def lines_of(part: Path) -> Iterator[bytes]:
    """Yield the lines of a part without their ends. Raises OSError."""
    with pa.input_stream(str(part), compression="zstd") as stream:
        rest = b""
        while chunk := cast("bytes", stream.read(_CHUNK)):
            *whole, rest = (rest + chunk).split(b"\n")
            yield from whole


def rows_of(part: Path) -> Iterator[Row]:
    """Yield the documents of a part, in order. Raises OSError."""
    return map(parsed, lines_of(part))


def parsed(line: bytes) -> Row:
    """Read a line, with integers of any size and lone surrogates, which orjson does not read."""
    return json.loads(line)


def body_of(row: Row) -> str:
    """The text of the blocks that make up the text of a document in a corpus.

    If another step has changed the text, it is all of it.
    """
    if row["blocks"] is None:
        return row["text"]
    body = (block for block in row["blocks"] if block["type"] in BODY_TYPES)
    return "\n".join(row["text"][block["start"] : block["end"]] for block in body)
