"""Adjudicated decisions rest on annotations that are there, and respect what all said alike."""

from collections.abc import Collection, Iterator, Mapping

from communique.problems import Problem
from communique.problems.catalogue import drops, problem
from communique.records import Record, Values
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer
from communique.records.items import ComparedItem, comparison_key
from communique.schema import Layer
from communique.workspace.reading import CorpusReading


def decisions_founded(corpus: CorpusReading) -> Iterator[Problem]:
    """`decision-malformed decision-without-candidates decision-contradicts-votes
    decision-orphaned vote-missing`. Without adjudicated files: silent; of annotations that are gone
    because an export was not read whole, the export's own problem tells.
    """
    yield from corpus.problems_of("decisions")
    read = (*corpus.problems_of("exports"), *corpus.problems_of("decisions"))
    partly = {p.layer for p in read if drops(p.id)}
    if not corpus.decisions or corpus.schema is None:
        return
    adjudications = (r for export in corpus.adjudications for r in export.records)
    known = {r.annotation_id for records in (corpus.records, adjudications) for r in records}
    alike = _unanimous(corpus.items)
    for layer in corpus.schema.layers:
        if layer.name in corpus.decisions:
            file = corpus.folder.relative(corpus.folder.adjudicated(layer.name))
            found = _of_layer(layer, corpus.decisions[layer.name], file, known, alike)
            is_partly = layer.name in partly
            yield from (p for p in found if not (is_partly and p.id == "decision-orphaned"))


def _of_layer(
    layer: Layer,
    found: AdjudicatedLayer,
    file: str,
    known: Collection[str],
    alike: Mapping[str, Record],
) -> Iterator[Problem]:
    for decision in found.decisions:
        where = {
            "layer": layer.name,
            "document": decision.doc_id,
            "file": file,
            "at": f"decision {decision.uid}",
        }
        if not decision.candidates and decision.reason != "missed":
            yield problem("decision-without-candidates", **where)
        if gone := [c for c in decision.candidates if c not in known]:
            message = f"no annotation {', '.join(gone)}"
            yield problem("decision-orphaned", message, **where)
        voted = next((alike[c] for c in decision.candidates if c in alike), None)
        if voted is not None and _differs(layer, decision, voted):
            message = (
                f"{decision.outcome} as {_shown(decision.label, decision.start, decision.end)}"
            )
            voters = f"all said {_shown(voted.label, voted.start, voted.end)}"
            yield problem("decision-contradicts-votes", f"{message}; {voters}", **where)


def _unanimous(found: list[ComparedItem]) -> Mapping[str, Record]:
    """Annotation id to what all said alike, where more than one voted."""
    return {
        r.annotation_id: i.records[0]
        for i in found
        if i.unanimous and i.is_shared
        for r in i.records
    }


def _differs(layer: Layer, decision: AdjudicatedDecision, voted: Record) -> bool:
    if decision.outcome == "rejected":
        return True
    given: dict[str, Values] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in decision.attributes.items()
    }
    counted = [a.name for a in layer.region_attributes if a.counts]
    attributes = tuple((name, given.get(name)) for name in counted)
    return (decision.start, decision.end, decision.label, attributes) != comparison_key(
        layer, voted
    )


def _shown(label: str, start: int | None, end: int | None) -> str:
    return label if start is None else f"{label} [{start}, {end})"
