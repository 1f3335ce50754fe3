"""Recognise what a file is if it is not a raw export. Only raw JSON holds everything."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from communique.label_studio.reading.export_stream import ExportStream, UnreadableExportError
from communique.label_studio.reading.other_formats import (
    ARCHIVES,
    Format,
    Named,
    json_list_format,
    json_object_format,
    text_format,
)
from communique.util.json_values import as_object

_HEAD: Final = 1 << 14  # bytes
_FIRST: Final = 3  # tasks that are looked at
_BOM: Final = b"\xef\xbb\xbf"
_WIDE: Final = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def refuse_other_formats(export: ExportStream) -> None:
    """Raise UnreadableExportError for any format but raw JSON: its name, and how to get JSON."""
    head = export.content(_HEAD)
    found = _binary(head) or _textual(head.removeprefix(_BOM).lstrip(), export)
    if found:
        raise UnreadableExportError(found.message, found.fix)
    if head.removeprefix(_BOM).lstrip()[:1] != b"[":
        raise UnreadableExportError("expected a list of tasks")


def _binary(head: bytes) -> Named | None:
    """The format of a file that is not UTF-8 text."""
    if not head.removeprefix(_BOM).strip():
        return Format.EMPTY.value
    for signature, name in ARCHIVES.items():
        if head.startswith(signature):
            return Named(
                f"the file is packed ({name})",
                "Unpack it, and import the JSON file that is in it.",
            )
    name = next((n for mark, n in _WIDE.items() if head.startswith(mark)), None)
    if name is None and b"\x00" in head[:4] and head.count(b"\x00") * 3 > len(head):
        name = "UTF-16"
    if name:
        return Named(
            f"the file is in the encoding {name}, not UTF-8",
            f"Save it as UTF-8, for example with `iconv -f {name} -t UTF-8`. Or export again.",
        )
    return None


def _textual(head: bytes, export: ExportStream) -> Named | None:
    if head[:1] == b"[":
        return _json_list(export)
    text = head.decode("utf-8", "replace")
    return _json_object(text, export) if head[:1] == b"{" else text_format(text)


def _json_list(export: ExportStream) -> Named | None:
    """The format of a JSON list that holds no tasks."""
    return json_list_format(list(islice(export.tasks(), _FIRST)))


def _json_object(head: str, export: ExportStream) -> Named | None:
    """The format of a file that begins with a JSON object: one object, or one in each line."""
    lines = [line for line in head.splitlines() if line.strip()]
    first = next(_objects(lines[:1]), None)
    if first is not None and len(lines) > 1:
        return json_object_format(first, is_lines=True)
    whole = first or next(_objects([export.content().decode("utf-8", "replace")]), None)
    return None if whole is None else json_object_format(whole, is_lines=False)


def _objects(texts: list[str]) -> Iterator[dict[str, Any]]:
    for text in texts:
        try:
            found = as_object(json.loads(re.sub("^\ufeff", "", text)))
        except (ValueError, RecursionError):
            continue
        if found is not None:
            yield found
