"""The columns of `annotations`: one row for each record, for all layers.

This is by far the longest table, so it is made column by column. A dict for each row would take
longer than all later steps.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from communique.corpus import Document
from communique.dataset.arrays import Columns
from communique.dataset.content import ByDocument, CorpusData
from communique.records import Record
from communique.text import Block

_Placed = tuple[Document, Record, Block | None]


def annotation_columns(content: CorpusData, found: ByDocument, doc_ids: Iterable[str]) -> Columns:
    """The records of some documents, sorted by layer and id within each; without `group`.

    `attributes` holds pairs (name, value).
    """
    placed = [p for doc_id in doc_ids for p in _placed(content, found, doc_id)]
    records = [record for _, record, _ in placed]
    begins = [block.start if block else None for _, _, block in placed]
    starts, ends = [r.start for r in records], [r.end for r in records]
    return {
        "annotation_id": [r.annotation_id for r in records],
        "layer": [r.layer for r in records],
        "doc_id": [document.doc_id for document, _, _ in placed],
        "block_id": [block.block_id if block else None for _, _, block in placed],
        "annotator": [r.annotator for r in records],
        "annotator_type": [r.annotator_type for r in records],
        "pass": [r.pass_ for r in records],
        "kind": [r.kind for r in records],
        "start": starts,
        "end": ends,
        "block_start": _from(begins, starts),
        "block_end": _from(begins, ends),
        "raw_start": [r.raw_start for r in records],
        "raw_end": [r.raw_end for r in records],
        "text": [r.text for r in records],
        "label": [r.label for r in records],
        "attributes": [_pairs(r) for r in records],
        "origin": [r.origin for r in records],
        "decision_uid": [found.uids.get(r.annotation_id) for r in records],
        "guideline_version": [r.guideline_version for r in records],
    }


def _placed(content: CorpusData, found: ByDocument, doc_id: str) -> list[_Placed]:
    document = content.documents[doc_id]
    block_at = document.block_at
    own = sorted(found.records.get(doc_id, ()), key=attrgetter("annotation_id"))
    own.sort(key=attrgetter("layer"))
    return [
        (document, r, None if r.start is None or r.end is None else block_at(r.start, r.end))
        for r in own
    ]


def _from(begins: list[int | None], offsets: list[int | None]) -> list[int | None]:
    pairs = zip(begins, offsets, strict=True)
    return [None if b is None or offset is None else offset - b for b, offset in pairs]


def _pairs(record: Record) -> list[tuple[str, Any]]:
    given = record.attributes
    if tuple not in map(type, given.values()):
        return list(given.items())
    many = ((name, v if isinstance(v, tuple) else (v,)) for name, v in given.items())
    return [(name, value) for name, values in many for value in values]
