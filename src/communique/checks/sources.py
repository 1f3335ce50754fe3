"""Check that raw files exist, can be read, and match their recorded hashes."""

from collections.abc import Iterator
from typing import Final

from communique.checks.check import check
from communique.corpus import Source
from communique.corpus.raw import RAW_MISSING, RAW_UNREADABLE
from communique.problems import Problem, problem_kind
from communique.text import sha256_file
from communique.workspace.reading import CorpusReading

RAW_CHANGED: Final = problem_kind(
    "raw-changed",
    level="error",
    stage="text",
    what="A raw file does not match its recorded hash.",
    why=(
        "Offsets into another text point at other words, so a silent edit would move every label."
    ),
    fix="Restore the file. If the text is new, add it as a new document.",
    example=(
        "corpus/raw/one.txt · one: sha256 is "
        "d75725f03d6b4a931c9b1e5a06aa009b5a45da372f9158c3a56dbb4a83c32906"
    ),
)
RAW_UNLISTED: Final = problem_kind(
    "raw-unlisted",
    level="warning",
    stage="text",
    what="A file in corpus/raw is not listed in sources.yaml.",
    why="The file is kept, but nobody cleans, annotates or credits it.",
    fix="Add it with `communique add`, or remove it.",
    example="corpus/raw/more.txt: A file in corpus/raw is not listed in sources.yaml.",
)


@check(RAW_MISSING, RAW_CHANGED, RAW_UNREADABLE, RAW_UNLISTED)
def sources_sound(corpus: CorpusReading) -> Iterator[Problem]:
    """Check that every raw file exists, can be read, is unchanged, and is listed.

    Reports nothing without a list of sources or without corpus/raw.
    """
    if corpus.sources is None or not corpus.folder.raw.is_dir():
        return
    yield from corpus.problems_of("raws")
    for source in corpus.active:
        yield from _source(corpus, source)
    listed = {corpus.folder.raw / s.file for s in corpus.sources}
    for path in sorted(p for p in corpus.folder.raw.rglob("*") if p.is_file()):
        if path not in listed and not path.name.startswith("."):
            yield RAW_UNLISTED.problem(file=corpus.folder.relative(path))
    for source in corpus.sources:
        path = corpus.folder.raw / source.file
        if source.status == "withdrawn" and path.is_file():
            yield RAW_UNLISTED.problem(
                "the document is withdrawn",
                document=source.doc_id,
                file=corpus.folder.relative(path),
                fix=f"Run `communique withdraw {source.doc_id}`, or delete the file.",
            )


def _source(corpus: CorpusReading, source: Source) -> Iterator[Problem]:
    path = corpus.folder.raw / source.file
    where = {"document": source.doc_id, "file": corpus.folder.relative(path)}
    if path.is_file() and corpus.folder.holds(path):
        sha256 = sha256_file(path)
        if sha256 != source.sha256:
            yield RAW_CHANGED.problem(f"sha256 is {sha256}", **where)
