"""Tasks for an adjudicator: the disagreements, as regions to keep, change or delete.

The adjudicator cannot see who gave an answer, or how many. Unanimous items are shown read-only.
"""

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from communique.adjudication.candidates import candidate_id
from communique.adjudication.relation_votes import relation_fingerprint
from communique.adjudication.standing_decisions import StandingDecisions
from communique.adjudication.votes import votes_fingerprint
from communique.corpus import Document
from communique.label_studio.writing.open_text import open_text
from communique.label_studio.writing.result_rows import Row, record_rows, relation_row
from communique.label_studio.writing.tasks import Task, task_data
from communique.records import Record
from communique.records.decision import AdjudicatedDecision
from communique.records.items import ComparedItem, comparison_key
from communique.records.linked_pairs import LinkedPair, in_order, linked_pairs
from communique.schema import Layer, Schema, layer_as_of


def adjudication_task(
    schema: Schema,
    layer: Layer,
    document: Document,
    items: Sequence[ComparedItem],
    *,
    settled_too: bool = False,
    decided: StandingDecisions | None = None,
) -> Task | None:
    """The task of one document; None if no item is open in it.

    With `settled_too`, a document without open items also gets a task, so that the adjudicator can
    add what all annotators missed. Each variant of an open span or block is a separate region. An
    open document value is empty. `data.open` says what is open. Every label of an open linked pair
    is a relation between all variants of the two regions. What is `decided` is shown as it was
    decided, and locked. `data.basis` holds the fingerprints of the votes, which show later whether
    the items and pairs have changed; `data.reopened` those of unanimous items that are open again.
    """
    decided = decided or StandingDecisions()
    open_items = [item for item in items if decided.is_open(item)]
    pairs = [pair for pair in linked_pairs(layer, items) if pair.unanimous or decided.is_open(pair)]
    again = [votes_fingerprint(layer, item) for item in open_items if item.unanimous]
    if not (settled_too or open_items or any(not p.unanimous for p in pairs)):
        return None
    schema, present = layer_as_of(schema, layer)
    offered = [i for i in items if decided.of(i) is None]
    variants = [
        r
        for i in offered
        if i.unanimous or i.records[0].kind != "document"
        for r in _variants(layer, i)
    ]
    variants += [r for i in items for r in _as_decided(layer, i, decided.of(i))]
    units = {block.range: block.type for block in document.body}
    rows = record_rows(schema, present, variants, units)
    open_ids = {candidate_id(layer, r) for i in open_items for r in i.records}
    rows = [row if row["id"] in open_ids else {**row, "readonly": True} for row in rows]
    shown = {str(row["id"]) for row in rows}
    rows += [row for p in pairs for row in _relation_rows(layer, p) if _links(row, shown)]
    data = {
        **task_data(layer, document),
        "open": open_text(schema, present, document.text, open_items),
        "basis": sorted(
            [
                *(votes_fingerprint(layer, item) for item in offered),
                *(relation_fingerprint(pair) for pair in pairs),
            ]
        ),
        **({"reopened": sorted(again)} if again else {}),
    }
    return {"data": data, "predictions": [{"model_version": "candidates", "result": rows}]}


def _links(row: Row, shown: Collection[str]) -> bool:
    return row["from_id"] in shown and row["to_id"] in shown


def _as_decided(
    layer: Layer, item: ComparedItem, decision: AdjudicatedDecision | None
) -> list[Record]:
    """What an adjudicator decided on an item; nothing if the item was rejected."""
    if decision is None or decision.outcome == "rejected":
        return []
    first = item.records[0]
    record = replace(
        first,
        start=decision.start,
        end=decision.end,
        label=decision.label,
        attributes=first.attributes if first.kind == "document" else decision.values,
    )
    return [_as_candidate(layer, record, candidate_id(layer, first))]


def _variants(layer: Layer, item: ComparedItem) -> list[Record]:
    """One candidate for each different answer, in an order that does not show whose it is."""
    by_id = {candidate_id(layer, r): r for r in item.records}
    alike = {comparison_key(layer, by_id[key]): key for key in sorted(by_id, reverse=True)}
    return [_as_candidate(layer, by_id[key], key) for key in sorted(alike.values())]


def _as_candidate(layer: Layer, record: Record, region_id: str) -> Record:
    """Remove all that could show the annotator: notes, signals, relations, and the region id."""
    kept = {k: v for k, v in record.attributes.items() if k in layer.counted}
    attributes = record.attributes if record.kind == "document" else kept
    source = replace(record.source, region=region_id)
    return replace(record, attributes=attributes, source=source)


def _relation_rows(layer: Layer, pair: LinkedPair) -> list[Row]:
    """All labels that were given to a pair, between all candidates of the two."""
    sources = sorted({candidate_id(layer, r) for r in pair.source.records})
    targets = sorted({candidate_id(layer, r) for r in pair.target.records})
    labels = in_order(layer, (x for labels in pair.labels.values() for x in labels))
    return [relation_row(a, b, labels) for a in sources for b in targets]
