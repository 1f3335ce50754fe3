"""Check that voting annotators finished all documents, under one guideline."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from communique.checks.check import check
from communique.label_studio.reading.export_file import ExportReading
from communique.problems import Problem, problem_kind
from communique.util.plural import counted
from communique.workspace.reading import CorpusReading

COVERAGE_INCOMPLETE: Final = problem_kind(
    "coverage-incomplete",
    level="warning",
    stage="corpus",
    what="An annotator who started a layer has not finished all of its documents.",
    why="The unfinished documents are compared and adjudicated on fewer votes.",
    fix="See `communique status`. Continue with `communique annotate`.",
    example=("annotations/names/ann-1.json · ann-1: ann-1 has not finished 1 of 2 documents: two"),
)
GUIDELINE_MIXED: Final = problem_kind(
    "guideline-mixed",
    level="warning",
    stage="corpus",
    what="Work that is compared was done under different versions of the guideline.",
    why="Annotators who follow different rules disagree for a reason that is not in the text.",
    fix="Ask the annotators to review the older work under the newer version.",
    example="layer names: 1.0 by ann-1; 1.1 by ann-2",
)

_NAMED: Final = 10  # documents that a message names


@check(COVERAGE_INCOMPLETE)
def documents_covered(corpus: CorpusReading) -> Iterator[Problem]:
    """Check that every voting pass that was started is finished.

    Documents that another problem prevents from being read do not count as unfinished.
    """
    documents = [s.doc_id for s in corpus.active] or sorted(corpus.documents)
    for reading in _voting(corpus):
        touched = {x.doc_id for x in reading.statuses} | {x.document for x in reading.problems}
        unfinished = [d for d in documents if d not in touched]
        lost = any(p.level == "error" and p.document not in documents for p in reading.problems)
        if reading.name.pass_ == 1 and unfinished and not lost:
            name = reading.name
            message = (
                f"{name.annotator} has not finished {len(unfinished)} of "
                f"{counted(len(documents), 'document')}: {_listed(unfinished)}"
            )
            where = {"layer": name.layer, "annotator": name.annotator, "file": reading.file}
            yield COVERAGE_INCOMPLETE.problem(message, **where)


@check(GUIDELINE_MIXED)
def guideline_one(corpus: CorpusReading) -> Iterator[Problem]:
    """Check that a file, and the voting passes of a layer, follow one version of the guideline."""
    by_layer: dict[str, list[ExportReading]] = defaultdict(list)
    for reading in (*corpus.exports, *corpus.adjudications):
        if len(_versions([reading])) > 1:
            name = reading.name
            where = {"layer": name.layer, "annotator": name.annotator, "file": reading.file}
            yield GUIDELINE_MIXED.problem(_versions_listed([reading]), **where)
    for reading in _voting(corpus):
        by_layer[reading.name.layer].append(reading)
    for layer, readings in by_layer.items():
        consistent = [r for r in readings if len(_versions([r])) == 1]
        if len(_versions(consistent)) > 1:
            message = f"layer {layer}: {_versions_listed(consistent)}"
            yield GUIDELINE_MIXED.problem(message, layer=layer)


def _voting(corpus: CorpusReading) -> Iterator[ExportReading]:
    annotators = corpus.schema.annotators if corpus.schema else ()
    voters = {a.id for a in annotators if a.role == "annotator"}
    return (r for r in (*corpus.exports, *corpus.adjudications) if r.name.annotator in voters)


def _versions(readings: Sequence[ExportReading]) -> dict[str, set[str]]:
    """Map each version of the guideline to the passes under it, as a message names them."""
    passes: dict[str, set[str]] = defaultdict(set)
    for reading in readings:
        for status in reading.statuses:
            suffix = f" (pass {status.pass_})" if status.pass_ > 1 else ""
            passes[status.guideline_version or ""].add(f"{status.annotator}{suffix}")
    return passes


def _versions_listed(readings: Sequence[ExportReading]) -> str:
    passes = _versions(readings)
    return "; ".join(f"{v} by {', '.join(sorted(passes[v]))}" for v in sorted(passes))


def _listed(items: Sequence[str]) -> str:
    shown = ", ".join(items[:_NAMED])
    return shown if len(items) <= _NAMED else f"{shown} and {len(items) - _NAMED} more"
