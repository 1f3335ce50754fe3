"""Derive the final labels of spans, blocks and documents from records and decisions."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set

from msgspec.structs import replace

from communique.corpus import Document
from communique.dataset.final_label import FinalLabel, FinalRelation
from communique.dataset.votes import count_votes, votes_on
from communique.records import Record, mint_uid
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer
from communique.records.items import is_about_annotation
from communique.records.relation import relations_of
from communique.schema import Layer, Schema
from communique.util.plural import counted


class NeedsAdjudicationError(ValueError):
    """A layer has several passes that are not adjudicated."""


def all_decisions(
    schema: Schema,
    records: Sequence[Record],
    voters: Mapping[tuple[str, str], Sequence[str]],
    adjudicated: Mapping[str, AdjudicatedLayer],
    documents: Mapping[str, Document],
    standing: Collection[tuple[str, str]] = (),
    only_annotator: Mapping[str, str] | None = None,
) -> list[FinalLabel]:
    """All final labels, sorted; with the rejected items of adjudicated layers.

    A document on which two or more annotators voted has its adjudicated decisions. Any other
    document has the records of its single pass. `voters`: by layer and document; `standing`: where
    votes of an older guideline were decided on, and the decisions stay; `only_annotator`: by
    layer, whose records count where one pass is alone, if these are not all documents.
    Raises NeedsAdjudicationError.
    """
    voted = {key for key, names in voters.items() if len(names) > 1}
    decided_on = {(name, d.doc_id) for name, x in adjudicated.items() for d in x.decisions}
    shared = shared_documents(voters, decided_on, standing)
    decided: list[FinalLabel] = []
    records = [r for r in records if not is_about_annotation(schema, r)]
    by_id = {r.annotation_id: r for r in records}
    for layer in schema.layers:
        found = adjudicated.get(layer.name, AdjudicatedLayer(decisions=[]))
        own = [d for d in found.decisions if (layer.name, d.doc_id) in shared]
        votes = _votes(layer.name, records, voters, voted)
        _refuse_undecided(layer.name, votes, own)
        _refuse_undecided_relations(layer.name, votes, own)
        decided += [_adjudicated(layer, d, documents.get(d.doc_id), by_id) for d in own]
    alone = [r for r in records if (r.layer, r.doc_id) not in shared]
    return sorted([*decided, *single_decisions(schema, alone, only_annotator)], key=_decided_place)


def shared_documents(
    voters: Mapping[tuple[str, str], Sequence[str]],
    decided_on: Set[tuple[str, str]],
    standing: Collection[tuple[str, str]],
) -> set[tuple[str, str]]:
    """The layers and documents that adjudicated decisions are taken from."""
    return {key for key, names in voters.items() if len(names) > 1} | (decided_on & set(standing))


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


def _votes(
    layer: str,
    records: Iterable[Record],
    voters: Mapping[tuple[str, str], Sequence[str]],
    shared: Collection[tuple[str, str]],
) -> list[Record]:
    """The voting records of the documents that two or more voted on."""
    return [
        r
        for r in records
        if r.layer == layer and r.pass_ == 1 and (layer, r.doc_id) in shared
        if r.annotator in voters[layer, r.doc_id]
    ]


def _refuse_undecided_relations(
    layer: str, votes: Iterable[Record], decided: Sequence[AdjudicatedDecision]
) -> None:
    """Every relation between kept spans has a decision on the pair that it links."""
    kept = {c: d for d in decided if d.outcome == "kept" for c in d.candidates}
    known = {(d.uid, r.to_uid) for d in decided for r in d.relations}
    uids = {d.uid for d in kept.values()}
    for uid, to_uid in sorted(known):
        if not {uid, to_uid} <= uids:
            raise NeedsAdjudicationError(
                f"layer {layer}: a relation joins {uid} and {to_uid}, which are not both kept"
            )
    waiting = {
        (kept[r.from_id].uid, kept[r.to_id].uid)
        for record in votes
        for r in relations_of(record)
        if r.from_id in kept and r.to_id in kept
    } - known
    if waiting:
        raise NeedsAdjudicationError(
            f"layer {layer}: relations of {len(waiting)} pairs of spans are undecided"
        )


def _refuse_undecided(
    layer: str, votes: Iterable[Record], decided: Iterable[AdjudicatedDecision]
) -> None:
    known = {c for d in decided for c in d.candidates}
    waiting = [r for r in votes if r.annotation_id not in known]
    if waiting:
        raise NeedsAdjudicationError(
            f"layer {layer}: no decision for {counted(len(waiting), 'annotation')} of documents"
            " with several passes"
        )


def _adjudicated(
    layer: Layer,
    found: AdjudicatedDecision,
    document: Document | None,
    records: Mapping[str, Record],
) -> FinalLabel:
    """The decision with its offsets in the present text, and the votes of its candidates."""
    start, end = found.start, found.end
    if document and found.raw_start is not None and found.raw_end is not None:
        start, end = document.offsets.from_raw(found.raw_start, found.raw_end) or (start, end)
    candidates = [records[c] for c in found.candidates if c in records]
    n_voters = sum(v.count for v in found.votes)
    votes, differing = votes_on(layer, candidates, n_voters)
    return FinalLabel(
        uid=found.uid,
        layer=layer.name,
        doc_id=found.doc_id,
        kind=found.kind,
        start=start,
        end=end,
        label=found.label,
        attributes=found.values,
        decision=found.decision,
        n_annotators=n_voters,
        candidates=tuple(found.candidates),
        votes=votes,
        disagreement=differing,
        outcome=found.outcome,
        reason=found.reason,
        decided_by=found.by,
        relations=_kept_relations(found),
    )


def _kept_relations(found: AdjudicatedDecision) -> tuple[FinalRelation, ...]:
    return tuple(
        FinalRelation(r.label, r.to_uid, r.decision, tuple((v.label, v.count) for v in r.votes))
        for r in found.relations
        if r.outcome == "kept"
    )


def single_decisions(
    schema: Schema, records: Iterable[Record], only_annotator: Mapping[str, str] | None = None
) -> list[FinalLabel]:
    """The labels of layers with one pass 1, unchanged (decision `single`).

    A pilot counts only if no other annotator has annotated the layer. `only_annotator` is as in
    `all_decisions`. Raises NeedsAdjudicationError.
    """
    firsts = [r for r in records if r.pass_ == 1 and not is_about_annotation(schema, r)]
    chosen = only_annotator
    if chosen is None:
        everyone: dict[str, set[str]] = {}
        for record in firsts:
            everyone.setdefault(record.layer, set()).add(record.annotator)
        chosen = one_annotator_a_layer(schema, everyone)
    kept = sorted((r for r in firsts if r.annotator == chosen[r.layer]), key=_place)
    seen: Counter[tuple[str, str, int, int]] = Counter()
    return _linked(kept, [_single(schema.layer(r.layer), r, seen) for r in kept])


def _linked(records: Sequence[Record], decisions: Sequence[FinalLabel]) -> list[FinalLabel]:
    """The decisions with the relations of the records that they are made of."""
    uids = {c: d.uid for d in decisions for c in d.candidates}
    return [
        replace(decision, relations=tuple(sorted(_single_relations(record, uids), key=_to)))
        for record, decision in zip(records, decisions, strict=True)
    ]


def _single_relations(record: Record, uids: Mapping[str, str | None]) -> Iterable[FinalRelation]:
    for relation in relations_of(record):
        uid = uids.get(relation.to_id)
        if uid is not None:
            yield FinalRelation(relation.label, uid, "single", ((relation.label, 1),))


def _to(relation: FinalRelation) -> tuple[str, str]:
    return relation.to_uid, relation.label


def one_annotator_a_layer(
    schema: Schema, everyone: Mapping[str, Collection[str]]
) -> dict[str, str]:
    """By layer, the annotator whose pass counts; `everyone`: those whose passes are alone.

    Raises NeedsAdjudicationError.
    """
    roles = {a.id: a.role for a in schema.annotators}
    chosen: dict[str, str] = {}
    for layer, names in sorted(everyone.items()):
        voters = {a for a in names if roles.get(a) == "annotator"} or set(names)
        if len(voters) > 1:
            raise NeedsAdjudicationError(
                f"layer {layer}: no decisions between {len(voters)} passes"
                f" ({', '.join(sorted(voters))})"
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


def _single(layer: Layer, record: Record, seen: Counter[tuple[str, str, int, int]]) -> FinalLabel:
    uid = None
    if record.kind == "span" and record.raw_start is not None and record.raw_end is not None:
        key = (record.layer, record.doc_id, record.raw_start, record.raw_end)
        uid = mint_uid(*key, seen[key])
        seen[key] += 1
    return agreed_label(layer, [record], uid, "single")


def agreed_label(
    layer: Layer,
    records: Sequence[Record],
    uid: str | None,
    decision: str,
    relations: tuple[FinalRelation, ...] = (),
) -> FinalLabel:
    """The label that all these records give, one from each annotator of the document."""
    first = records[0]
    return FinalLabel(
        uid=uid,
        layer=layer.name,
        doc_id=first.doc_id,
        kind=first.kind,
        start=first.start,
        end=first.end,
        label=first.label,
        attributes=first.attributes,
        decision=decision,
        n_annotators=len(records),
        candidates=tuple(record.annotation_id for record in records),
        votes=count_votes(layer, records, len(records)),
        relations=relations,
    )
