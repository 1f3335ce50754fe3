"""Facts about the config of each layer, used to compare versions and to remove texts."""

from communique.dataset.derived import LEAN
from communique.dataset.features import detection_config
from communique.dataset.layer_features import linked_columns
from communique.schema import RELATIONS, Layer, Schema


def layers_of(schema: Schema) -> list[dict[str, object]]:
    """Facts about each layer's config, used to compare versions and to remove texts."""
    return [_layer(schema, layer) for layer in schema.layers]


def _layer(schema: Schema, layer: Layer) -> dict[str, object]:
    links = [column for a in layer.columns for column in linked_columns(schema, layer, a)]
    return {
        "name": layer.name,
        "unit": layer.unit,
        "rows": layer.rows,
        "label": layer.column,
        "uid": layer.uid_column,
        "identity": list(layer.identity),
        "free_text": [a.name for a in layer.columns if a.type == "text"],
        **({"entity_links": links} if links else {}),
        **(
            {"detect_by": layer.detect_by, "detection": detection_config(layer)}
            if layer.detecting
            else {}
        ),
        **({RELATIONS: [label.id for label in layer.relations]} if layer.relations else {}),
        "document_columns": {
            layer.column_name(a): {
                "key": a.key_column if a.for_each else None,
                "value": a.value_column if a.for_each else None,
            }
            for a in layer.document_columns
        }
        | {d.name: {"key": d.by, "value": LEAN} for d in layer.derive},
    }
