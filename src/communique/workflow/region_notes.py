"""What annotators ask the maintainer: notes that they wrote on regions of the page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from communique.label_studio.reading.export_stream import (
    ExportName,
    UnreadableExportError,
    open_export,
)
from communique.util.json_values import Object, as_list, as_object, as_string, objects
from communique.workflow.quoted_place import quoted_place
from communique.workspace import Corpus

_PART: Final = 1 << 22  # bytes
_OVERLAP: Final = 1 << 16  # longer than what stands before a note in its `meta`
_HAS_NOTE: Final = re.compile(rb'"meta":\s*\{[^{}]*"text"')


@dataclass(frozen=True, slots=True)
class RegionNote:
    """A note on a region. `words` and `where` are None if the place is not in the text."""

    layer: str
    annotator: str
    pass_: int
    document: str
    words: str | None
    where: str | None
    note: str


def region_notes(corpus: Corpus) -> list[RegionNote]:
    """The notes in all exports of annotators, in file order. Raises UnsoundCorpusError, OSError.

    Label Studio keeps a note as `meta.text` of a result row; every row of a region may have it.
    """
    found: dict[RegionNote, None] = {}
    for path in corpus.folder.exports():
        if not _has_note(path):
            continue
        name = ExportName.of(path)
        with open_export(path) as export:
            try:
                for task in filter(None, map(as_object, export.tasks())):
                    found |= dict.fromkeys(_notes(corpus, name, task))
            except UnreadableExportError:  # a problem of the part `exports`
                continue
    return list(found)


def _has_note(path: Path) -> bool:
    """Whether the file may have a note. It is read a part at a time; parts overlap."""
    before = b""
    with path.open("rb") as file:
        while part := file.read(_PART):
            if _HAS_NOTE.search(before + part):
                return True
            before = part[-_OVERLAP:]
    return False


def _notes(corpus: Corpus, name: ExportName, task: Object) -> Iterator[RegionNote]:
    doc_id = as_string((as_object(task.get("data")) or {}).get("doc_id")) or ""
    document = corpus.reading.documents.get(doc_id)
    for row in (row for a in objects(task.get("annotations")) for row in objects(a.get("result"))):
        note, value = _text(row), as_object(row.get("value")) or {}
        if not note:
            continue
        start, end = value.get("start"), value.get("end")
        ends = (start, end) if type(start) is int and type(end) is int else (0, 0)
        place = quoted_place(document, *ends) if document else None
        words, where = (place.words, place.where) if place else (None, None)
        yield RegionNote(name.layer, name.annotator, name.pass_, doc_id, words, where, note)


def _text(row: Object) -> str:
    """The note of a row: one text, or several lines in a list."""
    text = (as_object(row.get("meta")) or {}).get("text")
    listed = as_list(text)
    lines = [text] if listed is None else listed
    return "\n".join(line.strip() for line in lines if isinstance(line, str)).strip()
