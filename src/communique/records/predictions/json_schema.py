"""The JSON Schema (2020-12) of the lines of `predictions/1`, for systems in any language."""

from typing import Any

from communique.records.predictions.header import layers_with_predictions
from communique.records.predictions.model import FORMAT
from communique.records.predictions.values import ALL_SPLITS, LayerValues
from communique.schema import Attribute, Schema

_STRING = {"type": "string"}


def predictions_schema(schema: Schema) -> dict[str, Any]:
    """One schema for a line: the header, or a unit of a layer. `$defs` has `Header` and each layer
    by its name. What depends on the text (ids, offsets, duplicates) only the reader can check.
    """
    layers = list(layers_with_predictions(schema))
    defs = {"Header": _header(schema, [v.name for v in layers])}
    defs |= {values.name: _unit(values) for values in layers}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Lines of predictions for {schema.name} {schema.version}",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in defs],
        "$defs": defs,
    }


def _header(schema: Schema, layers: list[str]) -> dict[str, Any]:
    words = {"type": "string", "pattern": r"\S"}
    return _object(
        {
            "communique": {"const": FORMAT},
            "layer": {"enum": layers},
            "data_version": words,
            "split": {"enum": [*(schema.splits or ("train",)), ALL_SPLITS]},
            "system": words,
        }
    )


def _unit(values: LayerValues) -> dict[str, Any]:
    labelled, optional = _labelled(values), ["attributes", "soft"]
    block = {"doc_id": _STRING, "block_id": _STRING}
    if values.detects:
        del labelled["attributes"]
        target = {"enum": list(values.targets)}
        sentence = {"doc_id": _STRING, "sentence_id": _STRING, "target": target}
        return _object({**sentence, **labelled}, ["soft"])
    if values.layer.unit == "block":
        return _object({**block, **labelled}, optional)
    offset = {"type": "integer", "minimum": 0}
    place = {"start": offset, "end": offset, "text": {"type": ["string", "null"]}}
    span = _object({**place, **labelled}, ["text", *optional])
    by_block = _object({**block, "spans": {"type": "array", "items": span}})
    return {"oneOf": [by_block, _object({"uid": _STRING, **labelled}, optional)]}


def _labelled(values: LayerValues) -> dict[str, Any]:
    labels = list(values.labels)
    attributes = {n: _attribute(a, values.allowed[n]) for n, a in values.attributes.items()}
    share = {"type": "number", "minimum": 0, "maximum": 1}
    shares = {"type": "object", "propertyNames": {"enum": labels}, "additionalProperties": share}
    return {
        "label": {"enum": labels},
        "attributes": _object(attributes, list(attributes)),
        "soft": {"anyOf": [{**shares, "minProperties": 1}, {"type": "null"}]},
    }


def _attribute(attribute: Attribute, allowed: tuple[str, ...]) -> dict[str, Any]:
    one: dict[str, Any] = (
        {"enum": list(allowed)} if allowed else {"type": "string", "pattern": r"\S"}
    )
    forms: list[dict[str, Any]] = [one, {"type": "null"}]
    if attribute.many:
        several: dict[str, Any] = {"type": "array", "items": one, "uniqueItems": True}
        forms.append({**several, "maxItems": attribute.max} if attribute.max else several)
    return {"anyOf": forms}


def _object(properties: dict[str, Any], optional: list[str] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in (optional or ())],
        "additionalProperties": False,
    }
