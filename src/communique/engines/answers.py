"""Write results as JSON lines."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, cast

import orjson

from communique.cleaning import CleanText, kept_lines
from communique.cleaning.kept_lines import whole_line
from communique.engines.batches import Cleaned
from communique.engines.document import Fault
from communique.text import Block

OWN_KEYS: Final = ("id", "file", "record", "text", "blocks", "removed")


def kept_text(cleaned: Cleaned) -> str:
    """The text of a document as it is written: its kept lines as they were, whatever their type."""
    return kept_lines(cleaned.document.text, cleaned.clean)


def kept_line(cleaned: Cleaned, text: str, *, is_changed: bool = False) -> bytes:
    """The line of a kept document. Its other values follow, but for those with our names.

    If another step has changed the text, its blocks are not known, and are null.
    """
    document, clean = cleaned.document, cleaned.clean
    values: dict[str, Any] = {
        **{"id": document.id, "file": document.key.file, "record": document.key.record},
        "text": text,
        "blocks": None if is_changed else _placed(document.text, clean),
        "removed": None if is_changed else clean.removed,
    }
    return _line(values | {k: v for k, v in document.others.items() if k not in OWN_KEYS})


def quarantined_line(fault: Fault) -> bytes:
    """The line of a quarantined document."""
    place = {"id": fault.id, "file": fault.key.file, "record": fault.key.record}
    return _line({**place, "reason": fault.reason, "detail": fault.detail})


def _placed(raw: str, clean: CleanText) -> list[Block]:
    """The blocks with their ranges in the kept lines, of which each piece is one."""
    return list(_blocks(raw, clean))


def _blocks(raw: str, clean: CleanText) -> Iterator[Block]:
    at = 0
    for block in clean.blocks:
        places: list[tuple[int, int]] = []
        for piece in block.pieces:
            line = whole_line(raw, piece.raw_start, piece.raw_start + piece.length)
            start = at + piece.raw_start - (raw.rfind("\n", 0, piece.raw_start) + 1)
            places.append((start, start + piece.length))
            at += len(line) + 1
        yield replace(block, start=places[0][0], end=places[-1][1])


def _line(values: dict[str, Any]) -> bytes:
    pairs = (b"%b:%b" % (_dump(key), _dump(value)) for key, value in values.items())
    return b"{%b}\n" % b",".join(pairs)


def _dump(value: object) -> bytes:
    """Serialise, the slow way for what orjson refuses: large integers and lone surrogates."""
    try:
        return orjson.dumps(value, default=_plain)
    except TypeError:
        return json.dumps(value, default=_plain, separators=(",", ":")).encode("ascii")


def _plain(value: object) -> object:
    """A value that JSON lacks, as Parquet has them."""
    if isinstance(value, tuple):
        return list(cast("tuple[object, ...]", value))
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return str(value)
