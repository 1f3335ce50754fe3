"""A layer's items to decisions; an item that nobody decided stays open."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from communique.adjudication.decisions import (
    AdjudicatorDecision,
    added,
    overruled,
    ruled,
    unanimous,
)
from communique.adjudication.inherit_ids import inherit_ids
from communique.adjudication.relations import (
    AddedLink,
    DroppedRelation,
    PairDecision,
    decide_relations,
)
from communique.adjudication.votes import votes_fingerprint
from communique.records import Record
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer
from communique.records.items import ComparedItem, ItemKey, item_key
from communique.records.linked_pairs import LinkedPair, PairKey, linked_pairs
from communique.schema import Layer


@dataclass(frozen=True, slots=True)
class Outcome:
    """The decisions of a layer, and its open items and linked pairs; `reopened` counts those of
    both that were decided once. `dropped` are relations with an item that is rejected.

    `standing` decisions are based on votes of another major version of the guideline; `lost` ids
    were retired just now.
    """

    layer: AdjudicatedLayer
    open: tuple[ComparedItem, ...]
    reopened: int
    open_pairs: tuple[LinkedPair, ...] = ()
    dropped: tuple[DroppedRelation, ...] = ()
    standing: int = 0
    lost: tuple[str, ...] = ()

    @property
    def ready_pairs(self) -> list[LinkedPair]:
        """The open pairs whose two items are decided."""
        waiting = {item_key(item) for item in self.open}
        return [pair for pair in self.open_pairs if not waiting & {*pair.key}]


@dataclass(frozen=True, slots=True)
class PairRulings:
    """What adjudicators decided of relations: on linked pairs, and links that they added."""

    pairs: Mapping[PairKey, PairDecision] = field(default_factory=dict[PairKey, PairDecision])
    added: Sequence[AddedLink] = ()


def decide(
    layer: Layer,
    items: Sequence[ComparedItem],
    former: AdjudicatedLayer,
    rulings: Mapping[ItemKey, AdjudicatorDecision],
    missed: Sequence[tuple[Record, Sequence[str], AdjudicatorDecision]],
    time: Callable[[Record], str | None],
    relations: PairRulings | None = None,
    standing: Collection[str] = (),
) -> Outcome:
    """Adopt unanimous items, apply rulings, keep former decisions whose votes are the same as
    then, and leave the rest open. A ruling on a unanimous item, which an adjudicator gave because
    it was opened again, overrules the votes.

    `items` are those of the layer that more than one voted on; `missed` are spans that adjudicators
    added, with those who voted on the document; `time` is when a record was submitted. A former
    decision yields to a ruling only if that is newer. The order of the input does not matter.
    `standing` are documents whose decisions stay as they are, because too few annotators have
    finished them under the current guideline.
    """
    formers = {tuple(sorted(d.candidates)): d for d in former.decisions if d.candidates}
    kept = [d for d in former.decisions if d.doc_id in standing]
    drafts: list[AdjudicatedDecision] = []
    undecided: list[ComparedItem] = []
    for item in items:
        key = item_key(item)
        draft = _settle(layer, item, formers.get(key), rulings.get(key), time)
        if draft is None:
            undecided.append(item)
        else:
            drafts.append(draft)
    drafts += [added(layer, record, voters, ruling) for record, voters, ruling in missed]
    once = {c for d in former.decisions for c in d.candidates}
    reopened = sum(bool(once & set(item_key(item))) for item in undecided)
    decided = inherit_ids(layer, former, drafts, kept)
    given = relations or PairRulings()
    pairs = linked_pairs(layer, items)
    linked = decide_relations(
        layer, pairs, decided.decisions, former, given.pairs, given.added, time
    )
    return Outcome(
        decided.model_copy(update={"decisions": linked.decisions}),
        tuple(undecided),
        reopened + linked.reopened,
        linked.open,
        linked.dropped,
        len(kept),
        tuple(sorted(set(decided.retired) - set(former.retired))),
    )


def _settle(
    layer: Layer,
    item: ComparedItem,
    former: AdjudicatedDecision | None,
    ruling: AdjudicatorDecision | None,
    time: Callable[[Record], str | None],
) -> AdjudicatedDecision | None:
    if (
        former is not None
        and former.by is not None
        and (former.overrules or not item.unanimous)
        and former.basis == votes_fingerprint(layer, item)
        and not _is_newer(ruling, former)
    ):
        return former
    if item.unanimous:
        times = (t for r in item.records if (t := time(r)))
        last = max(times, default=None)
        if ruling is not None and ruling.overrules:
            return overruled(layer, item, ruling, last)
        return unanimous(layer, item, last, former)
    return ruled(layer, item, ruling) if ruling else None


def _is_newer(ruling: AdjudicatorDecision | None, former: AdjudicatedDecision) -> bool:
    return ruling is not None and (ruling.at or "") > (former.at or "")
