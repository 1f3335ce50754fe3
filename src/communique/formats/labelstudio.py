"""Label Studio: one file of tasks a layer and split, and the label config of each layer.

The region id of a span is its uid. Make a project with the config `<layer>.xml`, then import
`<split>.<layer>.json`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from communique.formats.document import Annotation, Chunk, Export, ExportedDocument
from communique.label_studio.writing.labeling_config import render_page
from communique.label_studio.writing.result_rows import Row, record_rows
from communique.records import Record
from communique.records.record import Origin
from communique.records.relation import Relation, relation_values
from communique.schema import RELATIONS, Layer


def write(documents: Iterable[ExportedDocument], export: Export) -> Iterator[Chunk]:
    """Yield the configs, then the tasks. A task has one annotation with all labels of its layer."""
    for layer in export.layers:
        yield f"{layer.name}.xml", render_page(export.schema, layer).encode("utf-8")
    begun: set[str] = set()
    for document in documents:
        for layer in export.layers:
            name = f"{document.split}.{layer.name}.json"
            head = b",\n" if name in begun else b"[\n"
            begun.add(name)
            yield name, head + orjson.dumps(_task(document, layer, export))
    for name in sorted(begun):
        yield name, b"\n]\n"


def _task(document: ExportedDocument, layer: Layer, export: Export) -> dict[str, Any]:
    data = {
        "doc_id": document.doc_id,
        "text": document.text,
        "text_sha256": document.text_sha256,
        "layer": layer.name,
        "guideline_version": layer.guideline_version,
    }
    return {"data": data, "annotations": [{"result": _rows(document, layer, export)}]}


def _rows(document: ExportedDocument, layer: Layer, export: Export) -> list[Row]:
    records = [_record(document, layer, a) for a in document.of_layer(layer)]
    units = {block.range: block.type for block in document.blocks}
    return record_rows(export.schema, layer, records, units)


def _record(document: ExportedDocument, layer: Layer, annotation: Annotation) -> Record:
    """The record that a page with this answer would give. Only its content is used."""
    start, end = annotation.start, annotation.end
    computed = {a.name for a in layer.attributes if a.is_computed_in(layer.guideline_version)}
    attributes = {k: v for k, v in annotation.attributes.items() if k not in computed}
    if annotation.relations:
        links = (Relation(annotation.uid, uid, label) for label, uid in annotation.relations)
        attributes[RELATIONS] = relation_values(links)
    return Record(
        annotation_id=annotation.uid,
        layer=layer.name,
        doc_id=document.doc_id,
        annotator="",
        annotator_type="",
        pass_=1,
        kind=annotation.kind,
        start=start,
        end=end,
        raw_start=None,
        raw_end=None,
        text=None if start is None else document.text[start:end],
        label=annotation.label,
        attributes=attributes,
        origin=None,
        guideline_version=layer.guideline_version,
        text_sha256=document.text_sha256,
        source=Origin("", "", None, None, annotation.uid),
    )
