"""Adjudicated decisions rest on annotations that are there, and respect what all said alike."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from communique.adjudicated import (
    Adjudicated,
    AdjudicatedLayer,
    MalformedDecisionsError,
    read_decisions,
)
from communique.catalogue import problem
from communique.checks.state import State
from communique.comparison import Item, items, said
from communique.problems import Problem
from communique.records import Record, Values
from communique.schema import Layer


def decisions_founded(state: State) -> Iterator[Problem]:
    """`decision-malformed decision-without-candidates decision-contradicts-votes
    decision-orphaned`. Without adjudicated files: silent.
    """
    for path in state.folder.adjudicated_files():
        file, name = state.folder.relative(path), path.stem
        try:
            found = read_decisions(path)
        except MalformedDecisionsError as error:
            yield problem("decision-malformed", str(error), layer=name, file=file)
            continue
        layer = (
            next((x for x in state.schema.layers if x.name == name), None) if state.schema else None
        )
        if layer is not None:
            yield from _of_layer(state, layer, found, path)


def _of_layer(state: State, layer: Layer, found: AdjudicatedLayer, path: Path) -> Iterator[Problem]:
    records, passes = state.records
    known = {r.annotation_id for r in [*records, *state.adjudications]}
    alike = _unanimous(items(state.schema, records, passes) if state.schema else [])
    for decision in found.decisions:
        where = {
            "layer": layer.name,
            "document": decision.doc_id,
            "file": state.folder.relative(path),
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


def _unanimous(found: list[Item]) -> Mapping[str, Record]:
    """Annotation id to what all said alike, where more than one voted."""
    return {
        r.annotation_id: i.records[0]
        for i in found
        if i.unanimous and i.is_shared
        for r in i.records
    }


def _differs(layer: Layer, decision: Adjudicated, voted: Record) -> bool:
    if decision.outcome == "rejected":
        return True
    given: dict[str, Values] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in decision.attributes.items()
    }
    counted = [a.name for a in layer.region_attributes if a.counts]
    attributes = tuple((name, given.get(name)) for name in counted)
    return (decision.start, decision.end, decision.label, attributes) != said(layer, voted)


def _shown(label: str, start: int | None, end: int | None) -> str:
    return label if start is None else f"{label} [{start}, {end})"
