"""Running the checks."""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain
from pathlib import Path

from communique.checks.catalogue import CHECKS, KINDS
from communique.checks.check import Check
from communique.corpus import CorpusFolder
from communique.dataset.quoted_numbers import marked_files
from communique.problems import Problem, sorted_problems
from communique.util.gc_pause import without_search
from communique.workspace import Corpus, CorpusReading


def run(
    corpus: str | Path | CorpusFolder | Corpus,
    *,
    only: Collection[str] = (),
    ignore: Collection[str] = (),
    beside: Callable[[CorpusReading], None] | None = None,
) -> list[Problem]:
    """Return all problems of a corpus, sorted. Parts that do not exist are not checked.

    `only` are the ids to look for, by default all. `ignore` are ids to leave out. A `Corpus` is
    not read again. `beside` is called with each batch of documents, after it was checked. Raises
    CorpusNotFoundError if there is no `schema/corpus.yaml`, OSError.
    """
    if isinstance(corpus, Corpus):
        reading = corpus.reading
    else:
        folder = corpus if isinstance(corpus, CorpusFolder) else CorpusFolder.find(corpus)
        reading = CorpusReading(folder, keeps_records=needs_records(folder))
    reading.scans = True  # has no effect if the exports were read already
    wanted = (frozenset(only) or frozenset(KINDS)) - frozenset(ignore)
    checks = [check for check in CHECKS if check.ids & wanted]
    problems = chain(
        (p for check in checks for p in check.find(reading)),
        _in_batches(reading, checks, beside),
    )
    with without_search():
        return sorted_problems(p for p in problems if p.id in wanted)


def _in_batches(
    reading: CorpusReading,
    checks: Sequence[Check],
    beside: Callable[[CorpusReading], None] | None,
) -> Iterator[Problem]:
    """What the checks find that look at some documents at a time."""
    finders = [check.find_in_batch for check in checks if check.find_in_batch]
    for batch in reading.batches() if finders or beside else ():
        for find in finders:
            yield from find(batch)
        if beside is not None:
            beside(batch)


def needs_records(folder: CorpusFolder) -> bool:
    """Whether a check needs the records in memory: to compare them with decisions or numbers, or
    the answers of an adjudicator with each other.
    """
    decided = folder.adjudicated_files() or folder.adjudication_exports()
    return bool(decided) or bool(marked_files(folder))
