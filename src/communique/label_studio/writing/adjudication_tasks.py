"""Tasks for an adjudicator: the disagreements, as regions to keep, change or delete.

The adjudicator cannot see who gave an answer, or how many. Unanimous items are shown read-only.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from communique.adjudication.candidates import candidate_id
from communique.adjudication.relation_votes import relation_fingerprint
from communique.adjudication.votes import votes_fingerprint
from communique.corpus import Document
from communique.label_studio.controls import controls
from communique.label_studio.writing.result_rows import (
    Row,
    document_control,
    record_rows,
    relation_row,
)
from communique.label_studio.writing.tasks import Task, task_data
from communique.records import Record
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
) -> Task | None:
    """The task of one document; None if no item is open in it.

    With `settled_too`, a document without open items also gets a task, so that the adjudicator can
    add what all annotators missed. Each variant of an open span or block is a separate region. An
    open document value is empty, and `data.open` lists the answers. Every label of a linked pair
    is a relation between all variants of the two regions. `data.basis` holds the fingerprints of
    the votes, which show later whether the items and pairs have changed.
    """
    pairs = linked_pairs(layer, items)
    if not settled_too and all(x.unanimous for x in (*items, *pairs)):
        return None
    schema, present = layer_as_of(schema, layer)
    shown = [i for i in items if i.unanimous or i.records[0].kind != "document"]
    variants = [r for item in shown for r in _variants(layer, item)]
    units = {block.range: block.type for block in document.body}
    rows = record_rows(schema, present, variants, units)
    open_ids = {candidate_id(layer, r) for i in shown if not i.unanimous for r in i.records}
    rows = [row if row["id"] in open_ids else {**row, "readonly": True} for row in rows]
    rows += [row for pair in pairs for row in _relation_rows(layer, pair)]
    data = {
        **task_data(layer, document),
        "open": _open_values(schema, present, items),
        "basis": sorted(
            [
                *(votes_fingerprint(layer, item) for item in items),
                *(relation_fingerprint(pair) for pair in pairs),
            ]
        ),
    }
    return {"data": data, "predictions": [{"model_version": "candidates", "result": rows}]}


def _variants(layer: Layer, item: ComparedItem) -> list[Record]:
    """One candidate for each different answer, in an order that does not show whose it is."""
    by_id = {candidate_id(layer, r): r for r in item.records}
    alike = {comparison_key(layer, by_id[key]): key for key in sorted(by_id, reverse=True)}
    return [_as_candidate(layer, by_id[key], key) for key in sorted(alike.values())]


def _as_candidate(layer: Layer, record: Record, region_id: str) -> Record:
    """Remove all that could show the annotator: notes, signals, relations, and the region id."""
    counted = {a.name for a in layer.region_attributes if a.counts}
    kept = {k: v for k, v in record.attributes.items() if k in counted}
    attributes = record.attributes if record.kind == "document" else kept
    source = replace(record.source, region=region_id)
    return replace(record, attributes=attributes, source=source)


def _relation_rows(layer: Layer, pair: LinkedPair) -> list[Row]:
    """All labels that were given to a pair, between all candidates of the two."""
    sources = sorted({candidate_id(layer, r) for r in pair.source.records})
    targets = sorted({candidate_id(layer, r) for r in pair.target.records})
    labels = in_order(layer, (x for labels in pair.labels.values() for x in labels))
    return [relation_row(a, b, labels) for a in sources for b in targets]


def _open_value(schema: Schema, layer: Layer, item: ComparedItem) -> str:
    """The text for an open document value: its control and the answers."""
    control = document_control(controls(schema, layer), item.records[0])
    answers = sorted({r.label for r in item.records})
    return f"{control.name if control else '?'}: {' or '.join(answers)}"


def _open_values(schema: Schema, layer: Layer, items: Sequence[ComparedItem]) -> str:
    documents = (i for i in items if not i.unanimous and i.records[0].kind == "document")
    return "; ".join(_open_value(schema, layer, item) for item in documents) or "nothing"
