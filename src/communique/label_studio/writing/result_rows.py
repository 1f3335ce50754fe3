"""Convert records back to the result rows that a page would have submitted."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from communique.label_studio.controls import ROW_TYPES, TEXT, UNIT, Control, controls
from communique.records import Record, Values
from communique.records.relation import relations_of
from communique.schema import RELATIONS, Layer, Schema

Row = dict[str, Any]


def record_rows(
    schema: Schema, layer: Layer, records: Iterable[Record], units: Mapping[tuple[int, int], str]
) -> list[Row]:
    """The rows of one annotator's records of one document. Each region has its own id.

    `units` gives the block type at each range of a block layer.
    """
    known = controls(schema, layer)
    listed = list(records)
    ids = {r.annotation_id: r.source.region or r.annotation_id for r in listed}
    regions = [r for r in listed if r.kind != "document"]
    rows = [
        row for r in regions for row in region_rows(layer, known, r, ids[r.annotation_id], units)
    ]
    return rows + _document_rows(known, listed) + [row for r in regions for row in _links(r, ids)]


def region_rows(
    layer: Layer,
    known: Mapping[str, Control],
    record: Record,
    region_id: str,
    units: Mapping[tuple[int, int], str],
) -> list[Row]:
    """The rows of one span or block: its label first, then one row for each control."""
    place = {"start": record.start, "end": record.end, "text": record.text}
    attributes: dict[str, Values] = dict(record.attributes)
    attributes.pop(RELATIONS, None)
    type_ = units[record.start or 0, record.end or 0] if layer.unit == "block" else None
    return labelled_rows(layer, known, region_id, place, record.label, attributes, type_)


def labelled_rows(
    layer: Layer,
    known: Mapping[str, Control],
    region_id: str,
    place: Row,
    label: str,
    attributes: Mapping[str, Values],
    block_type: str | None = None,
) -> list[Row]:
    """The rows of a span with that label, or of a block of that type. `place` is its range."""
    head = layer.control
    if block_type is not None:
        attributes = {layer.control: label, **attributes}
        head, label = UNIT, block_type
    rows = [result_row(region_id, head, "labels", {**place, "labels": [label]})]
    for control in known.values():
        if control.level == "region" and control.attribute:
            attribute_values = attributes.get(control.attribute.name)
            rows += value_rows(control, attribute_values, region_id, place)
    return rows


def value_rows(control: Control, given: Values | None, region_id: str, place: Row) -> list[Row]:
    """The row of one control; [] without a value."""
    if not given:
        return []
    values = [given] if isinstance(given, str) else list(given)
    content: list[Any] = [[v] for v in values] if control.kind == "taxonomy" else values
    value = {**place, ROW_TYPES[control.kind]: content}
    return [result_row(region_id, control.name, control.kind, value)]


def result_row(region_id: str, name: str, kind: str, value: Row) -> Row:
    """One row of a `result`."""
    return {"id": region_id, "from_name": name, "to_name": TEXT, "type": kind, "value": value}


def _document_rows(known: Mapping[str, Control], records: Iterable[Record]) -> list[Row]:
    values_of: dict[str, list[str]] = {}
    for record in records:
        control = document_control(known, record) if record.kind == "document" else None
        if control:
            values_of.setdefault(control.name, []).append(record.label)
    return [
        row
        for name, values in values_of.items()
        for row in value_rows(known[name], tuple(values), f"d-{name}", {})
    ]


def document_control(known: Mapping[str, Control], record: Record) -> Control | None:
    """The control to which a document value belongs."""
    for control in known.values():
        attribute = control.attribute
        if attribute is None or record.attributes.get("attribute") != attribute.name:
            continue
        if record.attributes.get(attribute.key_column) == control.key:
            return control
    return None


def _links(record: Record, ids: Mapping[str, str]) -> list[Row]:
    links: dict[str, list[str]] = {}
    for relation in relations_of(record):
        if relation.to_id in ids:
            links.setdefault(ids[relation.to_id], []).append(relation.label)
    return [relation_row(ids[record.annotation_id], to, labels) for to, labels in links.items()]


def relation_row(from_id: str, to_id: str, labels: Sequence[str]) -> Row:
    """The row of a relation between two regions, with all its labels: of two rows between the same
    regions the page keeps only the first.
    """
    ends = {"from_id": from_id, "to_id": to_id}
    return {"type": "relation", "direction": "right", **ends, "labels": list(labels)}
