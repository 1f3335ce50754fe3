"""Raw files are the ones recorded, and readable."""

from collections.abc import Iterator

from communique.corpus import Source
from communique.problems import Problem
from communique.problems.catalogue import problem
from communique.text import sha256_file
from communique.workspace.reading import CorpusReading


def sources_sound(corpus: CorpusReading) -> Iterator[Problem]:
    """`raw-missing raw-changed raw-unreadable raw-unlisted`. Without a raw folder: silent."""
    if corpus.sources is None or not corpus.folder.raw.is_dir():
        return
    yield from corpus.problems_of("raws")
    for source in corpus.active:
        yield from _source(corpus, source)
    listed = {corpus.folder.raw / s.file for s in corpus.sources}
    for path in sorted(p for p in corpus.folder.raw.rglob("*") if p.is_file()):
        if path not in listed and not path.name.startswith("."):
            yield problem("raw-unlisted", file=corpus.folder.relative(path))


def _source(corpus: CorpusReading, source: Source) -> Iterator[Problem]:
    path = corpus.folder.raw / source.file
    where = {"document": source.doc_id, "file": corpus.folder.relative(path)}
    if path.is_file() and corpus.folder.holds(path):
        sha256 = sha256_file(path)
        if sha256 != source.sha256:
            yield problem("raw-changed", f"sha256 is {sha256}", **where)
