"""Tasks for an adjudicator: what voters disagree on, as regions to keep, mend or delete.

Nobody can see who said what, nor how many. What all said the same stands there, settled.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from communique.comparison import Item, said
from communique.corpus import Document
from communique.label_studio.controls import controls
from communique.label_studio.tasks import Task, task_data
from communique.label_studio.writing import Row, document_control, record_rows
from communique.records import Record
from communique.schema import Layer, Schema


def adjudication_task(
    schema: Schema, layer: Layer, document: Document, items: Sequence[Item]
) -> Task | None:
    """The task of one document; None if nothing is open in it.

    Each variant of an open span or block is a region of its own; an open document value is left
    empty, and `data.open` says what was answered.
    """
    if all(item.unanimous for item in items):
        return None
    rows: list[Row] = []
    units = {block.range: block.type for block in document.body}
    for item in items:
        if item.unanimous or item.records[0].kind != "document":
            variants = [_as_candidate(layer, r) for r in _variants(layer, item)]
            found = record_rows(schema, layer, variants, units)
            rows += [{**row, "readonly": True} for row in found] if item.unanimous else found
    data = {**task_data(layer, document), "open": _open_values(schema, layer, items)}
    return {"data": data, "predictions": [{"model_version": "candidates", "result": rows}]}


def candidate_id(layer: Layer, record: Record) -> str:
    """The region id of a variant: the same for all who said the same."""
    content = json.dumps([record.doc_id, record.layer, said(layer, record)])
    return "c" + hashlib.sha256(content.encode()).hexdigest()[:10]


def _variants(layer: Layer, item: Item) -> list[Record]:
    """One record for each different thing that was said, in an order that tells nothing."""
    by_id = {candidate_id(layer, r): r for r in item.records}
    return [by_id[key] for key in sorted(by_id)]


def _as_candidate(layer: Layer, record: Record) -> Record:
    """Without what could tell its maker: notes, signals, links and the region's own id."""
    counted = {a.name for a in layer.region_attributes if a.counts}
    kept = {k: v for k, v in record.attributes.items() if k in counted}
    attributes = record.attributes if record.kind == "document" else kept
    source = replace(record.source, region=candidate_id(layer, record))
    return replace(record, attributes=attributes, source=source)


def _open_values(schema: Schema, layer: Layer, items: Sequence[Item]) -> str:
    lines: list[str] = []
    for item in items:
        if not item.unanimous and item.records[0].kind == "document":
            answers = sorted({r.label for r in item.records})
            control = document_control(controls(schema, layer), item.records[0])
            lines.append(f"{control.name if control else '?'}: {' or '.join(answers)}")
    return "; ".join(lines) or "nothing"
