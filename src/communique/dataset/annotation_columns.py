"""The columns of `annotations`: one row for each record, for all layers.

This is by far the longest table, so it is made column by column. A dict for each row would take
longer than all later steps.
"""

from collections.abc import Iterable
from typing import Any

from communique.corpus import Document
from communique.dataset.arrays import Columns
from communique.dataset.content import ByDocument, CorpusData, Pass
from communique.records import Record, Values
from communique.schema import Layer
from communique.text import Block

_Placed = tuple[Document, Record, Block | None]


def annotation_columns(
    content: CorpusData, found: ByDocument, of_pass: Pass, doc_ids: Iterable[str]
) -> Columns:
    """The records of one pass on some documents, in text order; without `group`.

    `attributes` holds pairs (name, value), one for each value of a set.
    """
    by_document = found.records[of_pass]
    placed = [
        p
        for doc_id in doc_ids
        for p in _placed(content.documents[doc_id], by_document.get(doc_id, ()))
    ]
    records = [record for _, record, _ in placed]
    begins = [block.start if block else None for _, _, block in placed]
    starts, ends = [r.start for r in records], [r.end for r in records]
    layer, annotator, pass_number = of_pass
    n = len(records)
    return {
        "annotation_id": [r.annotation_id for r in records],
        "unit_id": [content.units.get(r.annotation_id) for r in records],
        "layer": [layer] * n,
        "doc_id": [document.doc_id for document, _, _ in placed],
        "block_id": [block.block_id if block else None for _, _, block in placed],
        "annotator": [annotator] * n,
        "annotator_type": [r.annotator_type for r in records],
        "role": [_role(content, annotator)] * n,
        "is_vote": [r.annotation_id in content.units for r in records],
        "pass_number": [pass_number] * n,
        "kind": [r.kind for r in records],
        "start": starts,
        "end": ends,
        "start_in_block": _from(begins, starts),
        "end_in_block": _from(begins, ends),
        "raw_start": [r.raw_start for r in records],
        "raw_end": [r.raw_end for r in records],
        "text": [r.text for r in records],
        "label": [r.label for r in records],
        "attributes": [_pairs(r) for r in records],
        "confidence": _confidence(content.schema.layer(layer), records),
        "origin": [r.origin for r in records],
        "decision_uid": [found.uids.get(r.annotation_id) for r in records],
        "guideline_version": [r.guideline_version for r in records],
    }


def _placed(document: Document, records: Iterable[Record]) -> list[_Placed]:
    block_at = document.block_at
    return [
        (document, r, None if r.start is None or r.end is None else block_at(r.start, r.end))
        for r in sorted(records, key=_place)
    ]


def _place(record: Record) -> tuple[int, int, str]:
    """Text order, the longer span first; document values at the end."""
    if record.start is None or record.end is None:
        return (2**62, 0, record.annotation_id)
    return (record.start, -record.end, record.annotation_id)


def _role(content: CorpusData, annotator: str) -> str | None:
    known = content.schema.annotator(annotator)
    return known.role if known else None


def _confidence(layer: Layer, records: list[Record]) -> list[str | None]:
    """The value of the attribute that is about the work of annotating; of several, the first that
    the record has.
    """
    named = [a.name for a in layer.region_attributes if a.about == "annotation"]
    stated = ((_first(r.attributes.get(name)) for name in named) for r in records)
    return [next((value for value in values if value), None) for values in stated]


def _first(value: Values | None) -> str | None:
    return next(iter(value), None) if isinstance(value, tuple) else value


def _from(begins: list[int | None], offsets: list[int | None]) -> list[int | None]:
    pairs = zip(begins, offsets, strict=True)
    return [None if b is None or offset is None else offset - b for b, offset in pairs]


def _pairs(record: Record) -> list[tuple[str, Any]]:
    given = record.attributes
    if tuple not in map(type, given.values()):
        return list(given.items())
    many = ((name, v if isinstance(v, tuple) else (v,)) for name, v in given.items())
    return [(name, value) for name, values in many for value in values]
