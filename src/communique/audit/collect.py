"""The decisions of a layer as items: adjudicated, of a single pass, or of most voters."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from communique.audit.item import LABEL, AuditItem
from communique.corpus import Document
from communique.records import Record, Values, mint_uid
from communique.records.decision import AdjudicatedDecision
from communique.records.items import ComparedItem, comparison_key
from communique.schema import Attribute, Layer


def decided_items(
    layer: Layer, decisions: Iterable[AdjudicatedDecision], documents: Mapping[str, Document]
) -> list[AuditItem]:
    """The kept decisions of some documents, at their places in the current text."""
    items: list[AuditItem] = []
    for d in decisions:
        if d.outcome != "kept" or d.doc_id not in documents:
            continue
        start, end = d.start, d.end
        if d.raw_start is not None and d.raw_end is not None:
            offsets = documents[d.doc_id].offsets
            start, end = offsets.from_raw(d.raw_start, d.raw_end) or (start, end)
        values, subject = _values(layer, d.kind, d.label, d.values)
        items.append(
            AuditItem(
                layer.name,
                d.doc_id,
                d.uid,
                d.kind,
                start,
                end,
                values,
                tuple(d.candidates),
                subject,
            )
        )
    return [item for item in items if item.values]


def voted_items(layer: Layer, compared: Iterable[ComparedItem]) -> list[AuditItem]:
    """The answer of most voters to each item, where more than half of them gave one."""
    places: Counter[tuple[str, int, int]] = Counter()
    items: list[AuditItem] = []
    for item in compared:
        if 2 * len(item.records) <= len(item.voters):
            continue
        alike: dict[object, list[Record]] = defaultdict(list)
        for record in item.records:
            alike[comparison_key(layer, record)].append(record)
        records = max(alike.values(), key=len)
        uid = _uid(records[0], places) if len(item.voters) == 1 else records[0].annotation_id
        items.append(record_item(layer, records, uid))
    return [item for item in items if item.values]


def _uid(record: Record, places: Counter[tuple[str, int, int]]) -> str:
    """The uid that the dataset gives a span of a single pass; else the annotation id."""
    if record.kind != "span" or record.raw_start is None or record.raw_end is None:
        return record.annotation_id
    place = record.doc_id, record.raw_start, record.raw_end
    places[place] += 1
    return mint_uid(record.layer, *place, places[place] - 1)


def record_item(layer: Layer, records: Sequence[Record], uid: str) -> AuditItem:
    """The item of records that say the same."""
    first = records[0]
    values, subject = _values(layer, first.kind, first.label, first.attributes)
    candidates = tuple(r.annotation_id for r in records)
    return AuditItem(
        layer.name,
        first.doc_id,
        uid,
        first.kind,
        first.start,
        first.end,
        values,
        candidates,
        subject,
    )


def _values(
    layer: Layer, kind: str, label: str, attributes: Mapping[str, Values]
) -> tuple[dict[str, Values | None], dict[str, Values]]:
    """The values by question; for a document value also what was asked."""
    if kind != "document":
        values: dict[str, Values | None] = {LABEL: label}
        for a in layer.region_attributes:
            value = attributes.get(a.name) or None
            is_asked = a.applies_to(label) and not a.only_when_required
            if is_closed(a) and (value or is_asked):
                values[a.name] = value
        return values, {}
    attribute = layer.attribute(str(attributes.get("attribute")))
    if attribute is None or not is_closed(attribute):
        return {}, {}
    return {attribute.name: label}, dict(attributes)


def is_closed(attribute: Attribute) -> bool:
    """Whether an attribute has listed values that say something of the text."""
    return attribute.counts and attribute.type != "text"


def answered(items: Sequence[AuditItem]) -> list[AuditItem]:
    """The items without the questions that no item of the layer has an answer to."""
    used: Collection[str] = {q for item in items for q, v in item.values.items() if v is not None}
    return [
        AuditItem(
            i.layer,
            i.doc_id,
            i.uid,
            i.kind,
            i.start,
            i.end,
            {q: v for q, v in i.values.items() if q in used},
            i.candidates,
            i.subject,
        )
        for i in items
    ]
