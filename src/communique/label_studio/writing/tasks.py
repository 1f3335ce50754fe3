"""Tasks for Label Studio: one document each, with a hash of the text to annotate."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from communique.corpus import Document
from communique.label_studio.controls import UNIT, controls
from communique.label_studio.writing.gazetteer import Mention, mentions
from communique.label_studio.writing.predicted import (
    Offered,
    predicted_regions,
    predicted_rows,
)
from communique.label_studio.writing.result_rows import Row, record_rows, result_row, value_rows
from communique.label_studio.writing.short_lists import short_lists
from communique.records import Record
from communique.schema import Layer, Schema, layer_as_of
from communique.text import Block, sha256_text

Task = dict[str, Any]


def task(
    schema: Schema,
    layer: Layer,
    document: Document,
    earlier: Sequence[Record] = (),
    offered: Offered | None = None,
    place: tuple[int, int] = (1, 1),
) -> Task:
    """The import form of a task.

    Its one prediction holds the regions of the layer's `preannotate`: the `earlier` records of this
    document, the predictions of a system that do not overlap them, and the gazetteer's mentions
    that overlap neither. In a block layer it has a ready-made region for each block to label.
    `place` is the number of the document, and of how many.

    A project shows the predictions of one `model_version` only. So all tasks of a layer have the
    same: the name of the system, if the layer offers its predictions.
    """
    schema, layer = layer_as_of(schema, layer)
    data: Task = task_data(layer, document)
    data["progress"] = f"document {place[0]} of {place[1]}"
    data |= short_lists(schema, layer, document.text)
    rows = _rows(schema, layer, document, earlier, offered)
    if not rows:
        return {"data": data}
    has_units_only = layer.unit == "block" and layer.preannotate.annotator is None
    version = offered.system if offered else "units" if has_units_only else "pre-annotation"
    return {"data": data, "predictions": [{"model_version": version, "result": rows}]}


def task_data(layer: Layer, document: Document) -> dict[str, str]:
    """The `data` of a task: ids, text, hash and versions."""
    return {
        "doc_id": document.doc_id,
        "text": document.text,
        "text_sha256": document.text_sha256,
        "layer": layer.name,
        "guideline_version": layer.guideline_version,
    }


def reading_order(documents: Sequence[Document], layer: Layer, annotator: str) -> list[Document]:
    """The documents in the annotator's own order. The order is the same in every run."""

    def rank(document: Document) -> str:
        return _digest([annotator, layer.name, document.doc_id])

    return sorted(documents, key=rank)


def _rows(
    schema: Schema,
    layer: Layer,
    document: Document,
    earlier: Sequence[Record],
    offered: Offered | None,
) -> list[Row]:
    units = {b.range: b.type for b in document.body}
    rows = record_rows(schema, layer, earlier, units)
    occupied = {(r.start or 0, r.end or 0) for r in earlier if r.kind != "document"}
    listed = predicted_regions(layer, document, offered) if offered else []
    predicted = [r for r in listed if not _overlaps(occupied, r.start, r.end)]
    rows += [row for r in predicted for row in predicted_rows(schema, layer, document, r)]
    occupied |= {(r.start, r.end) for r in predicted}
    if layer.unit == "block":
        rows += [_unit(b, document) for b in document.units(layer.units) if b.range not in occupied]
    if layer.unit == "span" and layer.preannotate.gazetteer:
        all_mentions = mentions(schema, layer, document.text)
        free = (m for m in all_mentions if not _overlaps(occupied, m.start, m.end))
        rows += [row for m in free for row in _mention(schema, layer, document, m)]
    return rows


def _overlaps(occupied: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(s < end and start < e for s, e in occupied)


def _unit(block: Block, document: Document) -> Row:
    start, end = block.range
    place = {"start": start, "end": end, "text": document.text[start:end]}
    return result_row(block.block_id, UNIT, "labels", {**place, "labels": [block.type]})


def _mention(schema: Schema, layer: Layer, document: Document, mention: Mention) -> list[Row]:
    start, end = mention.start, mention.end
    region_id = "g" + _digest([document.doc_id, str(start), str(end), mention.label])[:10]
    place = {"start": start, "end": end, "text": document.text[start:end]}
    rows = [result_row(region_id, layer.control, "labels", {**place, "labels": [mention.label]})]
    for control in controls(schema, layer).values():
        attribute = control.attribute
        if attribute is None or attribute.type != "entity":
            continue
        is_known = mention.entity_id in schema.values(layer, attribute.name)
        if is_known and attribute.applies_to(mention.label):
            rows += value_rows(control, mention.entity_id, region_id, place)
    return rows


def _digest(parts: list[str]) -> str:
    return sha256_text(json.dumps(parts))
