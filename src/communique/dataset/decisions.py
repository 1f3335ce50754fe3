"""Records to decisions: what the dataset states of each span, block and document."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from communique.corpus import Document
from communique.records import Record, Values, mint_uid
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer
from communique.records.items import is_about_annotation
from communique.schema import Schema
from communique.util.plural import counted


class NeedsAdjudicationError(ValueError):
    """A layer has several passes and no decision between them."""


@dataclass(frozen=True, slots=True)
class FinalLabel:
    """One row's worth of label: offsets into the document's text, half-open; votes by label."""

    uid: str | None
    layer: str
    doc_id: str
    kind: str
    start: int | None
    end: int | None
    label: str
    attributes: Mapping[str, Values]
    decision: str
    votes: tuple[tuple[str, int], ...]
    n_annotators: int
    candidates: tuple[str, ...]


def all_decisions(
    schema: Schema,
    records: Sequence[Record],
    voters: Mapping[tuple[str, str], Sequence[str]],
    adjudicated: Mapping[str, AdjudicatedLayer],
    documents: Mapping[str, Document],
) -> list[FinalLabel]:
    """What was adjudicated where two or more voted on a document, and single passes elsewhere.

    `voters` by layer and document. Raises NeedsAdjudicationError.
    """
    shared = {key for key, names in voters.items() if len(names) > 1}
    decided: list[FinalLabel] = []
    records = [r for r in records if not is_about_annotation(schema, r)]
    for layer in schema.layers:
        found = adjudicated.get(layer.name, AdjudicatedLayer(decisions=[]))
        own = [d for d in found.decisions if (layer.name, d.doc_id) in shared]
        _refuse_undecided(layer.name, records, voters, shared, own)
        kept = (d for d in own if d.outcome == "kept")
        decided += [_adjudicated(layer.name, d, documents.get(d.doc_id)) for d in kept]
    alone = [r for r in records if (r.layer, r.doc_id) not in shared]
    return sorted([*decided, *single_decisions(schema, alone)], key=_decided_place)


def _decided_place(decision: FinalLabel) -> tuple[str, str, int, int, str, str]:
    start, end = decision.start, decision.end
    return (
        decision.layer,
        decision.doc_id,
        -1 if start is None else start,
        -1 if end is None else -end,
        decision.label,
        decision.uid or "",
    )


def _refuse_undecided(
    layer: str,
    records: Iterable[Record],
    voters: Mapping[tuple[str, str], Sequence[str]],
    shared: Collection[tuple[str, str]],
    decided: Iterable[AdjudicatedDecision],
) -> None:
    known = {c for d in decided for c in d.candidates}
    waiting = [
        r
        for r in records
        if r.layer == layer and r.pass_ == 1 and (layer, r.doc_id) in shared
        if r.annotator in voters[layer, r.doc_id] and r.annotation_id not in known
    ]
    if waiting:
        what, verb = counted(len(waiting), "annotation"), "is" if len(waiting) == 1 else "are"
        raise NeedsAdjudicationError(f"layer {layer}: {what} of several passes {verb} undecided")


def _adjudicated(layer: str, found: AdjudicatedDecision, document: Document | None) -> FinalLabel:
    """The decision where it stands in today's text."""
    start, end = found.start, found.end
    if document and found.raw_start is not None and found.raw_end is not None:
        start, end = document.offsets.from_raw(found.raw_start, found.raw_end) or (start, end)
    attributes = {k: tuple(v) if isinstance(v, list) else v for k, v in found.attributes.items()}
    return FinalLabel(
        found.uid,
        layer,
        found.doc_id,
        found.kind,
        start,
        end,
        found.label,
        attributes,
        found.decision,
        tuple((v.label, v.count) for v in found.votes),
        sum(v.count for v in found.votes),
        tuple(found.candidates),
    )


def single_decisions(schema: Schema, records: Iterable[Record]) -> list[FinalLabel]:
    """The decisions where each layer has one first pass, taken over as they are (`single`).

    A pilot counts only where nobody else has annotated. Raises NeedsAdjudicationError.
    """
    firsts = [r for r in records if r.pass_ == 1 and not is_about_annotation(schema, r)]
    chosen = _one_annotator_a_layer(schema, firsts)
    kept = sorted((r for r in firsts if r.annotator == chosen[r.layer]), key=_place)
    seen: Counter[tuple[str, str, int, int]] = Counter()
    return [_single(r, seen) for r in kept]


def _one_annotator_a_layer(schema: Schema, records: Sequence[Record]) -> dict[str, str]:
    roles = {a.id: a.role for a in schema.annotators}
    chosen: dict[str, str] = {}
    for layer in sorted({r.layer for r in records}):
        everyone = {r.annotator for r in records if r.layer == layer}
        voters = {a for a in everyone if roles.get(a) == "annotator"} or everyone
        if len(voters) > 1:
            raise NeedsAdjudicationError(
                f"layer {layer}: {len(voters)} passes ({', '.join(sorted(voters))})"
            )
        chosen[layer] = voters.pop()
    return chosen


def _place(record: Record) -> tuple[str, str, int, int, str, str]:
    start, end = record.start, record.end
    return (
        record.layer,
        record.doc_id,
        -1 if start is None else start,
        -1 if end is None else -end,
        record.label,
        record.annotation_id,
    )


def _single(record: Record, seen: Counter[tuple[str, str, int, int]]) -> FinalLabel:
    uid = None
    if record.kind == "span" and record.raw_start is not None and record.raw_end is not None:
        key = (record.layer, record.doc_id, record.raw_start, record.raw_end)
        uid = mint_uid(*key, seen[key])
        seen[key] += 1
    return FinalLabel(
        uid,
        record.layer,
        record.doc_id,
        record.kind,
        record.start,
        record.end,
        record.label,
        record.attributes,
        "single",
        ((record.label, 1),),
        1,
        (record.annotation_id,),
    )
