"""A layer's items to decisions; what nobody has decided stays open."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from communique.adjudication.decisions import AdjudicatorDecision, added, ruled, unanimous
from communique.adjudication.inherit_ids import inherit_ids
from communique.adjudication.votes import votes_fingerprint
from communique.records import Record
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer
from communique.records.items import ComparedItem
from communique.schema import Layer

Key = tuple[str, ...]  # the ids of the annotations that an item is made of


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is decided of a layer, and what is not yet; `reopened` of the open ones were once.

    `standing` decisions rest on votes of another major version of the guideline; `lost` ids were
    retired just now.
    """

    layer: AdjudicatedLayer
    open: tuple[ComparedItem, ...]
    reopened: int
    standing: int = 0
    lost: tuple[str, ...] = ()


def key(item: ComparedItem) -> Key:
    """By what an item is known from one run to the next."""
    return tuple(sorted(r.annotation_id for r in item.records))


def decide(
    layer: Layer,
    items: Sequence[ComparedItem],
    former: AdjudicatedLayer,
    rulings: Mapping[Key, AdjudicatorDecision],
    missed: Sequence[tuple[Record, Sequence[str], AdjudicatorDecision]],
    time: Callable[[Record], str | None],
    standing: Collection[str] = (),
) -> Outcome:
    """Take over what is unanimous, apply rulings, keep former decisions whose candidates say what
    they said then, and leave the rest open.

    `items` are those of the layer that more than one voted on; `missed` are spans that adjudicators
    added, with those who voted on the document; `time` is when a record was submitted. A former
    decision yields to a ruling only if that is newer. Nothing hangs on the order of anything.
    `standing` are documents whose decisions stay as they are: too few have done them under the
    present guideline.
    """
    known = {tuple(sorted(d.candidates)): d for d in former.decisions if d.candidates}
    kept = [d for d in former.decisions if d.doc_id in standing]
    drafts: list[AdjudicatedDecision] = []
    waiting: list[ComparedItem] = []
    for item in items:
        draft = _settle(layer, item, known.get(key(item)), rulings.get(key(item)), time)
        if draft is None:
            waiting.append(item)
        else:
            drafts.append(draft)
    drafts += [added(layer, record, voters, ruling) for record, voters, ruling in missed]
    once = {c for d in former.decisions for c in d.candidates}
    reopened = sum(bool(once & set(key(item))) for item in waiting)
    decided = inherit_ids(layer, former, drafts, kept)
    lost = tuple(sorted(set(decided.retired) - set(former.retired)))
    return Outcome(decided, tuple(waiting), reopened, len(kept), lost)


def _settle(
    layer: Layer,
    item: ComparedItem,
    former: AdjudicatedDecision | None,
    ruling: AdjudicatorDecision | None,
    time: Callable[[Record], str | None],
) -> AdjudicatedDecision | None:
    if item.unanimous:
        times = [t for r in item.records if (t := time(r))]
        return unanimous(layer, item, max(times, default=None))
    stands = (
        former is not None
        and former.basis == votes_fingerprint(layer, item)
        and former.by is not None
    )
    if former is not None and stands and not (ruling and (ruling.at or "") > (former.at or "")):
        return former
    return ruled(layer, item, ruling) if ruling else None
