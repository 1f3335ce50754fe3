"""Check that voting annotators finished all documents, under one guideline."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from communique.checks.check import check
from communique.label_studio.reading.export_file import ExportReading
from communique.problems import Problem, problem_kind
from communique.records.items import is_current
from communique.util.pass_name import pass_name
from communique.util.plural import counted
from communique.workspace.reading import CorpusReading

COVERAGE_INCOMPLETE: Final = problem_kind(
    "coverage-incomplete",
    level="warning",
    stage="corpus",
    what="An annotator who started a layer has not finished all of its documents.",
    why="The unfinished documents are compared and adjudicated on fewer votes.",
    fix="See `communique status`. Continue with `communique annotate ANNOTATOR`.",
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
GUIDELINE_OUTDATED: Final = problem_kind(
    "guideline-outdated",
    level="warning",
    stage="corpus",
    what="A first pass was done under another major version of the guideline than the layer has.",
    why=(
        "It does not vote any more. A new major version is a deliberate step: older decisions "
        "stay, with their ids, until two annotators have finished the document under the new "
        "version."
    ),
    fix=(
        "Annotate the documents again under the current version. If other annotators do that, "
        "list under `layers` of this one the layers that it still works on. If the rules did not "
        "change that much, raise only the second number of `guideline_version`."
    ),
    example=(
        "annotations/names/ann-1.json · ann-1: 1 document was done under 1.0, the layer is at 2.0"
    ),
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
        if corpus.schema and all(is_current(corpus.schema, s) for s in reading.statuses):
            by_layer[reading.name.layer].append(reading)
    for layer, readings in by_layer.items():
        consistent = [r for r in readings if len(_versions([r])) == 1]
        if len(_versions(consistent)) > 1:
            message = f"layer {layer}: {_versions_listed(consistent)}"
            yield GUIDELINE_MIXED.problem(message, layer=layer)


@check(GUIDELINE_OUTDATED)
def guideline_present(corpus: CorpusReading) -> Iterator[Problem]:
    """First passes of those who vote, or would. Without a schema: silent."""
    if corpus.schema is None:
        return
    for reading in _voting(corpus):
        former = [s for s in reading.statuses if not is_current(corpus.schema, s)]
        if not former or reading.name.pass_ != 1 or reading in corpus.adjudications:
            continue
        name, person = reading.name, corpus.schema.annotator(reading.name.annotator)
        if person and not person.works_on(name.layer):
            continue  # others do the work again
        under = ", ".join(sorted({s.guideline_version or "" for s in former}))
        present = corpus.schema.layer(name.layer).guideline_version
        were = "document was" if len(former) == 1 else "documents were"
        message = f"{len(former)} {were} done under {under}, the layer is at {present}"
        where = {"layer": name.layer, "annotator": name.annotator, "file": reading.file}
        yield GUIDELINE_OUTDATED.problem(message, **where)


def _voting(corpus: CorpusReading) -> Iterator[ExportReading]:
    annotators = corpus.schema.annotators if corpus.schema else ()
    voters = {a.id for a in annotators if a.role == "annotator"}
    return (r for r in (*corpus.exports, *corpus.adjudications) if r.name.annotator in voters)


def _versions(readings: Sequence[ExportReading]) -> dict[str, set[str]]:
    """Map each version of the guideline to the passes under it, as a message names them."""
    passes: dict[str, set[str]] = defaultdict(set)
    for reading in readings:
        for status in reading.statuses:
            name = pass_name(status.annotator, status.pass_)
            passes[status.guideline_version or ""].add(name)
    return passes


def _versions_listed(readings: Sequence[ExportReading]) -> str:
    passes = _versions(readings)
    return "; ".join(f"{v} by {', '.join(sorted(passes[v]))}" for v in sorted(passes))


def _listed(items: Sequence[str]) -> str:
    shown = ", ".join(items[:_NAMED])
    return shown if len(items) <= _NAMED else f"{shown} and {len(items) - _NAMED} more"
