"""Tasks for Label Studio: one document each, with the hashes that prove what was annotated."""

from typing import Any

from communique.corpus import Document
from communique.label_studio.controls import TEXT, UNIT
from communique.schema import Layer


def task(layer: Layer, document: Document) -> dict[str, Any]:
    """The import form of a task; a block layer brings its units as ready-made regions."""
    data = {
        "doc_id": document.doc_id,
        "text": document.text,
        "text_sha256": document.text_sha256,
        "layer": layer.name,
        "guideline_version": layer.guideline_version,
    }
    return {
        "data": data,
        **({"predictions": [_units(layer, document)]} if layer.unit == "block" else {}),
    }


def _units(layer: Layer, document: Document) -> dict[str, Any]:
    rows = [
        {
            "id": block.block_id,
            "from_name": UNIT,
            "to_name": TEXT,
            "type": "labels",
            "value": {"start": block.start, "end": block.end, "labels": [block.type]},
        }
        for block in document.units(layer.units)
    ]
    return {"model_version": "units", "result": rows}
