"""Check that exports can be read, that a pass has one file, and that nobody edited it."""

from collections.abc import Iterator
from typing import Final

from communique.checks.check import check
from communique.label_studio.intake.pull_log import (
    EXPORT_MISSING,
    PULL_LOG_UNREADABLE,
    UnreadableLogError,
    read_pull_log,
)
from communique.label_studio.reading.problem_kinds import READER_KINDS
from communique.problems import Problem, problem_kind
from communique.records.predictions.problem_kinds import KINDS as PREDICTION_KINDS
from communique.util.json_values import as_object
from communique.workspace.contradictions import stored_contradictions
from communique.workspace.problem_kinds import CONTRADICTING_ANSWERS, PATH_OUTSIDE
from communique.workspace.reading import CorpusReading, Part

EXPORT_EDITED: Final = problem_kind(
    "export-edited",
    level="warning",
    stage="exports",
    what="A committed export is not the file that was pulled.",
    why="Labels come from annotators alone. An edit by hand has no author.",
    fix="Restore the file, and make the change in Label Studio.",
    example=(
        "annotations/names/ann-1.json · ann-1: A committed export is not the file that was pulled."
    ),
)


@check(*PREDICTION_KINDS)
def predictions_sound(corpus: CorpusReading) -> Iterator[Problem]:
    """Check the predictions that the schema offers to annotators."""
    yield from corpus.problems_of("predictions")


_PARTS: Final[tuple[Part, ...]] = ("exports", "adjudications")


@check(*READER_KINDS, EXPORT_MISSING, PULL_LOG_UNREADABLE)
def exports_sound(corpus: CorpusReading) -> Iterator[Problem]:
    """Check that every export exists and can be read completely."""
    for part in _PARTS:
        yield from (p for p in corpus.problems_of(part) if p.id != PATH_OUTSIDE.id)


@check(CONTRADICTING_ANSWERS, in_batch=stored_contradictions)
def adjudications_single(_: CorpusReading) -> Iterator[Problem]:
    """Check that an adjudicator's export has one answer on each item."""
    yield from ()


@check(EXPORT_EDITED)
def exports_untouched(corpus: CorpusReading) -> Iterator[Problem]:
    """Check that the hash of each export is the one that `pull` or `import` recorded."""
    try:
        log = read_pull_log(corpus.folder)
    except UnreadableLogError:
        return  # `pull-log-unreadable` reports this
    for export in (*corpus.exports, *corpus.adjudications):
        recorded = (as_object(log.get(export.file)) or {}).get("sha256")
        if recorded is not None and recorded != export.sha256:
            where = {"layer": export.name.layer, "annotator": export.name.annotator}
            yield EXPORT_EDITED.problem(file=export.file, **where)
