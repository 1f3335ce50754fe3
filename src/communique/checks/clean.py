"""Cleaned documents prove themselves against their raw text."""

from collections.abc import Iterator
from pathlib import Path

from communique.catalogue import problem
from communique.checks.state import State
from communique.corpus import Document, read_document, read_history
from communique.corpus.documents import MalformedDocumentError
from communique.problems import Problem
from communique.text import UndecodableError, decode, sha256_bytes, sha256_text
from communique.text.conservation import broken_pieces, unaccounted


def clean_sound(state: State) -> Iterator[Problem]:
    """`clean-missing clean-malformed clean-stale text-hash not-conserved pieces-broken`."""
    folder = state.folder
    if not folder.clean.is_dir():
        return
    for path in folder.clean_files():
        yield from _file(state, path)
    for source in state.active:
        if not folder.document(source.doc_id).is_file():
            yield problem(
                "clean-missing",
                document=source.doc_id,
                file=folder.relative(folder.document(source.doc_id)),
            )


def _file(state: State, path: Path) -> Iterator[Problem]:
    file = state.folder.relative(path)
    try:
        document = read_document(path)
        read_history(state.folder.history(document.doc_id))
    except MalformedDocumentError as error:
        yield problem("clean-malformed", str(error), document=path.stem, file=file)
        return
    if document.doc_id != path.stem:
        yield problem(
            "clean-malformed", f"holds document {document.doc_id!r}", document=path.stem, file=file
        )
    if sha256_text(document.text) != document.text_sha256:
        yield problem("text-hash", document=document.doc_id, file=file)
    yield from _against_raw(state, document, file)


def _against_raw(state: State, document: Document, file: str) -> Iterator[Problem]:
    source = next((s for s in state.sources or () if s.doc_id == document.doc_id), None)
    path = state.folder.raw / source.file if source else None
    if path is None or not path.is_file() or not state.folder.holds(path):
        return
    data = path.read_bytes()
    if sha256_bytes(data) != document.source_sha256:
        yield problem("clean-stale", document=document.doc_id, file=file)
        return
    try:
        raw = decode(data)
    except UndecodableError:
        return
    for block_id, message in broken_pieces(raw, document.text, document.blocks):
        yield problem(
            "pieces-broken", message, document=document.doc_id, file=file, at=f"block {block_id}"
        )
    for start, end, message in unaccounted(raw, document.blocks, document.removed):
        yield problem(
            "not-conserved",
            message,
            document=document.doc_id,
            file=file,
            at=f"raw [{start}, {end})",
        )
