"""What an adjudicator's export decides: candidates kept, changed or deleted, and spans added."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from communique.adjudication.candidates import PresentedItems, candidate_id
from communique.adjudication.decisions import AdjudicatorDecision
from communique.adjudication.relation_votes import relation_fingerprint
from communique.adjudication.relations import AddedLink, PairDecision
from communique.adjudication.votes import votes_fingerprint
from communique.records import Record
from communique.records.items import ComparedItem, ItemKey, item_key
from communique.records.linked_pairs import Labels, PairKey, in_order, linked_pairs
from communique.records.relation import relations_of
from communique.schema import Layer
from communique.text.matching import Span, match

Missed = tuple[Record, Sequence[str], AdjudicatorDecision]


@dataclass
class ProjectDecisions:
    """An adjudicator's decisions: on open items, on spans that all had missed, on linked pairs, and
    on links that nobody had made.
    """

    items: dict[ItemKey, AdjudicatorDecision] = field(
        default_factory=dict[ItemKey, AdjudicatorDecision]
    )
    missed: list[Missed] = field(default_factory=list[Missed])
    pairs: dict[PairKey, PairDecision] = field(default_factory=dict[PairKey, PairDecision])
    links: list[AddedLink] = field(default_factory=list[AddedLink])


def rulings(
    layer: Layer,
    items: Iterable[ComparedItem],
    presented: Mapping[str, PresentedItems],
    records: Iterable[Record],
    by: str,
) -> ProjectDecisions:
    """The decision on every open item and pair that was presented as it is now, and what was added.

    `records` are the adjudicator's. A region that began as a candidate stands for its item; others
    stand for the item that they match.
    """
    decided = ProjectDecisions()
    records_of = defaultdict[str, list[Record]](list)
    items_of = defaultdict[str, list[ComparedItem]](list)
    for record in records:
        if record.layer == layer.name:
            records_of[record.doc_id].append(record)
    for item in items:
        items_of[item.doc_id].append(item)
    for doc_id, offer in sorted(presented.items()):
        _document(decided, layer, items_of[doc_id], records_of[doc_id], offer, by)
    return decided


def _document(
    decided: ProjectDecisions,
    layer: Layer,
    items: Sequence[ComparedItem],
    records: Sequence[Record],
    offer: PresentedItems,
    by: str,
) -> None:
    """Add the decisions on one document."""
    unchanged = [item for item in items if _was_open(layer, item, offer)]
    spans = [r for r in records if r.kind == "span"]
    chosen, rest = _records_of_items(layer, unchanged, spans, offer)
    for item in unchanged:
        if item.records[0].kind == "span":
            record = chosen.get(item_key(item))
        else:
            record = next((r for r in records if _same_thing(item.records[0], r)), None)
        decision = AdjudicatorDecision(record, by, offer.at, overrules=item.unanimous)
        decided.items[item_key(item)] = decision
    voters = items[0].voters if items else ()
    decided.missed += [(r, voters, AdjudicatorDecision(r, by, offer.at)) for r in rest]
    if layer.relations:
        links = _links(layer, records, _item_keys(layer, items, chosen, rest))
        _relations(decided, layer, items, links, offer, by)


def _was_open(layer: Layer, item: ComparedItem, offer: PresentedItems) -> bool:
    """Whether the adjudicator could decide on the item, and its votes are still the same."""
    listed = offer.reopened if item.unanimous else offer.votes_fingerprints
    return bool(listed) and votes_fingerprint(layer, item) in listed


def _item_keys(
    layer: Layer,
    items: Sequence[ComparedItem],
    chosen: Mapping[ItemKey, Record],
    added: Sequence[Record],
) -> dict[str, ItemKey]:
    """The adjudicator's annotation ids, and the candidates' region ids, to the key of the item that
    they stand for. An added span is an item of its own.
    """
    keys = {candidate_id(layer, r): item_key(item) for item in items for r in item.records}
    keys |= {r.annotation_id: (r.annotation_id,) for r in added}
    return keys | {r.annotation_id: key for key, r in chosen.items()}


def _links(
    layer: Layer, records: Sequence[Record], keys: Mapping[str, ItemKey]
) -> dict[PairKey, Labels]:
    """The adjudicator's relations by the items that they link."""
    regions = {r.annotation_id: r.source.region or "" for r in records}
    found: dict[PairKey, set[str]] = defaultdict(set)
    for relation in (x for r in records for x in relations_of(r)):
        ends = [
            keys.get(i) or keys.get(regions.get(i, "")) for i in (relation.from_id, relation.to_id)
        ]
        if ends[0] is not None and ends[1] is not None:
            found[ends[0], ends[1]].add(relation.label)
    return {pair: in_order(layer, labels) for pair, labels in found.items()}


def _relations(
    decided: ProjectDecisions,
    layer: Layer,
    items: Sequence[ComparedItem],
    links: Mapping[PairKey, Labels],
    offer: PresentedItems,
    by: str,
) -> None:
    """Add the decisions on the linked pairs of one document, and on the links that are new."""
    pairs = linked_pairs(layer, items)
    for pair in pairs:
        if not pair.unanimous and relation_fingerprint(pair) in offer.votes_fingerprints:
            decided.pairs[pair.key] = PairDecision(links.get(pair.key, ()), by, offer.at)
    known = {pair.key for pair in pairs}
    voters = items[0].voters if items else ()
    for key, labels in sorted(links.items()):
        if key not in known:
            decision = PairDecision(labels, by, offer.at)
            decided.links.append(AddedLink(offer.doc_id, key, voters, decision))


def _same_thing(a: Record, b: Record) -> bool:
    """Whether two records decide on the same block or document value."""
    if a.kind != b.kind:
        return False
    if a.kind == "block":
        return (a.start, a.end) == (b.start, b.end)
    return a.attributes == b.attributes


def _records_of_items(
    layer: Layer, items: Sequence[ComparedItem], spans: Sequence[Record], offer: PresentedItems
) -> tuple[dict[ItemKey, Record], list[Record]]:
    """The adjudicator's span for each presented item, and the spans that stand for none of them.

    A region that began as a candidate of another item is left out: that item is decided, or open
    again.
    """
    began = {candidate_id(layer, r): item for item in items for r in item.records}
    chosen: dict[ItemKey, Record] = {}
    rest: list[Record] = []
    for span in sorted(spans, key=lambda r: (r.start or 0, r.end or 0, r.annotation_id)):
        item = began.get(span.source.region or "")
        if item is not None and item_key(item) not in chosen:
            chosen[item_key(item)] = span
        elif item is not None or span.source.region not in offer.candidates:
            rest.append(span)
    unanswered = [
        item for item in items if item_key(item) not in chosen and item.records[0].kind == "span"
    ]
    by_id = {r.annotation_id: r for r in rest}
    before = [_span(layer, r, str(n)) for n, item in enumerate(unanswered) for r in item.records]
    for candidate, span in match(before, [_span(layer, r, r.annotation_id) for r in rest]):
        item, record = unanswered[int(candidate.owner)], by_id[span.key]
        if item_key(item) not in chosen:
            chosen[item_key(item)] = record
            rest.remove(record)
    return chosen, rest


def _span(layer: Layer, record: Record, owner: str) -> Span:
    identity = tuple(
        record.label if name == "label" else record.attributes.get(name) for name in layer.identity
    )
    start, end = record.start or 0, record.end or 0
    return Span(start, end, record.label, identity, record.annotation_id, owner)
