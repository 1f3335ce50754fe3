"""Cleaning the documents of a corpus. A text to which annotations refer does not change."""

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
    """A document that cannot be cleaned: the reason, and how to fix it."""

    doc_id: str
    reason: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class CleanedDocument:
    """A cleaned document to write, with its policy. `history` holds its former texts if it was
    rebased.
    """

    document: Document
    policy: str
    history: Sequence[Former] | None = None


def clean_corpus(
    corpus: Corpus, policy: str, rebase: str | None = None
) -> tuple[list[CleanedDocument], list[RefusedDocument]]:
    """Clean every active document. Writes nothing. `rebase` is the id of a document whose frozen
    text may change.

    Returns the cleaned and the refused documents. Raises UnsoundCorpusError, OSError.
    """
    cleaning_file = corpus.cleaning
    cleaned: list[CleanedDocument] = []
    refused: list[RefusedDocument] = []
    for source in corpus.active:
        result = _cleaned(corpus, source, policy, cleaning_file, is_rebased=source.doc_id == rebase)
        if isinstance(result, RefusedDocument):
            refused.append(result)
        else:
            cleaned.append(result)
    return cleaned, refused


def _cleaned(
    corpus: Corpus, source: Source, policy: str, cleaning_file: CleaningFile, *, is_rebased: bool
) -> CleanedDocument | RefusedDocument:
    data = recorded_bytes(corpus, source)
    if isinstance(data, RefusedDocument):
        return data
    new = clean_source(source, data, policy, cleaning_file)
    if isinstance(new, RefusedDocument):
        return new
    chosen = cleaning_config(cleaning_file, source.doc_id, policy).policy
    annotated = corpus.annotated_texts.get(source.doc_id, frozenset())
    former = _current(corpus, source.doc_id, decode(data))
    if is_rebased:
        return _rebased(new, former, chosen, is_annotated=bool(annotated))
    if not annotated or _keeps(new, former, annotated):
        return CleanedDocument(new, chosen)
    fix = f"To replace the text on purpose, run `communique clean --rebase {source.doc_id}`."
    if former.document is None:
        fix = f"Restore corpus/clean/{source.doc_id}.json from version control."
    return RefusedDocument(source.doc_id, "Text is frozen: annotations refer to it.", fix)


def recorded_bytes(corpus: Corpus, source: Source) -> bytes | RefusedDocument:
    """Return the bytes of a source if they match the recorded hash. Raises OSError."""
    path = corpus.folder.raw / source.file
    if not path.resolve().is_relative_to(corpus.folder.raw.resolve()):
        reason = f"{source.file} is outside corpus/raw"
        return RefusedDocument(source.doc_id, reason, "Put the file itself into corpus/raw.")
    if not path.is_file():
        fix = "Restore the file, or set `status: withdrawn` in corpus/sources.yaml."
        return RefusedDocument(source.doc_id, f"{source.file} is missing", fix)
    data = path.read_bytes()
    if sha256_bytes(data) != source.sha256:
        reason = f"{source.file} does not match the hash in corpus/sources.yaml"
        fix = "Restore the file. If the text is new, add it as a new document."
        return RefusedDocument(source.doc_id, reason, fix)
    return data


def clean_source(
    source: Source, data: bytes, policy: str, cleaning_file: CleaningFile
) -> Document | RefusedDocument:
    """Clean one source. Returns a RefusedDocument if it cannot be cleaned."""
    try:
        return make_document(source, data, policy, cleaning_file)
    except UndecodableError as error:
        reason, fix = f"{source.file}: {error}", error.fix
    except ValueError as error:
        reason, fix = str(error), "Fix corpus/cleaning.yaml."
    return RefusedDocument(source.doc_id, reason, fix)


def make_document(
    source: Source, data: bytes, policy: str, cleaning_file: CleaningFile | None = None
) -> Document:
    """Clean one source. `policy` is for documents without a policy of their own. The date is the
    one in the text, or else the one of the source.

    Raises UndecodableError; ValueError for an unknown policy, an invalid rule, or a decision
    by hand about a line that the text does not have.
    """
    config = cleaning_config(cleaning_file or CleaningFile(), source.doc_id, policy)
    code = (source.original and source.original.code) or ()
    cleaned: CleanText = clean(decode(data), config.policy, config.rules, config.by_hand, code)
    hashed = config_sha256(config.policy, config.rules, config.by_hand)
    return Document(
        doc_id=source.doc_id,
        source_sha256=sha256_bytes(data),
        text=cleaned.text,
        text_sha256=sha256_text(cleaned.text),
        title=cleaned.title,
        byline=cleaned.byline,
        published=cleaned.published or source.published,
        dateline=cleaned.dateline,
        blocks=cleaned.blocks,
        removed=cleaned.removed,
        cleaner={"name": NAME, "version": VERSION, "config_sha256": hashed},
    )


@dataclass(frozen=True, slots=True)
class _Current:
    """The present clean file with its history. `document` is None if it is missing or broken."""

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
    """Whether annotations keep their text.

    A sound clean file must stay as it is. If it is missing or broken, the new text must be one of
    the texts in the exports.
    """
    if former.document is not None:
        return former.document.frozen_part() == new.frozen_part()
    known = {new.text_sha256, *(f.text_sha256 for f in former.history)}
    return set(annotated) <= known


def _rebased(
    new: Document, former: _Current, policy: str, *, is_annotated: bool
) -> CleanedDocument | RefusedDocument:
    old = former.document
    if old is None and is_annotated:
        reason = "the former text cannot be read, so its history cannot be kept"
        fix = f"Restore corpus/clean/{new.doc_id}.json from version control."
        return RefusedDocument(new.doc_id, reason, fix)
    if old is None or old.text_sha256 == new.text_sha256:
        return CleanedDocument(new, policy)
    pieces: list[Piece] = [p for b in old.body for p in b.pieces]
    known = [f for f in former.history if f.text_sha256 != old.text_sha256]
    return CleanedDocument(new, policy, (*known, Former(old.text_sha256, tuple(pieces))))


def history_json(history: Sequence[Former]) -> list[dict[str, Any]]:
    """Return the content of a history file."""
    return [{"text_sha256": f.text_sha256, "pieces": [list(p) for p in f.pieces]} for f in history]


def write_cleaned(corpus: Corpus, cleaned: Sequence[CleanedDocument]) -> None:
    """Write documents and histories, all or none. Raises OSError."""
    write_together({path: json_text(data) for path, data in _files(corpus, cleaned)})


def _files(corpus: Corpus, cleaned: Sequence[CleanedDocument]) -> Iterator[tuple[Path, object]]:
    for new in cleaned:
        doc_id = new.document.doc_id
        if new.history is not None:
            yield corpus.folder.history(doc_id), history_json(new.history)
        yield corpus.folder.document(doc_id), new.document.to_json()
