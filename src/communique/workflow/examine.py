"""What `build` must know of a corpus, from one pass over its batches: each is made once, though
checks, open items and agreement all need it.
"""

from dataclasses import dataclass

from communique.checks import run as run_checks
from communique.problems import Problem, has_errors
from communique.util.gc_pause import without_search
from communique.util.kept_json import KeptJson
from communique.workflow.adjudicate import OpenWorkCount
from communique.workflow.agree import add_batch, assessment_of
from communique.workspace import Corpus, CorpusReading, UnsoundCorpusError


@dataclass(frozen=True, slots=True)
class Examined:
    """The problems of a corpus, whether it is known that no item is open, and the agreement
    report (None if there are errors).
    """

    problems: list[Problem]
    is_decided: bool
    agreement: KeptJson | None


def examine(corpus: Corpus) -> Examined:
    """Check a corpus, look for open items and measure agreement. Raises OSError."""
    corpus.reading.scans = True  # else the check would open every export again
    try:
        with without_search():
            return _examined(corpus)
    except UnsoundCorpusError:
        return Examined(run_checks(corpus), is_decided=False, agreement=None)


def _examined(corpus: Corpus) -> Examined:
    corpus.require_sound("exports", "adjudications", "decisions")
    work, assessment = OpenWorkCount(corpus.schema), assessment_of(corpus)

    def add(batch: CorpusReading) -> None:
        work.add(batch)
        add_batch(assessment, batch)

    problems = run_checks(corpus, beside=add)
    if has_errors(problems):
        return Examined(problems, is_decided=False, agreement=None)
    is_decided = not any(work.work().documents.values())
    return Examined(problems, is_decided, KeptJson(assessment.report()))
