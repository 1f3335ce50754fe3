"""Rows that nobody has submitted yet, read as they would be read in an export."""

from collections.abc import Sequence
from typing import Any

import orjson

from communique.corpus import Document
from communique.label_studio.controls import controls
from communique.label_studio.reading.annotation_reader import AnnotationReader
from communique.label_studio.reading.export_stream import ExportName
from communique.label_studio.reading.offset_encoding import EncodingVotes
from communique.label_studio.reading.record_builder import RecordBuilder
from communique.label_studio.reading.task_json import read_task
from communique.label_studio.reading.task_reader import TaskReader
from communique.label_studio.reading.text_version import Texts
from communique.label_studio.reading.validation import RegionValidator
from communique.problems import Problem
from communique.schema import Layer, Schema


def row_problems(
    schema: Schema, layer: Layer, document: Document, rows: Sequence[dict[str, Any]]
) -> list[Problem]:
    """What `check` would say of an annotation with these rows of `result`."""
    annotation = {"id": 0, "completed_by": 0, "was_cancelled": False, "result": list(rows)}
    data = {"doc_id": document.doc_id, "text": document.text}
    task = read_task(orjson.dumps({"id": 0, "data": data, "annotations": [annotation]}))
    validator = RegionValidator(schema, layer, controls(schema, layer))
    builder = RecordBuilder(validator, "", "", ExportName(layer.name, "", 1))
    votes = EncodingVotes(lambda: ())
    texts = Texts({document.doc_id: document}, {})
    reader = TaskReader(AnnotationReader(builder, votes, records=False), texts)
    return [event for event in reader.task(task) if isinstance(event, Problem)]
