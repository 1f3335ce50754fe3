"""Linked pairs to decisions on relations, once the items that they link are decided."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from communique.adjudication.relation_votes import (
    has_relation_majority,
    relation_fingerprint,
    relation_reason,
    relation_variants,
    relation_votes,
)
from communique.adjudication.votes import ABSENT
from communique.records import Record
from communique.records.decision import (
    AdjudicatedDecision,
    AdjudicatedLayer,
    Reason,
    RelationDecision,
    Vote,
)
from communique.records.items import ItemKey
from communique.records.linked_pairs import Labels, LinkedPair, PairKey
from communique.schema import Layer


@dataclass(frozen=True, slots=True)
class PairDecision:
    """An adjudicator's answer on a pair: its labels, or `()` to reject the link; by whom, when (the
    time of the export that it rests on) and, if the adjudicator states it, why.
    """

    labels: Labels
    by: str
    at: str | None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class AddedLink:
    """A link that an adjudicator added between two items that no voter had linked."""

    doc_id: str
    key: PairKey
    voters: tuple[str, ...]
    decision: PairDecision


@dataclass(frozen=True, slots=True)
class DroppedRelation:
    """A link of a voter or an adjudicator that goes, because an item that it links is rejected."""

    doc_id: str
    key: PairKey
    labels: Labels


@dataclass(frozen=True, slots=True)
class RelationOutcome:
    """The decisions with their relations, the pairs that are open (`reopened` of them were decided
    once), and the relations that were dropped.
    """

    decisions: list[AdjudicatedDecision]
    open: tuple[LinkedPair, ...] = ()
    reopened: int = 0
    dropped: tuple[DroppedRelation, ...] = ()


Formers = Mapping[tuple[str, str], Sequence[RelationDecision]]  # by the uids of both ends


def decide_relations(
    layer: Layer,
    pairs: Sequence[LinkedPair],
    decisions: Sequence[AdjudicatedDecision],
    former: AdjudicatedLayer,
    rulings: Mapping[PairKey, PairDecision],
    added: Iterable[AddedLink],
    time: Callable[[Record], str | None],
) -> RelationOutcome:
    """Adopt unanimous relations, apply rulings, keep former decisions whose votes are the same.

    `decisions` are those of the layer's items, with their uids. A pair is open while one of its
    items is; its relation is dropped if one is rejected.
    """
    by_key = {tuple(sorted(d.candidates)): d for d in decisions if d.candidates}
    formers = _formers(former)
    found: dict[str, list[RelationDecision]] = defaultdict(list)
    waiting: list[LinkedPair] = []
    dropped: list[DroppedRelation] = []
    for pair in pairs:
        ends = _ends(by_key, pair.key)
        if any(d.outcome == "rejected" for d in ends):
            labels = tuple(sorted({x for labels in pair.labels.values() for x in labels}))
            dropped.append(DroppedRelation(pair.doc_id, pair.key, labels))
        elif len(ends) < 2 or not (made := _settle(layer, pair, ends, formers, rulings, time)):
            waiting.append(pair)
        else:
            found[ends[0].uid] += made
    for link in added:
        ends = _ends(by_key, link.key)
        if any(d.outcome == "rejected" for d in ends):
            dropped.append(DroppedRelation(link.doc_id, link.key, link.decision.labels))
        elif len(ends) == 2:
            found[ends[0].uid] += _missed(link, ends[1].uid)
    with_relations = [_with(layer, d, found[d.uid]) for d in decisions]
    once = sum(bool(formers.get(_uids(_ends(by_key, pair.key)))) for pair in waiting)
    return RelationOutcome(with_relations, tuple(waiting), once, tuple(dropped))


def undecided_pairs(
    pairs: Iterable[LinkedPair], decisions: Iterable[AdjudicatedDecision]
) -> list[LinkedPair]:
    """The pairs that are not unanimous and that no decision settles, on the pair or on its ends."""
    by_key = {tuple(sorted(d.candidates)): d for d in decisions}
    return [p for p in pairs if not p.unanimous and not _is_settled(_ends(by_key, p.key))]


def _is_settled(ends: Sequence[AdjudicatedDecision]) -> bool:
    if any(d.outcome == "rejected" for d in ends):
        return True
    return len(ends) == 2 and any(r.to_uid == ends[1].uid for r in ends[0].relations)


def _formers(former: AdjudicatedLayer) -> Formers:
    found: dict[tuple[str, str], list[RelationDecision]] = defaultdict(list)
    for decision in former.decisions:
        for relation in decision.relations:
            found[decision.uid, relation.to_uid].append(relation)
    return dict(found)


def _ends(by_key: Mapping[ItemKey, AdjudicatedDecision], key: PairKey) -> list[AdjudicatedDecision]:
    """The decisions on the two items of a pair, those that there are."""
    return [by_key[k] for k in key if k in by_key]


def _uids(ends: Sequence[AdjudicatedDecision]) -> tuple[str, str]:
    return (ends[0].uid, ends[1].uid) if len(ends) == 2 else ("", "")


def _settle(
    layer: Layer,
    pair: LinkedPair,
    ends: Sequence[AdjudicatedDecision],
    formers: Formers,
    rulings: Mapping[PairKey, PairDecision],
    time: Callable[[Record], str | None],
) -> list[RelationDecision]:
    """The decisions on a pair whose items are kept; none while it is open."""
    to_uid = ends[1].uid
    if pair.unanimous:
        times = [t for r in pair.source.records if (t := time(r))]
        labels = next(iter(pair.labels.values()))
        return _made(layer, pair, to_uid, labels, "unanimous", at=max(times, default=None))
    ruling, basis = rulings.get(pair.key), relation_fingerprint(pair)
    before = [r for r in formers.get(_uids(ends), ()) if r.basis == basis and r.by is not None]
    is_valid = before and {r.label for r in before} <= {label.id for label in layer.relations}
    if is_valid and not (ruling and (ruling.at or "") > (before[0].at or "")):
        return before
    return _ruled(layer, pair, to_uid, ruling) if ruling else []


def _ruled(
    layer: Layer, pair: LinkedPair, to_uid: str, ruling: PairDecision
) -> list[RelationDecision]:
    kept = bool(ruling.labels)
    how = "majority" if has_relation_majority(pair, ruling.labels) else "adjudicated"
    return _made(
        layer,
        pair,
        to_uid,
        ruling.labels or relation_variants(layer, pair)[0][0],
        how,
        outcome="kept" if kept else "rejected",
        reason=ruling.reason or relation_reason(pair, kept=kept),
        by=ruling.by,
        at=ruling.at,
    )


def _made(
    layer: Layer, pair: LinkedPair, to_uid: str, labels: Labels, decision: str, **more: str | None
) -> list[RelationDecision]:
    """One decision for each label."""
    same = {
        "to_uid": to_uid,
        "decision": decision,
        "votes": relation_votes(layer, pair),
        "basis": relation_fingerprint(pair),
        **more,
    }
    return [RelationDecision.model_validate({"label": label, **same}) for label in labels]


def _missed(link: AddedLink, to_uid: str) -> list[RelationDecision]:
    """The decisions on a relation that every annotator missed."""
    ruling = link.decision
    return [
        RelationDecision(
            label=label,
            to_uid=to_uid,
            decision="adjudicated",
            votes=[Vote(label=ABSENT, count=len(link.voters))],
            reason=ruling.reason or "missed",
            by=ruling.by,
            at=ruling.at,
        )
        for label in ruling.labels
    ]


def _with(
    layer: Layer, decision: AdjudicatedDecision, relations: Sequence[RelationDecision]
) -> AdjudicatedDecision:
    order = {label.id: n for n, label in enumerate(layer.relations)}
    ranked = sorted(relations, key=lambda r: (r.to_uid, order.get(r.label, len(order)), r.label))
    if ranked == decision.relations:
        return decision
    return decision.model_copy(update={"relations": ranked})
