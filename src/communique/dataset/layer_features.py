"""The columns of a layer's configs. Class labels are int64, in the order of the schema."""

from typing import Any, Final

from datasets import ClassLabel, Features, List, Value

from communique.dataset.mentions import mentions_column
from communique.dataset.names import MIXED, NONE, WAYS
from communique.dataset.votes import questions_of
from communique.schema import RELATIONS, Attribute, Layer, Schema
from communique.text import BLOCK_TYPES

TEXT: Final = Value("string")
INT: Final = Value("int64")
BLOCK_TYPE: Final = ClassLabel(names=list(BLOCK_TYPES))


def layer_features(schema: Schema, layer: Layer) -> Features:
    """The columns of one layer's config."""
    label = {layer.column: ClassLabel(names=list(layer.label_ids))}
    attributes = _attributes(schema, layer)
    support = votes_features(questions_of(layer))
    place = {"doc_id": TEXT, "block_id": TEXT}
    if layer.unit == "block":
        return Features({**place, "text": TEXT, **attributes, **label, **support, "group": INT})
    span = {layer.uid_column: TEXT, "start": INT, "end": INT, "text": TEXT}
    support |= _relations(layer)
    if layer.rows == "nested":
        tags = List(ClassLabel(names=tag_names(layer)))
        return Features(
            {
                **place,
                "block_type": BLOCK_TYPE,
                "text": TEXT,
                layer.name: List({**span, **label, **attributes, **support}),
                "tokens": List(TEXT),
                "token_starts": List(INT),
                "ner_tags": tags,
                "ner_tags_inner": tags,
                "group": INT,
            }
        )
    row = {**place, **span, "context": TEXT, **label, **attributes, **support}
    return Features({**row, "group": INT})


def detection_features(schema: Schema, layer: Layer, attribute: Attribute) -> Features:
    """The columns of the config with one row for each sentence and value of an attribute."""
    names = ClassLabel(names=[NONE, *(x for x in layer.label_ids if x != NONE), MIXED])
    return Features(
        {
            "doc_id": TEXT,
            "block_id": TEXT,
            "block_type": BLOCK_TYPE,
            "sentence_id": TEXT,
            "text": TEXT,
            "start": INT,
            "end": INT,
            attribute.name: attribute_feature(schema, layer, attribute),
            "label": names,
            items_column(layer): List(_item(schema, layer, attribute)),
            "author_label": names,
            "votes_against_none": INT,
            "group": INT,
        }
    )


def items_column(layer: Layer) -> str:
    """The column of a detection config that lists the spans of a sentence."""
    return f"{layer.column}s"


def _item(schema: Schema, layer: Layer, attribute: Attribute) -> dict[str, Any]:
    return {
        layer.column: ClassLabel(names=list(layer.label_ids)),
        **{
            a.name: attribute_feature(schema, layer, a)
            for a in identity_attributes(layer)
            if a.name != attribute.name
        },
        layer.uid_column: TEXT,
    }


def identity_attributes(layer: Layer) -> list[Attribute]:
    """The attributes that tell two spans of one place apart."""
    return [a for a in layer.columns if a.name in layer.identity]


def tag_names(layer: Layer) -> list[str]:
    """The IOB2 tags of a layer."""
    return ["O", *(f"{p}-{x}" for x in layer.label_ids for p in "BI")]


def attribute_feature(schema: Schema, layer: Layer, attribute: Attribute) -> Any:
    """The column of an attribute: class labels for a closed list; strings for entities and text."""
    if attribute.type in ("text", "entity"):
        return TEXT
    one = ClassLabel(names=[entry.id for entry in schema.entries(layer, attribute)])
    return List(one) if attribute.many else one


def document_attribute(schema: Schema, column: str) -> tuple[Layer, Attribute] | None:
    """The layer and the attribute that a column of `documents` belongs to; None without one."""
    for layer in schema.layers:
        for attribute in layer.document_columns:
            if layer.column_name(attribute) == column:
                return layer, attribute
    return None


def entity_links(schema: Schema, layer: Layer, attribute: Attribute) -> dict[str, str]:
    """The entity id of each value of an attribute that is an entry of the registry too."""
    if attribute.type not in ("choice", "choices"):
        return {}
    entries = schema.entries(layer, attribute)
    links = {entry.id: getattr(entry, "entity_id", None) for entry in entries}
    return {value: entity for value, entity in links.items() if entity}


def links_column(attribute: Attribute) -> str:
    """The column of the entity ids of an attribute's values: `holders` has `holder_entity_ids`."""
    one = attribute.name.removesuffix("s") if attribute.many else attribute.name
    return f"{one}_entity_id{'s' if attribute.many else ''}"


def linked_columns(schema: Schema, layer: Layer, attribute: Attribute) -> list[str]:
    """The columns that follow from the entity ids of an attribute's values."""
    if not entity_links(schema, layer, attribute):
        return []
    mentions = mentions_column(schema, layer, attribute)
    return [links_column(attribute), *([mentions] if mentions else [])]


def votes_features(questions: tuple[str, ...]) -> dict[str, Any]:
    """The columns that show how a label was decided."""
    return {
        "decision": ClassLabel(names=WAYS),
        "disagreement": List(ClassLabel(names=list(questions))),
        "decided_by": TEXT,
        "votes": List({"question": TEXT, "value": TEXT, "count": INT}),
        "n_annotators": INT,
    }


def _attributes(schema: Schema, layer: Layer) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for attribute in layer.columns:
        found[attribute.name] = attribute_feature(schema, layer, attribute)
        for column in linked_columns(schema, layer, attribute):
            found[column] = List(TEXT) if attribute.many else TEXT
    return found


def _relations(layer: Layer) -> dict[str, Any]:
    """The relations that lead from a span: their labels, and the uids of the other spans."""
    if not layer.relations:
        return {}
    link = {
        "label": ClassLabel(names=[label.id for label in layer.relations]),
        "to_uid": TEXT,
        "decision": ClassLabel(names=WAYS),
        "votes": List({"label": TEXT, "count": INT}),
    }
    return {RELATIONS: List(link)}
