"""The columns of every config, derived from the schema. Class labels are int64, in schema order."""

from typing import Any, Final

from datasets import ClassLabel, Features, List, Value

from communique.dataset.names import ANNOTATIONS, DECISIONS, DOCUMENTS, STATUSES
from communique.schema import RELATIONS, Attribute, Layer, Schema
from communique.text import BLOCK_TYPES

_TEXT: Final = Value("string")
_INT: Final = Value("int64")


def all_features(schema: Schema, genres: list[str]) -> dict[str, Features]:
    """Columns by config: documents, one config for each span or block layer, annotations."""
    layers = {x.name: layer_features(schema, x) for x in schema.layers if x.unit != "document"}
    return {
        DOCUMENTS: documents_features(schema, genres),
        **layers,
        ANNOTATIONS: annotations_features(schema),
    }


def layer_features(schema: Schema, layer: Layer) -> Features:
    """The columns of one layer's config."""
    own = {a.name: attribute_feature(schema, layer, a) for a in layer.columns}
    label = {layer.column: ClassLabel(names=list(layer.label_ids))}
    place = {"doc_id": _TEXT, "block_id": _TEXT}
    if layer.unit == "block":
        return Features({**place, "text": _TEXT, **own, **label, **_votes(), "group": _INT})
    span = {layer.uid_column: _TEXT, "start": _INT, "end": _INT, "text": _TEXT}
    if layer.rows == "nested":
        tags = ["O", *(f"{p}-{x}" for x in layer.label_ids for p in "BI")]
        return Features(
            {
                **place,
                "text": _TEXT,
                layer.name: List({**span, **label, **own, **_votes(), **_relations(layer)}),
                "tokens": List(_TEXT),
                "token_starts": List(_INT),
                "ner_tags": List(ClassLabel(names=tags)),
                "group": _INT,
            }
        )
    found = {**place, **span, "context": _TEXT, **label, **own, **_votes(), **_relations(layer)}
    return Features({**found, "group": _INT})


def documents_features(schema: Schema, genres: list[str]) -> Features:
    """The columns of `documents`; document values of every layer become columns."""
    passes = {
        "layer": _layer_label(schema),
        "annotator": _TEXT,
        "pass": _INT,
        "status": ClassLabel(names=STATUSES),
    }
    block = {
        "block_id": _TEXT,
        "type": ClassLabel(names=list(BLOCK_TYPES)),
        "start": _INT,
        "end": _INT,
        "raw_start": _INT,
        "raw_end": _INT,
        "raw_sha256": _TEXT,
        "pieces": List(List(_INT)),
        "text": _TEXT,
    }
    values = {
        x.column_name(a): _document_value(schema, x, a)
        for x in schema.layers
        for a in x.document_columns
    }
    return Features(
        {
            "doc_id": _TEXT,
            "title": _TEXT,
            "text": _TEXT,
            "byline": _TEXT,
            "publisher": _TEXT,
            "published": _TEXT,
            "genre": ClassLabel(names=genres) if genres else _TEXT,
            "language": _TEXT,
            "url": _TEXT,
            "blocks": List(block),
            **values,
            "passes": List(passes),
            "source_sha256": _TEXT,
            "text_sha256": _TEXT,
            "split_group": _TEXT,
            "group": _INT,
        }
    )


def annotations_features(schema: Schema) -> Features:
    """The columns of `annotations`: one row for each record, with labels as strings."""
    return Features(
        {
            "annotation_id": _TEXT,
            "layer": _layer_label(schema),
            "doc_id": _TEXT,
            "block_id": _TEXT,
            "annotator": _TEXT,
            "annotator_type": _TEXT,
            "pass": _INT,
            "kind": _TEXT,
            "start": _INT,
            "end": _INT,
            "block_start": _INT,
            "block_end": _INT,
            "raw_start": _INT,
            "raw_end": _INT,
            "text": _TEXT,
            "label": _TEXT,
            "attributes": List({"name": _TEXT, "value": _TEXT}),
            "origin": _TEXT,
            "decision_uid": _TEXT,
            "guideline_version": _TEXT,
            "group": _INT,
        }
    )


def attribute_feature(schema: Schema, layer: Layer, attribute: Attribute) -> Any:
    """The column of an attribute: class labels for a closed list; strings for entities and text."""
    if attribute.type in ("text", "entity"):
        return _TEXT
    one = ClassLabel(names=_names(schema, layer, attribute))
    return List(one) if attribute.many else one


def _document_value(schema: Schema, layer: Layer, attribute: Attribute) -> Any:
    value = attribute_feature(schema, layer, attribute)
    if attribute.for_each is None:
        return value
    keys = ClassLabel(names=list(schema.values(layer, attribute.for_each)))
    return List({attribute.key_column: keys, attribute.value_column: value, **_votes()})


def _names(schema: Schema, layer: Layer, attribute: Attribute) -> list[str]:
    return [entry.id for entry in schema.entries(layer, attribute)]


def _layer_label(schema: Schema) -> ClassLabel:
    return ClassLabel(names=[layer.name for layer in schema.layers])


def _relations(layer: Layer) -> dict[str, Any]:
    """The relations that lead from a span: their labels, and the uids of the other spans."""
    if not layer.relations:
        return {}
    label = ClassLabel(names=[label.id for label in layer.relations])
    votes = _votes()
    link = {"label": label, "to_uid": _TEXT, "decision": votes["decision"], "votes": votes["votes"]}
    return {RELATIONS: List(link)}


def _votes() -> dict[str, Any]:
    return {
        "decision": ClassLabel(names=DECISIONS),
        "votes": List({"label": _TEXT, "count": _INT}),
        "n_annotators": _INT,
    }
