"""Recognise the format of an export by its first lines. Only raw JSON holds everything."""

import re
from itertools import islice
from typing import Final

from communique.label_studio.reading.export_stream import ExportStream, UnreadableExportError
from communique.util.json_values import as_object

LOSSES: Final = {
    "JSON_MIN": "it loses region ids, relations, origins and skipped documents, and it does not"
    " say to which region an attribute value belongs",
    "CSV": "it loses region ids, relations, origins and skipped documents, and it does not say to"
    " which region an attribute value belongs",
    "CoNLL": "it keeps only one label control, loses overlapping regions and attributes, and does"
    " not say which annotator made which copy of a document",
}


def refuse_other_formats(export: ExportStream) -> None:
    """Raise UnreadableExportError for any format but raw JSON; it says what the format loses."""
    head = export.content(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    name = _not_json(head.decode("utf-8", "replace")) if head[:1] not in (b"[", b"{") else None
    if name is None and head[:1] == b"[":
        name = _other_json(export)
    if name:
        raise UnreadableExportError(f"{name} is not a raw JSON export: {LOSSES[name]}")
    if head[:1] != b"[":
        raise UnreadableExportError("expected a list of tasks")


def _not_json(head: str) -> str | None:
    if head.startswith("-DOCSTART-") or re.match(r"\S+ \S+ \S+ (O|[BI]-\S+)\n", head):
        return "CoNLL"
    first = head.partition("\n")[0]
    return "CSV" if re.search(r"[,\t]", first) and "annotat" in first else None


def _other_json(export: ExportStream) -> str | None:
    first_tasks = [as_object(task) or {} for task in islice(export.tasks(), 3)]
    raw = not any(first_tasks) or any({"data", "annotations"} & set(task) for task in first_tasks)
    return None if raw else "JSON_MIN"
