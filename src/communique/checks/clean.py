"""Check cleaned documents against their raw texts."""

from collections.abc import Iterator
from typing import Final

from communique.checks.check import check
from communique.corpus import Document, Source
from communique.corpus.load import CLEAN_MALFORMED, CLEAN_MISSING, ORPHAN_CLEAN
from communique.problems import Problem, problem_kind
from communique.text import UndecodableError, decode, sha256_bytes, sha256_text
from communique.text.conservation import broken_pieces, unaccounted
from communique.workspace.problem_kinds import PATH_OUTSIDE
from communique.workspace.reading import CorpusReading

CLEAN_STALE: Final = problem_kind(
    "clean-stale",
    level="error",
    stage="text",
    what="A cleaned file was not made from the raw file that is there now.",
    why="Its pieces point into a file that no longer exists.",
    fix="Run `communique clean`.",
    example=(
        "corpus/clean/one.json · one: A cleaned file was not made from the raw file that "
        "is there now."
    ),
)
TEXT_HASH: Final = problem_kind(
    "text-hash",
    level="error",
    stage="text",
    what="A cleaned text does not match the hash in its file.",
    why="The text was edited by hand, and annotations made on the former text no longer fit.",
    fix="Run `communique clean`. Never edit corpus/clean by hand.",
    example="corpus/clean/one.json · one: A cleaned text does not match the hash in its file.",
)
TEXT_UNACCOUNTED: Final = problem_kind(
    "text-unaccounted",
    level="error",
    stage="text",
    what="Kept pieces and removed ranges do not cover the raw text exactly once.",
    why="A part of the article was lost without a reason, or it is used twice.",
    fix="Run `communique clean`. Never edit corpus/clean by hand.",
    example="corpus/clean/one.json · one · raw [124, 142): neither kept nor removed",
)
PIECES_BROKEN: Final = problem_kind(
    "pieces-broken",
    level="error",
    stage="text",
    what="The pieces of a block are not copies of the raw text.",
    why="The raw offsets of every label in the block would be wrong.",
    fix="Run `communique clean`. Never edit corpus/clean by hand.",
    example=(
        "corpus/clean/one.json · one · block b000018: the raw range is not that of the pieces"
    ),
)


def _texts_sound(batch: CorpusReading) -> Iterator[Problem]:
    sources = {s.doc_id: s for s in batch.active}
    for doc_id, document in batch.documents.items():
        file = batch.folder.relative(batch.folder.document(doc_id))
        if sha256_text(document.text) != document.text_sha256:
            yield TEXT_HASH.problem(document=doc_id, file=file)
        yield from _against_raw(batch, document, sources.get(doc_id), file)


@check(
    CLEAN_MISSING,
    CLEAN_MALFORMED,
    ORPHAN_CLEAN,
    CLEAN_STALE,
    TEXT_HASH,
    TEXT_UNACCOUNTED,
    PIECES_BROKEN,
    in_batch=_texts_sound,
)
def clean_sound(corpus: CorpusReading) -> Iterator[Problem]:
    """Check that cleaned files exist, can be read, and are copies of the current raw files."""
    yield from (p for p in corpus.problems_of("documents") if p.id != PATH_OUTSIDE.id)


def _against_raw(
    corpus: CorpusReading, document: Document, source: Source | None, file: str
) -> Iterator[Problem]:
    path = corpus.folder.raw / source.file if source else None
    if path is None or not path.is_file() or not corpus.folder.holds(path):
        return
    data = path.read_bytes()
    if sha256_bytes(data) != document.source_sha256:
        yield CLEAN_STALE.problem(document=document.doc_id, file=file)
        return
    try:
        raw = decode(data)
    except UndecodableError:
        return
    for block_id, message in broken_pieces(raw, document.text, document.blocks):
        yield PIECES_BROKEN.problem(
            message, document=document.doc_id, file=file, at=f"block {block_id}"
        )
    for start, end, message in unaccounted(raw, document.blocks, document.removed):
        yield TEXT_UNACCOUNTED.problem(
            message,
            document=document.doc_id,
            file=file,
            at=f"raw [{start}, {end})",
        )
