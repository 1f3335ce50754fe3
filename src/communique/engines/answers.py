"""Write results as JSON lines."""

import base64
import json
from typing import Any, Final, cast

import orjson

from communique.cleaning import kept_lines, lines_and_blocks
from communique.engines.clean_documents import Cleaned
from communique.engines.document import Fault

OWN_KEYS: Final = ("id", "file", "record", "text", "blocks", "removed")


def kept_text(cleaned: Cleaned) -> str:
    """The text of a document as it is written: its kept lines as they were, whatever their type."""
    return kept_lines(cleaned.document.text, cleaned.clean)


def kept_line(cleaned: Cleaned, changed_text: str | None = None) -> bytes:
    """The line of a kept document. Its other values follow, but for those with our names.

    If another step has changed the text, its blocks are not known, and are null.
    """
    document, clean = cleaned.document, cleaned.clean
    values: dict[str, Any] = {
        **{"id": document.id, "file": document.key.file, "record": document.key.record},
        **{"text": changed_text, "blocks": None, "removed": None},
    }
    if changed_text is None:
        values["text"], values["blocks"] = lines_and_blocks(document.text, clean.blocks)
        values["removed"] = clean.removed
    return json_line(values | {k: v for k, v in document.others.items() if k not in OWN_KEYS})


def quarantined_line(fault: Fault) -> bytes:
    """The line of a quarantined document."""
    place = {"id": fault.id, "file": fault.key.file, "record": fault.key.record}
    return json_line({**place, "reason": fault.reason, "detail": fault.detail})


def json_line(values: dict[str, Any]) -> bytes:
    """Return an object as one line."""
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
