"""Withdrawing a document: its texts go, its annotations and decisions stay as history."""

from dataclasses import dataclass
from pathlib import Path

from communique.corpus import Source, write_atomic
from communique.corpus.edit_sources import with_values
from communique.label_studio.reading.export_file import read_texts
from communique.workspace import Corpus


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a withdrawal removed, and the exports that still have the text of the document."""

    doc_id: str
    removed: tuple[str, ...]
    still_in: tuple[str, ...]


def withdraw(corpus: Corpus, doc_id: str) -> Withdrawal:
    """Mark a document as withdrawn and delete its raw and its cleaned text.

    The source stays listed, so that neither its id nor its text is ever used for another document.
    Running it again finishes an interrupted withdrawal. Raises KeyError for an unknown document,
    UnsoundCorpusError, OSError.
    """
    source = _source(corpus, doc_id)
    folder = corpus.folder
    if source is not None and source.status != "withdrawn":
        text = folder.sources.read_bytes().decode("utf-8-sig")
        write_atomic(folder.sources, with_values(text, "status", {doc_id: "withdrawn"}))
    paths = [folder.document(doc_id)]
    if source is not None and folder.holds(folder.raw / source.file):
        paths.insert(0, folder.raw / source.file)
    removed = [path for path in paths if path.is_file()]
    for path in removed:
        path.unlink()
    return Withdrawal(doc_id, tuple(map(folder.relative, removed)), _still_in(corpus, doc_id))


def _source(corpus: Corpus, doc_id: str) -> Source | None:
    """The source; None for a leftover text without one. Raises KeyError."""
    for source in corpus.sources:
        if source.doc_id == doc_id:
            return source
    if corpus.folder.document(doc_id).is_file():
        return None
    raise KeyError(doc_id)


def _still_in(corpus: Corpus, doc_id: str) -> tuple[str, ...]:
    return tuple(
        corpus.folder.relative(path)
        for path in corpus.folder.all_exports()
        if _has_text(corpus, path, doc_id)
    )


def _has_text(corpus: Corpus, path: Path, doc_id: str) -> bool:
    texts, _ = read_texts(path, corpus.folder.relative(path))
    return doc_id in texts
