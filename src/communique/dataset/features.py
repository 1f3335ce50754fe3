"""The columns of every config, derived from the schema. Class labels are int64, in schema order."""

from typing import Any

from datasets import ClassLabel, Features, List, Value

from communique.dataset.derived import derived_feature
from communique.dataset.evaluation.configs import asked_configs
from communique.dataset.layer_features import (
    BLOCK_TYPE,
    INT,
    TEXT,
    attribute_feature,
    detection_features,
    layer_features,
    votes_features,
)
from communique.dataset.names import (
    ANNOTATIONS,
    CODEBOOK,
    DECISIONS,
    DOCUMENTS,
    OUTCOMES,
    REASONS,
    REGISTRY,
    ROLES,
    STATUSES,
)
from communique.dataset.votes import LABEL, SPAN, questions_of
from communique.schema import Attribute, Layer, Schema
from communique.schema.names import DETECTION


def all_features(schema: Schema, genres: list[str]) -> dict[str, Features]:
    """Columns by config, in the order in which a dataset lists its configs."""
    return {
        DOCUMENTS: documents_features(schema, genres),
        **_layers(schema),
        DECISIONS: decisions_features(schema),
        ANNOTATIONS: annotations_features(schema),
        CODEBOOK: codebook_features(schema),
        REGISTRY: registry_features(),
        **{asked.config: evaluation_features() for asked in asked_configs(schema)},
    }


def detection_config(layer: Layer) -> str:
    """The config with one row for each sentence and value of a layer's `detect_by`."""
    return f"{layer.name}{DETECTION}"


def _layers(schema: Schema) -> dict[str, Features]:
    """One config for each span or block layer, and one for each that is detected by sentence."""
    found: dict[str, Features] = {}
    for layer in schema.layers:
        if layer.unit != "document":
            found[layer.name] = layer_features(schema, layer)
        if layer.detecting is not None:
            found[detection_config(layer)] = detection_features(schema, layer, layer.detecting)
    return found


def documents_features(schema: Schema, genres: list[str]) -> Features:
    """The columns of `documents`; document values of every layer become columns."""
    passes = {
        "layer": _layer_label(schema),
        "annotator": TEXT,
        "role": ClassLabel(names=ROLES),
        "pass_number": INT,
        "guideline_version": TEXT,
        "status": ClassLabel(names=STATUSES),
        "is_vote": Value("bool"),
        "offered": INT,
        "unchanged": INT,
    }
    values = {
        x.column_name(a): _document_value(schema, x, a)
        for x in schema.layers
        for a in x.document_columns
    }
    values |= {d.name: derived_feature(schema, x, d) for x in schema.layers for d in x.derive}
    return Features(
        {
            "doc_id": TEXT,
            "title": TEXT,
            "text": TEXT,
            "byline": TEXT,
            "publisher": TEXT,
            "published": TEXT,
            "genre": ClassLabel(names=genres) if genres else TEXT,
            "language": TEXT,
            "url": TEXT,
            "n_characters": INT,
            "blocks": List(_block()),
            "sentences": List({"sentence_id": TEXT, "start": INT, "end": INT}),
            **values,
            "passes": List(passes),
            "source_sha256": TEXT,
            "text_sha256": TEXT,
            "split_group": TEXT,
            "group": INT,
        }
    )


def _block() -> dict[str, Any]:
    return {
        "block_id": TEXT,
        "type": BLOCK_TYPE,
        "start": INT,
        "end": INT,
        "raw_start": INT,
        "raw_end": INT,
        "raw_sha256": TEXT,
        "pieces": List(List(INT)),
        "text": TEXT,
    }


def decisions_features(schema: Schema) -> Features:
    """The columns of `decisions`: one row for each item that was voted on, kept or rejected."""
    return Features(
        {
            "decision_uid": TEXT,
            "layer": _layer_label(schema),
            "doc_id": TEXT,
            "block_id": TEXT,
            "kind": TEXT,
            "start": INT,
            "end": INT,
            "text": TEXT,
            "outcome": ClassLabel(names=OUTCOMES),
            "label": TEXT,
            "attributes": List({"name": TEXT, "value": TEXT}),
            "reason": ClassLabel(names=REASONS),
            "candidates": List(TEXT),
            **votes_features(all_questions(schema)),
            "group": INT,
        }
    )


def all_questions(schema: Schema) -> tuple[str, ...]:
    """The questions of all layers; the same question of two layers is listed once."""
    found: dict[str, None] = {}
    for layer in schema.layers:
        found |= dict.fromkeys(questions_of(layer)) if layer.unit != "document" else {}
        found |= dict.fromkeys(a.name for a in layer.document_answers)
    return tuple(found) or (SPAN, LABEL)


def annotations_features(schema: Schema) -> Features:
    """The columns of `annotations`: one row for each record, with labels as strings."""
    return Features(
        {
            "annotation_id": TEXT,
            "unit_id": TEXT,
            "layer": _layer_label(schema),
            "doc_id": TEXT,
            "block_id": TEXT,
            "annotator": TEXT,
            "annotator_type": TEXT,
            "role": ClassLabel(names=ROLES),
            "is_vote": Value("bool"),
            "pass_number": INT,
            "kind": TEXT,
            "start": INT,
            "end": INT,
            "start_in_block": INT,
            "end_in_block": INT,
            "raw_start": INT,
            "raw_end": INT,
            "text": TEXT,
            "label": TEXT,
            "attributes": List({"name": TEXT, "value": TEXT}),
            "confidence": TEXT,
            "origin": TEXT,
            "decision_uid": TEXT,
            "guideline_version": TEXT,
            "group": INT,
        }
    )


def codebook_features(schema: Schema) -> Features:
    """The columns of `codebook`: one row for each value of each class label."""
    return Features(
        {
            "layer": _layer_label(schema),
            "attribute": TEXT,
            "value": TEXT,
            "number": INT,
            "definition": TEXT,
            "standard": TEXT,
            "examples": List(TEXT),
            "side": TEXT,
            "entity_id": TEXT,
        }
    )


def registry_features() -> Features:
    """The columns of `registry`: one row for each entity."""
    return Features(
        {
            "entity_id": TEXT,
            "type": TEXT,
            "name": TEXT,
            "aliases": List({"text": TEXT, "metonym": Value("bool")}),
        }
    )


def evaluation_features() -> Features:
    """The columns of a config of questions: one row for each question, labels as strings."""
    return Features({"id": TEXT, "input": TEXT, "choices": List(TEXT), "target": TEXT})


def _document_value(schema: Schema, layer: Layer, attribute: Attribute) -> Any:
    value = attribute_feature(schema, layer, attribute)
    if attribute.for_each is None:
        return value
    keys = ClassLabel(names=list(schema.values(layer, attribute.for_each)))
    support = votes_features((attribute.name,))
    return List({attribute.key_column: keys, attribute.value_column: value, **support})


def _layer_label(schema: Schema) -> ClassLabel:
    return ClassLabel(names=[layer.name for layer in schema.layers])
