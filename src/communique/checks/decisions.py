"""Check that adjudicated decisions are based on existing records and follow unanimous votes."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from communique.checks.check import check
from communique.problems import Problem, problem_kind
from communique.records import Record
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer
from communique.records.items import ComparedItem, comparison_key
from communique.records.linked_pairs import Labels, linked_pairs
from communique.schema import Layer
from communique.workspace.problem_kinds import DECISION_MALFORMED, VOTE_MISSING
from communique.workspace.reading import CorpusReading

DECISION_WITHOUT_CANDIDATES: Final = problem_kind(
    "decision-without-candidates",
    level="error",
    stage="corpus",
    what="An adjudicated decision names no annotation that it decides on.",
    why="Nobody could see where the label comes from.",
    fix=(
        "Run `communique adjudicate`. Spans that every annotator missed have the reason `missed`."
    ),
    example=(
        "annotations/adjudicated/names.json · one · decision e000000000000: An "
        "adjudicated decision names no annotation that it decides on."
    ),
)
DECISION_CONTRADICTS_VOTES: Final = problem_kind(
    "decision-contradicts-votes",
    level="error",
    stage="corpus",
    what="An adjudicated decision contradicts a unanimous vote.",
    why="An adjudicator decides against all annotators only on an item that was opened again.",
    fix=(
        "Run `communique adjudicate`, which adopts unanimous votes. To decide against them, use "
        "`communique annotate ADJUDICATOR --reopen UID`."
    ),
    example=(
        "annotations/adjudicated/names.json · one · decision e000000000000: kept as place "
        "[17, 24); all annotators chose person [17, 24)"
    ),
)
DECISION_ORPHANED: Final = problem_kind(
    "decision-orphaned",
    level="error",
    stage="corpus",
    what="An adjudicated decision is based on annotations that no longer exist.",
    why="The vote may be different after a new pull, so the old decision no longer applies.",
    fix="Run `communique adjudicate` again.",
    example=(
        "annotations/adjudicated/names.json · one · decision e000000000000: annotation "
        "not found: a00000000000000000000"
    ),
)
# What a layer's votes alone can show: where some of them were not read, it would be shown falsely.
FOLLOW_FROM_VOTES: Final = frozenset({DECISION_CONTRADICTS_VOTES.id, DECISION_ORPHANED.id})


def _founded(batch: CorpusReading) -> Iterator[Problem]:
    if not batch.stored_decisions or batch.schema is None:
        return
    adjudications = (r for export in batch.adjudications for r in export.records)
    known = {r.annotation_id for records in (batch.records, adjudications) for r in records}
    unanimous = _unanimous(batch.items)
    shared = [item for item in batch.items if item.is_shared]
    for layer in batch.schema.layers:
        if layer.name in batch.decisions:
            file = batch.folder.relative(batch.folder.adjudicated(layer.name))
            decided = batch.decisions[layer.name].without(batch.inactive)
            problems = _of_layer(layer, decided, file, known, unanimous)
            linked = _relations(layer, decided, file, shared)
            silent = FOLLOW_FROM_VOTES if layer.name in batch.partly_read else frozenset[str]()
            yield from (p for p in (*problems, *linked) if p.id not in silent)


@check(
    DECISION_MALFORMED,
    DECISION_WITHOUT_CANDIDATES,
    DECISION_CONTRADICTS_VOTES,
    DECISION_ORPHANED,
    VOTE_MISSING,
    in_batch=_founded,
)
def decisions_founded(corpus: CorpusReading) -> Iterator[Problem]:
    """Check that decisions can be read and are based on existing records and votes.

    Reports nothing without adjudicated files. If records are missing because an export was not
    read completely, only the problem of that export is reported.
    """
    yield from corpus.problems_of("decisions")


def _of_layer(
    layer: Layer,
    adjudicated: AdjudicatedLayer,
    file: str,
    known: Collection[str],
    unanimous: Mapping[str, Record],
) -> Iterator[Problem]:
    for decision in adjudicated.decisions:
        if not decision.candidates and decision.reason != "missed":
            yield DECISION_WITHOUT_CANDIDATES.problem(**_where(layer, decision, file))
        if missing := [c for c in decision.candidates if c not in known]:
            message = f"annotation not found: {', '.join(missing)}"
            yield DECISION_ORPHANED.problem(message, **_where(layer, decision, file))
        voted = next((unanimous[c] for c in decision.candidates if c in unanimous), None)
        overrules = decision.overrules and decision.by is not None
        if voted is not None and not overrules and _differs(layer, decision, voted):
            message = (
                f"{decision.outcome} as {_shown(decision.label, decision.start, decision.end)}"
            )
            voters = f"all annotators chose {_shown(voted.label, voted.start, voted.end)}"
            where = _where(layer, decision, file)
            yield DECISION_CONTRADICTS_VOTES.problem(f"{message}; {voters}", **where)


def _where(layer: Layer, decision: AdjudicatedDecision, file: str) -> dict[str, str]:
    at = f"decision {decision.uid}"
    return {"layer": layer.name, "document": decision.doc_id, "file": file, "at": at}


def _relations(
    layer: Layer, found: AdjudicatedLayer, file: str, items: Sequence[ComparedItem]
) -> Iterator[Problem]:
    """Relations have a label of the schema, lead to a span that is kept, and respect the votes."""
    kept = {d.uid for d in found.decisions if d.outcome == "kept" and d.kind == "span"}
    known = {label.id for label in layer.relations}
    unanimous = _unanimous_relations(layer, found, items)
    for decision in found.decisions:
        if not decision.relations and decision.uid not in unanimous:
            continue
        where = _where(layer, decision, file)
        for relation in decision.relations:
            if relation.label not in known:
                message = f"relation {relation.label!r} is not in the schema"
                yield DECISION_MALFORMED.problem(message, **where)
            if {decision.uid, relation.to_uid} - kept:
                message = f"a relation joins it to {relation.to_uid}: both must be kept spans"
                yield DECISION_ORPHANED.problem(message, **where)
        for to_uid, labels in unanimous.get(decision.uid, {}).items():
            decided = {
                r.label for r in decision.relations if (r.to_uid, r.outcome) == (to_uid, "kept")
            }
            if decided != set(labels):
                message = f"relation to {to_uid}: {', '.join(sorted(decided)) or 'none'}"
                voters = f"all annotators chose {', '.join(labels)}"
                yield DECISION_CONTRADICTS_VOTES.problem(f"{message}; {voters}", **where)


def _unanimous_relations(
    layer: Layer, found: AdjudicatedLayer, items: Sequence[ComparedItem]
) -> dict[str, dict[str, Labels]]:
    """The labels that all voters gave, by the uids of the kept spans that they link."""
    kept = {tuple(sorted(d.candidates)): d.uid for d in found.decisions if d.outcome == "kept"}
    linked: dict[str, dict[str, Labels]] = {}
    for pair in linked_pairs(layer, items):
        source, target = (kept.get(key) for key in pair.key)
        if pair.unanimous and source and target:
            linked.setdefault(source, {})[target] = next(iter(pair.labels.values()))
    return linked


def _unanimous(items: list[ComparedItem]) -> Mapping[str, Record]:
    """Map ids of records to the unanimous answer, for items with two or more votes."""
    return {
        r.annotation_id: i.records[0]
        for i in items
        if i.unanimous and i.is_shared
        for r in i.records
    }


def _differs(layer: Layer, decision: AdjudicatedDecision, voted: Record) -> bool:
    if decision.outcome == "rejected":
        return True
    values = decision.values
    attributes = tuple((name, values.get(name)) for name in layer.counted)
    return (decision.start, decision.end, decision.label, attributes) != comparison_key(
        layer, voted
    )


def _shown(label: str, start: int | None, end: int | None) -> str:
    return label if start is None else f"{label} [{start}, {end})"
