"""Running the checks."""

from collections.abc import Collection
from pathlib import Path

from communique.checks.catalogue import CHECKS, KINDS
from communique.corpus import CorpusFolder
from communique.dataset.quoted_numbers import marked_files
from communique.problems import Problem, sorted_problems
from communique.workspace import Corpus, CorpusReading


def run(
    corpus: str | Path | CorpusFolder | Corpus,
    *,
    only: Collection[str] = (),
    ignore: Collection[str] = (),
) -> list[Problem]:
    """Return all problems of a corpus, sorted. Parts that do not exist are not checked.

    `only` are the ids to look for, by default all. `ignore` are ids to leave out. A `Corpus` is
    not read again. Raises CorpusNotFoundError if there is no `schema/corpus.yaml`, OSError.
    """
    if isinstance(corpus, Corpus):
        reading = corpus.reading
    else:
        folder = corpus if isinstance(corpus, CorpusFolder) else CorpusFolder.find(corpus)
        reading = CorpusReading(folder, keeps_records=needs_records(folder))
    reading.scans = True  # has no effect if the exports were read already
    wanted = (frozenset(only) or frozenset(KINDS)) - frozenset(ignore)
    problems = (p for check in CHECKS if check.ids & wanted for p in check.find(reading))
    return sorted_problems(p for p in problems if p.id in wanted)


def needs_records(folder: CorpusFolder) -> bool:
    """Whether a check needs the records in memory: to compare them with decisions or numbers, or
    the answers of an adjudicator with each other.
    """
    decided = folder.adjudicated_files() or folder.adjudication_exports()
    return bool(decided) or bool(marked_files(folder))
