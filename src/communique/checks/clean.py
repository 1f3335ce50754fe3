"""Cleaned documents prove themselves against their raw text."""

from collections.abc import Iterator

from communique.corpus import Document, Source
from communique.problems import Problem
from communique.problems.catalogue import problem
from communique.text import UndecodableError, decode, sha256_bytes, sha256_text
from communique.text.conservation import broken_pieces, unaccounted
from communique.workspace.reading import CorpusReading


def clean_sound(corpus: CorpusReading) -> Iterator[Problem]:
    """`clean-missing clean-malformed clean-stale text-hash text-unaccounted pieces-broken`."""
    yield from (p for p in corpus.problems_of("documents") if p.id != "path-outside")
    sources = {s.doc_id: s for s in corpus.sources or ()}
    for doc_id, document in corpus.documents.items():
        file = corpus.folder.relative(corpus.folder.document(doc_id))
        if sha256_text(document.text) != document.text_sha256:
            yield problem("text-hash", document=doc_id, file=file)
        yield from _against_raw(corpus, document, sources.get(doc_id), file)


def _against_raw(
    corpus: CorpusReading, document: Document, source: Source | None, file: str
) -> Iterator[Problem]:
    path = corpus.folder.raw / source.file if source else None
    if path is None or not path.is_file() or not corpus.folder.holds(path):
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
            "text-unaccounted",
            message,
            document=document.doc_id,
            file=file,
            at=f"raw [{start}, {end})",
        )
