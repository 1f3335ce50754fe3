"""The runner of the checks."""

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
    """Every problem of a corpus, sorted; [] if it is sound. What is absent is not checked.

    With `only` no other ids are looked for, those in `ignore` are left out. A `Corpus` is not read
    again. Raises CorpusNotFoundError where there is no `schema/corpus.yaml`, OSError.
    """
    if isinstance(corpus, Corpus):
        reading = corpus.reading
    else:
        folder = corpus if isinstance(corpus, CorpusFolder) else CorpusFolder.find(corpus)
        reading = CorpusReading(folder, keeps_records=needs_records(folder))
    reading.scans = True  # unless the exports were read already
    wanted = (frozenset(only) or frozenset(KINDS)) - frozenset(ignore)
    found = (p for check in CHECKS if check.ids & wanted for p in check.find(reading))
    return sorted_problems(p for p in found if p.id in wanted)


def needs_records(folder: CorpusFolder) -> bool:
    """Whether a check compares records with something, so that they are worth the memory."""
    return bool(folder.adjudicated_files()) or bool(marked_files(folder))
