"""Tasks for an adjudicator: what voters disagree on, as regions to keep, mend or delete.

Nobody can see who said what, nor how many. What all said the same stands there, settled.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from communique.adjudication.candidates import candidate_id
from communique.adjudication.votes import votes_fingerprint
from communique.corpus import Document
from communique.label_studio.controls import controls
from communique.label_studio.writing.result_rows import document_control, record_rows
from communique.label_studio.writing.tasks import Task, task_data
from communique.records import Record
from communique.records.items import ComparedItem, comparison_key
from communique.schema import Layer, Schema, layer_as_of


def adjudication_task(
    schema: Schema,
    layer: Layer,
    document: Document,
    items: Sequence[ComparedItem],
    *,
    settled_too: bool = False,
) -> Task | None:
    """The task of one document; None if nothing is open in it. With `settled_too` there is one
    all the same: a document that all agree on is shown for what all have missed.

    Each variant of an open span or block is a region of its own; an open document value is left
    empty, and `data.open` says what was answered. `data.basis` tells later whether the items are
    still what they were.
    """
    if not settled_too and all(item.unanimous for item in items):
        return None
    schema, present = layer_as_of(schema, layer)
    shown = [i for i in items if i.unanimous or i.records[0].kind != "document"]
    variants = [r for item in shown for r in _variants(layer, item)]
    units = {block.range: block.type for block in document.body}
    rows = record_rows(schema, present, variants, units)
    open_ids = {candidate_id(layer, r) for i in shown if not i.unanimous for r in i.records}
    rows = [row if row["id"] in open_ids else {**row, "readonly": True} for row in rows]
    data = {
        **task_data(layer, document),
        "open": _open_values(schema, present, items),
        "basis": sorted(votes_fingerprint(layer, item) for item in items),
    }
    return {"data": data, "predictions": [{"model_version": "candidates", "result": rows}]}


def _variants(layer: Layer, item: ComparedItem) -> list[Record]:
    """One candidate for each different thing that was said, in an order that tells nothing."""
    ids = {candidate_id(layer, r): r for r in item.records}
    alike = {comparison_key(layer, ids[key]): key for key in sorted(ids, reverse=True)}
    return [_as_candidate(layer, ids[key], key) for key in sorted(alike.values())]


def _as_candidate(layer: Layer, record: Record, region_id: str) -> Record:
    """Without what could tell its maker: notes, signals, links and the region's own id."""
    counted = {a.name for a in layer.region_attributes if a.counts}
    kept = {k: v for k, v in record.attributes.items() if k in counted}
    attributes = record.attributes if record.kind == "document" else kept
    source = replace(record.source, region=region_id)
    return replace(record, attributes=attributes, source=source)


def _open_value(schema: Schema, layer: Layer, item: ComparedItem) -> str:
    """An open document value as the task names it: its control, and what was answered."""
    control = document_control(controls(schema, layer), item.records[0])
    answers = sorted({r.label for r in item.records})
    return f"{control.name if control else '?'}: {' or '.join(answers)}"


def _open_values(schema: Schema, layer: Layer, items: Sequence[ComparedItem]) -> str:
    documents = (i for i in items if not i.unanimous and i.records[0].kind == "document")
    return "; ".join(_open_value(schema, layer, item) for item in documents) or "nothing"
