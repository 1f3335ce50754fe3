"""What an adjudicator's export decides: candidates kept, mended or deleted, and spans added."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from communique.adjudication.candidates import PresentedItems, candidate_id
from communique.adjudication.decide import Key, key
from communique.adjudication.decisions import AdjudicatorDecision
from communique.adjudication.votes import votes_fingerprint
from communique.records import Record
from communique.records.items import ComparedItem
from communique.schema import Layer
from communique.text.matching import Span, match

Missed = tuple[Record, Sequence[str], AdjudicatorDecision]


def rulings(
    layer: Layer,
    items: Iterable[ComparedItem],
    offered: Mapping[str, PresentedItems],
    records: Iterable[Record],
    by: str,
) -> tuple[dict[Key, AdjudicatorDecision], list[Missed]]:
    """The word on every open item that was offered as it is, and the spans that were added.

    `records` are the adjudicator's. A region that began as a candidate speaks for its item; others
    speak for the item that they match.
    """
    found: dict[Key, AdjudicatorDecision] = {}
    missed: list[Missed] = []
    made, open_items = (
        defaultdict[str, list[Record]](list),
        defaultdict[str, list[ComparedItem]](list),
    )
    for record in records:
        if record.layer == layer.name:
            made[record.doc_id].append(record)
    for item in items:
        open_items[item.doc_id].append(item)
    for doc_id, offer in sorted(offered.items()):
        own, said = open_items[doc_id], made[doc_id]
        put = [
            i
            for i in own
            if not i.unanimous and votes_fingerprint(layer, i) in offer.votes_fingerprints
        ]
        spans = [r for r in said if r.kind == "span"]
        chosen, rest = _speakers(layer, put, spans, offer)
        for item in put:
            if item.records[0].kind == "span":
                record = chosen.get(key(item))
            else:
                record = next((r for r in said if _same_thing(item.records[0], r)), None)
            found[key(item)] = AdjudicatorDecision(record, by, offer.at)
        voters = own[0].voters if own else ()
        missed += [(record, voters, AdjudicatorDecision(record, by, offer.at)) for record in rest]
    return found, missed


def _same_thing(a: Record, b: Record) -> bool:
    """Whether two records decide on the same block or document value."""
    if a.kind != b.kind:
        return False
    if a.kind == "block":
        return (a.start, a.end) == (b.start, b.end)
    return a.attributes == b.attributes


def _speakers(
    layer: Layer, put: Sequence[ComparedItem], spans: Sequence[Record], offer: PresentedItems
) -> tuple[dict[Key, Record], list[Record]]:
    """The adjudicator's span for each item that was put, and the spans that are for none.

    What began as a candidate of anything else is for an item that is settled, or open again.
    """
    began = {candidate_id(layer, r): item for item in put for r in item.records}
    chosen: dict[Key, Record] = {}
    rest: list[Record] = []
    for span in sorted(spans, key=lambda r: (r.start or 0, r.end or 0, r.annotation_id)):
        item = began.get(span.source.region or "")
        if item is not None and key(item) not in chosen:
            chosen[key(item)] = span
        elif item is not None or span.source.region not in offer.candidates:
            rest.append(span)
    silent = [item for item in put if key(item) not in chosen and item.records[0].kind == "span"]
    by_id = {r.annotation_id: r for r in rest}
    before = [_span(layer, r, str(n)) for n, item in enumerate(silent) for r in item.records]
    for candidate, span in match(before, [_span(layer, r, r.annotation_id) for r in rest]):
        item, record = silent[int(candidate.owner)], by_id[span.key]
        if key(item) not in chosen:
            chosen[key(item)] = record
            rest.remove(record)
    return chosen, rest


def _span(layer: Layer, record: Record, owner: str) -> Span:
    identity = tuple(
        record.label if name == "label" else record.attributes.get(name) for name in layer.identity
    )
    start, end = record.start or 0, record.end or 0
    return Span(start, end, record.label, identity, record.annotation_id, owner)
