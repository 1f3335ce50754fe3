"""Those whose work is compared did all of it, under one guideline."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from communique.label_studio.reading.export_file import ExportReading
from communique.problems import Problem
from communique.problems.catalogue import problem
from communique.workspace.reading import CorpusReading

_NAMED: Final = 10  # documents that a message names


def documents_covered(corpus: CorpusReading) -> Iterator[Problem]:
    """`coverage-incomplete`: first passes of those who vote, once begun. Others owe nothing, and
    what another problem keeps from being read is not called owed.
    """
    documents = [s.doc_id for s in corpus.active] or sorted(corpus.documents)
    for reading in _voting(corpus):
        touched = {x.doc_id for x in reading.statuses} | {x.document for x in reading.problems}
        owed = [d for d in documents if d not in touched]
        lost = any(p.level == "error" and p.document not in documents for p in reading.problems)
        if reading.name.pass_ == 1 and owed and not lost:
            name = reading.name
            message = (
                f"{name.annotator} owes {len(owed)} of {len(documents)} documents: {_listed(owed)}"
            )
            where = {"layer": name.layer, "annotator": name.annotator, "file": reading.file}
            yield problem("coverage-incomplete", message, **where)


def guideline_one(corpus: CorpusReading) -> Iterator[Problem]:
    """`guideline-mixed`: within a file, or between the voting passes of a layer."""
    by_layer: dict[str, list[ExportReading]] = defaultdict(list)
    for reading in (*corpus.exports, *corpus.adjudications):
        if len(_versions([reading])) > 1:
            name = reading.name
            where = {"layer": name.layer, "annotator": name.annotator, "file": reading.file}
            yield problem("guideline-mixed", _versions_listed([reading]), **where)
    for reading in _voting(corpus):
        by_layer[reading.name.layer].append(reading)
    for layer, readings in by_layer.items():
        alone = [r for r in readings if len(_versions([r])) == 1]
        if len(_versions(alone)) > 1:
            yield problem("guideline-mixed", _versions_listed(alone), layer=layer)


def _voting(corpus: CorpusReading) -> Iterator[ExportReading]:
    annotators = corpus.schema.annotators if corpus.schema else ()
    voters = {a.id for a in annotators if a.role == "annotator"}
    return (r for r in (*corpus.exports, *corpus.adjudications) if r.name.annotator in voters)


def _versions(readings: Sequence[ExportReading]) -> dict[str, set[str]]:
    """Guideline version to the passes that were done under it, as a report names them."""
    found: dict[str, set[str]] = defaultdict(set)
    for reading in readings:
        for status in reading.statuses:
            again = f" (pass {status.pass_})" if status.pass_ > 1 else ""
            found[status.guideline_version or ""].add(f"{status.annotator}{again}")
    return found


def _versions_listed(readings: Sequence[ExportReading]) -> str:
    found = _versions(readings)
    return "; ".join(f"{v} by {', '.join(sorted(found[v]))}" for v in sorted(found))


def _listed(items: Sequence[str]) -> str:
    shown = ", ".join(items[:_NAMED])
    return shown if len(items) <= _NAMED else f"{shown} and {len(items) - _NAMED} more"
