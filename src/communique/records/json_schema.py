"""The JSON Schema (2020-12) of a corpus's records: the contract for readers in any language."""

from typing import Any

from communique.schema import RELATIONS, Attribute, Layer, Schema, layer_as_of


def record_schema(schema: Schema) -> dict[str, Any]:
    """One object schema per layer and kind, joined by `oneOf`: what the current guidelines have."""
    present = [layer_as_of(schema, layer) for layer in schema.layers]
    kinds = [s for of_layer, layer in present for s in _layer_schemas(of_layer, layer)]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Records of {schema.name} {schema.version}",
        "oneOf": kinds,
    }


def _layer_schemas(schema: Schema, layer: Layer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if layer.unit != "document":
        found.append(_region_schema(schema, layer))
    return found + [_value_schema(schema, layer, a) for a in layer.document_attributes]


def _region_schema(schema: Schema, layer: Layer) -> dict[str, Any]:
    attributes = {a.name: _attribute(schema, layer, a) for a in layer.region_attributes}
    if layer.relations:
        labels = "|".join(label.id for label in layer.relations)
        link = {"type": "string", "pattern": f"^({labels}) a[0-9a-f]{{20}}$"}
        attributes[RELATIONS] = {"type": "array", "items": link, "uniqueItems": True}
    offset = {"type": "integer", "minimum": 0}
    return _record(
        layer,
        "block" if layer.unit == "block" else "span",
        {
            "start": offset,
            "end": offset,
            "raw_start": offset,
            "raw_end": offset,
            "text": {"type": "string", "minLength": 1},
            "label": {"enum": list(layer.label_ids)},
            "attributes": _object(
                attributes, [a.name for a in layer.region_attributes if a.required is True]
            ),
        },
    )


def _value_schema(schema: Schema, layer: Layer, attribute: Attribute) -> dict[str, Any]:
    keys: dict[str, Any] = {"attribute": {"const": attribute.name}}
    if attribute.for_each:
        keys[attribute.key_column] = {"enum": list(schema.values(layer, attribute.for_each))}
    nothing = {"type": "null"}
    value = _one(schema, layer, attribute)
    return _record(
        layer,
        "document",
        {
            "start": nothing,
            "end": nothing,
            "raw_start": nothing,
            "raw_end": nothing,
            "text": nothing,
            "label": value,
            "attributes": _object(keys, list(keys)),
        },
    )


def _record(layer: Layer, kind: str, own: dict[str, Any]) -> dict[str, Any]:
    number_or_null = {"type": ["integer", "null"]}
    sha = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    source = _object(
        {
            "file": {"type": "string"},
            "sha256": sha,
            "task": number_or_null,
            "annotation": number_or_null,
            "region": {"type": ["string", "null"]},
        }
    )
    common = {
        "annotation_id": {"type": "string", "pattern": "^a[0-9a-f]{20}$"},
        "layer": {"const": layer.name},
        "doc_id": {"type": "string"},
        "annotator": {"type": "string"},
        "annotator_type": {"enum": ["human", "model", "human+model"]},
        "pass": {"type": "integer", "minimum": 1},
        "kind": {"const": kind},
    }
    tail = {
        "origin": {"type": ["string", "null"]},
        "guideline_version": {"type": "string"},
        "text_sha256": sha,
        "source": source,
    }
    return {"title": f"{layer.name} ({kind})", **_object({**common, **own, **tail})}


def _object(properties: dict[str, Any], required: list[str] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties) if required is None else required,
        "additionalProperties": False,
    }


def _attribute(schema: Schema, layer: Layer, attribute: Attribute) -> dict[str, Any]:
    one = _one(schema, layer, attribute)
    if not attribute.many:
        return one
    many: dict[str, Any] = {"type": "array", "items": one, "uniqueItems": True}
    many["minItems"] = max(attribute.min, 1)
    return {**many, "maxItems": attribute.max} if attribute.max else many


def _one(schema: Schema, layer: Layer, attribute: Attribute) -> dict[str, Any]:
    values = [entry.id for entry in schema.entries(layer, attribute)]
    return {"enum": values} if values else {"type": "string"}
