"""What `build` must know of a corpus, from one pass over its batches: each is made once, though
checks, open items and agreement all need it.
"""

from dataclasses import dataclass

from communique.assessment.assess import Assessment
from communique.checks import run as run_checks
from communique.problems import Problem, has_errors
from communique.util.atomic_write import json_text
from communique.workflow.adjudicate import OpenWorkCount
from communique.workflow.agree import add_batch
from communique.workspace import Corpus, CorpusReading, UnsoundCorpusError


@dataclass(frozen=True, slots=True)
class Examined:
    """The problems of a corpus, whether it is known that no item is open, and agreement as JSON
    (None if there are errors): as objects, it takes five times the memory.
    """

    problems: list[Problem]
    is_decided: bool
    agreement: bytes | None


def examine(corpus: Corpus) -> Examined:
    """Check a corpus, look for open items and measure agreement. Raises OSError."""
    examination = _Examination(corpus)
    problems = run_checks(corpus, beside=examination.add)
    work, assessment = examination.work, examination.assessment
    if has_errors(problems) or examination.is_broken or work is None or assessment is None:
        return Examined(problems, is_decided=False, agreement=None)
    is_decided = not any(work.work().documents.values())
    return Examined(problems, is_decided, json_text(assessment.report()).encode("utf-8"))


@dataclass
class _Examination:
    corpus: Corpus
    is_broken: bool = False
    work: OpenWorkCount | None = None
    assessment: Assessment | None = None

    def add(self, batch: CorpusReading) -> None:
        """Add a batch, unless something was not read completely."""
        if self.is_broken:
            return
        try:
            if self.work is None or self.assessment is None:
                self.corpus.require_sound("exports", "adjudications", "decisions")
                self.work = OpenWorkCount(self.corpus.schema)
                self.assessment = Assessment(self.corpus.schema, self.corpus.statuses)
            self.work.add(batch)
        except UnsoundCorpusError:
            self.is_broken = True
        else:
            add_batch(self.assessment, batch)
