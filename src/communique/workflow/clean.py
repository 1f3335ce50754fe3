"""Cleaning the documents of a corpus. A text that annotations refer to does not change."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.cleaning import (
    NAME,
    VERSION,
    CleanText,
    clean,
    config_sha256,
)
from communique.corpus import CleaningFile, Document, Former, Source
from communique.corpus.documents import MalformedDocumentError
from communique.corpus.load import read_clean_file
from communique.text import Piece, UndecodableError, decode, sha256_bytes, sha256_text
from communique.text.conservation import broken_pieces
from communique.util.atomic_write import json_text, write_together
from communique.workspace import Corpus
from communique.workspace.cleaning_config import cleaning_config


@dataclass(frozen=True, slots=True)
class RefusedDocument:
    """Why a document cannot be cleaned, and what can be done about it."""

    doc_id: str
    reason: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class CleanedDocument:
    """A document as it is to be written, with its history where a text was given up."""

    document: Document
    history: Sequence[Former] | None = None


def clean_corpus(
    corpus: Corpus, policy: str, rebase: str | None = None
) -> tuple[list[CleanedDocument], list[RefusedDocument]]:
    """Clean every active document; nothing is written. `rebase` names a document whose frozen
    text is given up.

    Raises UnsoundCorpusError, OSError.
    """
    own = corpus.cleaning
    made: list[CleanedDocument] = []
    refused: list[RefusedDocument] = []
    for source in corpus.active:
        found = _cleaned(corpus, source, policy, own, is_given_up=source.doc_id == rebase)
        if isinstance(found, RefusedDocument):
            refused.append(found)
        else:
            made.append(found)
    return made, refused


def _cleaned(
    corpus: Corpus, source: Source, policy: str, own: CleaningFile, *, is_given_up: bool
) -> CleanedDocument | RefusedDocument:
    data = recorded_bytes(corpus, source)
    if isinstance(data, RefusedDocument):
        return data
    new = clean_source(source, data, policy, own)
    if isinstance(new, RefusedDocument):
        return new
    annotated = corpus.annotated_texts.get(source.doc_id, frozenset())
    former = _current(corpus, source.doc_id, decode(data))
    if is_given_up:
        return _rebased(new, former, is_annotated=bool(annotated))
    if not annotated or _keeps(new, former, annotated):
        return CleanedDocument(new)
    fix = f"`communique clean --rebase {source.doc_id}` gives the former text up on purpose."
    if former.document is None:
        fix = f"Restore corpus/clean/{source.doc_id}.json from version control."
    return RefusedDocument(source.doc_id, "Text is frozen: annotations refer to it.", fix)


def recorded_bytes(corpus: Corpus, source: Source) -> bytes | RefusedDocument:
    """The bytes of a source, if they are those recorded. Raises OSError."""
    path = corpus.folder.raw / source.file
    if not path.resolve().is_relative_to(corpus.folder.raw.resolve()):
        return RefusedDocument(source.doc_id, f"{source.file} leads out of corpus/raw")
    if not path.is_file():
        fix = "Restore the file, or mark the document withdrawn."
        return RefusedDocument(source.doc_id, f"{source.file} is missing", fix)
    data = path.read_bytes()
    if sha256_bytes(data) != source.sha256:
        reason = f"{source.file} is not the file whose hash is recorded"
        fix = "Restore the file; a new text is a new document."
        return RefusedDocument(source.doc_id, reason, fix)
    return data


def clean_source(
    source: Source, data: bytes, policy: str, own: CleaningFile
) -> Document | RefusedDocument:
    """Clean one source, or say why it cannot be cleaned."""
    try:
        return make_document(source, data, policy, own)
    except UndecodableError as error:
        reason, fix = f"{source.file}: {error}", error.fix
    except ValueError as error:
        reason, fix = str(error), "Fix corpus/cleaning.yaml."
    return RefusedDocument(source.doc_id, reason, fix)


def make_document(
    source: Source, data: bytes, policy: str, own: CleaningFile | None = None
) -> Document:
    """Clean one source; `policy` holds unless the document has its own. `byline` and `published`
    are what the text states, else the source's.

    Raises UndecodableError; ValueError for an unknown policy, a invalid rule, or a decision
    by hand about a line that the text does not have.
    """
    how = cleaning_config(own or CleaningFile(), source.doc_id, policy)
    made: CleanText = clean(decode(data), how.policy, how.rules, how.by_hand)
    config = config_sha256(how.policy, how.rules, how.by_hand)
    return Document(
        doc_id=source.doc_id,
        source_sha256=sha256_bytes(data),
        text=made.text,
        text_sha256=sha256_text(made.text),
        title=made.title,
        byline=made.byline,
        published=made.published or source.published,
        dateline=made.dateline,
        blocks=made.blocks,
        removed=made.removed,
        cleaner={"name": NAME, "version": VERSION, "config_sha256": config},
    )


@dataclass(frozen=True, slots=True)
class _Current:
    """The clean file that is there: None if it is missing or broken; with its known history."""

    document: Document | None
    history: Sequence[Former] = ()


def _current(corpus: Corpus, doc_id: str, raw: str) -> _Current:
    path: Path = corpus.folder.document(doc_id)
    if not path.is_file():
        return _Current(None)
    try:
        document, history = read_clean_file(corpus.folder, path)
    except MalformedDocumentError:
        return _Current(None)
    is_sound = sha256_text(document.text) == document.text_sha256
    is_sound = is_sound and not any(broken_pieces(raw, document.text, document.blocks))
    return _Current(document if is_sound else None, history)


def _keeps(new: Document, former: _Current, annotated: Collection[str]) -> bool:
    """Whether annotations keep the text that they were made on: a sound clean file stays as it is,
    and another is made again only as the text that the exports carry.
    """
    if former.document is not None:
        return former.document.frozen_part() == new.frozen_part()
    known = {new.text_sha256, *(f.text_sha256 for f in former.history)}
    return set(annotated) <= known


def _rebased(
    new: Document, former: _Current, *, is_annotated: bool
) -> CleanedDocument | RefusedDocument:
    old = former.document
    if old is None and is_annotated:
        reason = "its former text cannot be read, so no history of it can be kept"
        fix = f"Restore corpus/clean/{new.doc_id}.json from version control."
        return RefusedDocument(new.doc_id, reason, fix)
    if old is None or old.text_sha256 == new.text_sha256:
        return CleanedDocument(new)
    pieces: list[Piece] = [p for b in old.body for p in b.pieces]
    known = [f for f in former.history if f.text_sha256 != old.text_sha256]
    return CleanedDocument(new, (*known, Former(old.text_sha256, tuple(pieces))))


def history_json(history: Sequence[Former]) -> list[dict[str, Any]]:
    """The content of a history file."""
    return [{"text_sha256": f.text_sha256, "pieces": [list(p) for p in f.pieces]} for f in history]


def write_cleaned(corpus: Corpus, made: Sequence[CleanedDocument]) -> None:
    """Write documents and histories, all or none. Raises OSError."""
    write_together({path: json_text(data) for path, data in _files(corpus, made)})


def _files(corpus: Corpus, made: Sequence[CleanedDocument]) -> Iterator[tuple[Path, object]]:
    for one in made:
        doc_id = one.document.doc_id
        if one.history is not None:
            yield corpus.folder.history(doc_id), history_json(one.history)
        yield corpus.folder.document(doc_id), one.document.to_json()
