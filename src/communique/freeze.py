"""Frozen texts: once a document has an export, every offset in it hangs on its text."""

from collections.abc import Sequence
from typing import Any

from communique.corpus import CorpusFolder, Document, Former
from communique.json_values import as_object, as_string
from communique.label_studio.export import UnreadableExportError, tasks
from communique.text import Piece


def exported_documents(folder: CorpusFolder) -> set[str]:
    """The ids of all documents that some export speaks of; unreadable files are passed over."""
    found: set[str] = set()
    for path in folder.exports():
        try:
            for task in tasks(path):
                data = as_object((as_object(task) or {}).get("data")) or {}
                if doc_id := as_string(data.get("doc_id")):
                    found.add(doc_id)
        except UnreadableExportError:
            continue
    return found


def may_replace(old: Document, new: Document, *, frozen: bool) -> bool:
    """Whether the new cleaning may take the place of the old one."""
    return not frozen or old.frozen_part() == new.frozen_part()


def history_with(old: Document, former: Sequence[Former]) -> list[dict[str, Any]]:
    """The history file's content after the old text has been given up."""
    pieces: list[Piece] = [p for b in old.body for p in b.pieces]
    known = [f for f in former if f.text_sha256 != old.text_sha256]
    return [
        {"text_sha256": f.text_sha256, "pieces": [list(p) for p in f.pieces]}
        for f in (*known, Former(old.text_sha256, tuple(pieces)))
    ]
