"""An adjudicator's answer on an item, and the decision that follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from communique.adjudication.votes import (
    attributes,
    has_majority,
    label_counts,
    reason,
    variants,
    votes_fingerprint,
)
from communique.records import Record
from communique.records.decision import AdjudicatedDecision, Reason, Vote
from communique.records.items import ComparedItem, comparison_key
from communique.schema import Layer


@dataclass(frozen=True, slots=True)
class AdjudicatorDecision:
    """The record that is kept, or None to reject the item; by whom, when (the time of the export
    that it is based on) and, if the adjudicator states it, why. `overrules`: the item was opened
    again, so the answer also stands against unanimous votes.
    """

    record: Record | None
    by: str
    at: str | None
    reason: Reason | None = None
    overrules: bool = False


def unanimous(
    layer: Layer, item: ComparedItem, at: str | None, former: AdjudicatedDecision | None = None
) -> AdjudicatedDecision:
    """The decision on which all annotators agree: the `former` one if it says the same."""
    fields = _fields(layer, item, item.records[0], kept=True, decision="unanimous", at=at)
    if former is not None and not (former.relations or former.overrules):
        said = {name: getattr(former, name) for name in fields}
        said["votes"] = [(vote.label, vote.count) for vote in former.votes]
        if said == fields:
            return former
    return _made(fields)


def ruled(layer: Layer, item: ComparedItem, ruling: AdjudicatorDecision) -> AdjudicatedDecision:
    """The decision of an adjudicator: a majority's if more than half gave the same answer."""
    kept = ruling.record is not None
    chosen = ruling.record or variants(layer, item)[0][0]
    if kept:
        followed = has_majority(layer, item, chosen)
    else:
        followed = (len(item.voters) - len(item.records)) * 2 > len(item.voters)
    fields = _fields(
        layer,
        item,
        chosen,
        kept=kept,
        decision="majority" if followed else "adjudicated",
        reason=ruling.reason or reason(layer, item, kept=kept),
        by=ruling.by,
        at=ruling.at,
    )
    return _made(fields)


def overruled(
    layer: Layer, item: ComparedItem, ruling: AdjudicatorDecision, time: str | None
) -> AdjudicatedDecision:
    """The decision on an item with unanimous votes that was opened again for the adjudicator.
    Where the adjudicator agrees with the votes, it is the votes' decision, made at `time`.
    """
    voted, record = item.records[0], ruling.record
    if record is not None and comparison_key(layer, record) == comparison_key(layer, voted):
        return unanimous(layer, item, time)
    fields = _fields(
        layer,
        item,
        record or voted,
        kept=record is not None,
        decision="adjudicated",
        reason=ruling.reason or _against(voted, record),
        by=ruling.by,
        at=ruling.at,
    )
    return _made({**fields, "overrules": True})


def _against(voted: Record, record: Record | None) -> Reason:
    """In what the adjudicator's answer differs from that of all annotators."""
    if record is None:
        return "spurious"
    if record.label != voted.label:
        return "label"
    return "boundary" if (record.start, record.end) != (voted.start, voted.end) else "attribute"


def added(
    layer: Layer, record: Record, voters: Sequence[str], ruling: AdjudicatorDecision
) -> AdjudicatedDecision:
    """The decision on a span that every annotator missed."""
    nobody = ComparedItem(layer.name, record.doc_id, tuple(voters), (), unanimous=False)
    fields = _fields(
        layer,
        nobody,
        record,
        kept=True,
        decision="adjudicated",
        reason=ruling.reason or "missed",
        by=ruling.by,
        at=ruling.at,
    )
    return _made({**fields, "candidates": [record.annotation_id]})


def _fields(
    layer: Layer,
    item: ComparedItem,
    chosen: Record,
    *,
    kept: bool,
    decision: str,
    at: str | None,
    reason: Reason | None = None,
    by: str | None = None,
) -> dict[str, Any]:
    """The fields of a decision, without its uid; its votes as pairs of label and number."""
    values = attributes(layer, chosen, item.records)
    return {
        "doc_id": item.doc_id,
        "kind": chosen.kind,
        "candidates": [r.annotation_id for r in item.records],
        "basis": votes_fingerprint(layer, item),
        "votes": label_counts(layer, item),
        "outcome": "kept" if kept else "rejected",
        "start": chosen.start,
        "end": chosen.end,
        "raw_start": chosen.raw_start,
        "raw_end": chosen.raw_end,
        "label": chosen.label,
        "attributes": {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()},
        "decision": decision,
        "reason": reason,
        "by": by,
        "at": at,
    }


def _made(fields: dict[str, Any]) -> AdjudicatedDecision:
    """A decision that has no uid yet."""
    votes = [Vote(label=label, count=n) for label, n in fields["votes"]]
    return AdjudicatedDecision.model_validate({"uid": "", **fields, "votes": votes})
