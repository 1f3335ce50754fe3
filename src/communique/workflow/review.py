"""What a reviewer of a change of the corpus wants to see: the corpus beside its base."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from communique.assessment.summary import Agreement, summary
from communique.audit import AuditFinding
from communique.checks import run as run_checks
from communique.corpus import CorpusFolder, Document
from communique.problems import Problem, has_errors
from communique.schema import Schema
from communique.util.gc_pause import without_search
from communique.versions.annotation_changes import AnnotationDifference, annotation_difference
from communique.versions.former_names import FormerNames
from communique.versions.passes import Pass, PassKey, passes_of
from communique.workflow.agree import add_batch, assess_corpus, assessment_of
from communique.workflow.audit import audit_corpus
from communique.workflow.compared_agreement import ComparedAgreement, compare_agreement
from communique.workflow.problem_words import ProblemWords
from communique.workspace import Corpus, UnsoundCorpusError
from communique.workspace.reading import BATCH, CorpusReading

_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True)
class State:
    """A state of the corpus, as far as the review shows it: agreement is None if a file or a record
    could not be read; `unread` lists the reasons.
    """

    agreement: Sequence[Agreement] | None
    unread: Sequence[Problem]
    schema: Schema | None
    documents: Mapping[str, Document] = field(repr=False)
    withdrawn: frozenset[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Review:
    """The state under review, the base (None without one), and what differs between the two.

    `difference` is None without a base, or if one of both could not be read completely; `findings`
    are those of the audit, None if the corpus could not be read completely. `words_of` returns the
    words of the text that a problem is about.
    """

    name: str
    problems: Sequence[Problem]
    words_of: Callable[[Problem], str] = field(repr=False)
    now: State
    base: State | None
    difference: AnnotationDifference | None
    findings: Sequence[AuditFinding] | None

    @property
    def has_errors(self) -> bool:
        return has_errors(self.problems)

    def to_json(self) -> dict[str, Any]:
        """Return the review as plain data, without words of the texts but those of the audit."""
        difference = self.difference
        return {
            "problems": [p.to_json() for p in self.problems],
            "unread_in_base": [p.to_json() for p in self.base.unread] if self.base else [],
            "passes": None if difference is None else [p.to_json() for p in difference.passes],
            "annotations": None
            if difference is None
            else [c.to_json() for c in difference.annotations],
            "agreement": None
            if self.now.agreement is None
            else [row.to_json() for row in self.agreement()],
            "audit": None if self.findings is None else [f.to_json() for f in self.findings],
        }

    def agreement(self) -> list[ComparedAgreement]:
        """Return the figures of each question that has some."""
        before = self.base.agreement if self.base else None
        return compare_agreement(before or (), self.now.agreement or ())


def review_corpus(root: Path, base: Path | None) -> Review:
    """Review the corpus at `root`; `base` is the root of another state of it. Raises OSError."""
    corpus = Corpus.open(root)
    old = Corpus.of(CorpusReading(CorpusFolder(base.resolve()))) if base else None
    problems, agreement = _checked(corpus)
    schema = corpus.reading.schema
    return Review(
        schema.title or schema.name if schema else corpus.folder.root.name,
        problems,
        ProblemWords(corpus.folder.root).of,
        _state(corpus, agreement),
        _state(old, _sound(lambda: summary(assess_corpus(old)))) if old else None,
        _sound(lambda: difference_of(old, corpus)) if old else None,
        _sound(lambda: audit_corpus(corpus)),
    )


def difference_of(old: Corpus, new: Corpus) -> AnnotationDifference:
    """Return what differs in `annotations/`. Raises UnsoundCorpusError, OSError."""
    for corpus in (old, new):
        corpus.require_sound("exports", "decisions")
    ids = sorted({*old.reading.document_ids, *new.reading.document_ids})
    batches = [ids[at : at + BATCH] for at in range(0, len(ids), BATCH)]
    names = FormerNames(new.schema)
    parts = [
        annotation_difference(
            _passes(old.reading.only(batch)), _passes(new.reading.only(batch)), names
        )
        for batch in batches
    ]
    return AnnotationDifference(
        tuple(sorted((c for part in parts for c in part.passes), key=lambda c: c.key)),
        tuple(sorted((c for part in parts for c in part.annotations), key=lambda c: c.key)),
    )


def _passes(reading: CorpusReading) -> dict[PassKey, Pass]:
    return passes_of(reading.records, reading.statuses, reading.decisions, reading.documents)


def _checked(corpus: Corpus) -> tuple[list[Problem], Sequence[Agreement] | None]:
    """The problems and the agreement of a corpus, from one pass over its batches."""
    corpus.reading.scans = True  # else the check would open every export again
    with without_search():
        assessment = _sound(lambda: assessment_of(corpus))
        if assessment is None:
            return run_checks(corpus), None
        problems = run_checks(corpus, beside=partial(add_batch, assessment))
        return problems, summary(assessment.report())


def _state(corpus: Corpus, agreement: Sequence[Agreement] | None) -> State:
    return State(
        agreement,
        corpus.unread("exports", "decisions"),
        corpus.reading.schema,
        corpus.reading.documents,
        corpus.reading.inactive,
    )


def _sound(part: Callable[[], _Part]) -> _Part | None:
    """The part; None if the corpus cannot be read completely."""
    try:
        return part()
    except UnsoundCorpusError:
        return None
