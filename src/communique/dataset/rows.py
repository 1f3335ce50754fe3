"""The rows of every config, as plain data with labels as strings, sorted by id."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communique.corpus import Document, Source
from communique.dataset.decisions import Decision
from communique.dataset.names import ANNOTATIONS, DOCUMENTS
from communique.dataset.splits import Placement
from communique.dataset.tokens import iob2, tokenize
from communique.records import PassStatus, Record
from communique.schema import Attribute, Layer, Schema
from communique.text import Block

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Content:
    """All that a build states, gathered."""

    schema: Schema
    sources: Sequence[Source]
    documents: Mapping[str, Document]
    raws: Mapping[str, str]
    records: Sequence[Record]
    decisions: Sequence[Decision]
    passes: Sequence[PassStatus]
    placements: Mapping[str, Placement]


def all_rows(content: Content) -> dict[str, list[Row]]:
    """Config name to rows, each with its `doc_id` and `fold`."""
    rows = {DOCUMENTS: [_document(content, s) for s in content.sources]}
    for layer in content.schema.layers:
        if layer.unit != "document":
            rows[layer.name] = [r for s in content.sources for r in _layer(content, layer, s)]
    rows[ANNOTATIONS] = _annotations(content)
    return rows


def _fold(content: Content, doc_id: str) -> dict[str, int]:
    return {"fold": content.placements[doc_id].fold}


def _layer(content: Content, layer: Layer, source: Source) -> Iterable[Row]:
    document = content.documents[source.doc_id]
    decisions = [
        d
        for d in content.decisions
        if d.layer == layer.name and d.doc_id == source.doc_id and d.kind != "document"
    ]
    make = {"span": _flat, "block": _unit}[layer.unit]
    if layer.unit == "span" and layer.rows == "nested":
        for block in document.body:
            yield {**_nested(layer, document, block, decisions), **_fold(content, source.doc_id)}
        return
    for decision in decisions:
        block = document.block_at(decision.start or 0, decision.end or 0)
        if block is not None:
            yield {**make(layer, document, block, decision), **_fold(content, source.doc_id)}


def _cut(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]


def _span(layer: Layer, document: Document, block: Block, decision: Decision) -> Row:
    begin = block.start or 0
    return {
        layer.uid: decision.uid,
        "start": (decision.start or 0) - begin,
        "end": (decision.end or 0) - begin,
        "text": document.text[decision.start : decision.end],
        **_label(layer, decision),
    }


def _label(layer: Layer, decision: Decision) -> Row:
    attributes = {a.name: _value(a, decision) for a in layer.columns}
    return {layer.column: decision.label, **attributes, **_votes(decision)}


def _value(attribute: Attribute, decision: Decision) -> Any:
    value = decision.attributes.get(attribute.name)
    if attribute.many:
        return list(value) if isinstance(value, tuple) else []
    return value


def _votes(decision: Decision) -> Row:
    return {
        "decision": decision.decision,
        "votes": [{"label": label, "count": count} for label, count in decision.votes],
        "n_annotators": decision.n_annotators,
    }


def _flat(layer: Layer, document: Document, block: Block, decision: Decision) -> Row:
    return {
        "doc_id": document.doc_id,
        "block_id": block.block_id,
        "context": _cut(document, block),
        **_span(layer, document, block, decision),
    }


def _unit(layer: Layer, document: Document, block: Block, decision: Decision) -> Row:
    return {
        "doc_id": document.doc_id,
        "block_id": block.block_id,
        "text": _cut(document, block),
        **_label(layer, decision),
    }


def _nested(layer: Layer, document: Document, block: Block, decisions: Sequence[Decision]) -> Row:
    own = [d for d in decisions if document.block_at(d.start or 0, d.end or 0) == block]
    spans = [_span(layer, document, block, d) for d in own]
    tokens = tokenize(_cut(document, block))
    return {
        "doc_id": document.doc_id,
        "block_id": block.block_id,
        "text": _cut(document, block),
        layer.name: spans,
        "tokens": [t.text for t in tokens],
        "token_starts": [t.start for t in tokens],
        "ner_tags": iob2(tokens, [(s["start"], s["end"], s[layer.column]) for s in spans]),
    }


def _document(content: Content, source: Source) -> Row:
    document = content.documents[source.doc_id]
    raw = content.raws[source.doc_id]
    blocks = [_block(b, b.surface(raw)) for b in document.blocks]
    return {
        "doc_id": source.doc_id,
        "title": document.title or source.title,
        "text": document.text,
        "byline": document.byline or source.author,
        "publisher": source.publisher,
        "published": source.published or document.published,
        "genre": source.genre,
        "language": source.language,
        "url": source.url,
        "blocks": blocks,
        **_document_values(content, source.doc_id),
        "passes": [_pass(p) for p in content.passes if p.doc_id == source.doc_id],
        "source_sha256": document.source_sha256,
        "text_sha256": document.text_sha256,
        "split_group": source.group,
        **_fold(content, source.doc_id),
    }


def _block(block: Block, surface: str) -> Row:
    return {
        "block_id": block.block_id,
        "type": block.type,
        "start": block.start,
        "end": block.end,
        "raw_start": block.raw_start,
        "raw_end": block.raw_end,
        "raw_sha256": block.raw_sha256,
        "pieces": [list(p) for p in block.pieces],
        "text": surface,
    }


def _pass(status: PassStatus) -> Row:
    return {
        "layer": status.layer,
        "annotator": status.annotator,
        "pass": status.pass_,
        "status": status.status,
    }


def _document_values(content: Content, doc_id: str) -> Row:
    found: Row = {}
    for layer in content.schema.layers:
        for attribute in layer.document_columns:
            own = [
                d
                for d in content.decisions
                if (d.layer, d.doc_id, d.kind) == (layer.name, doc_id, "document")
                and d.attributes.get("attribute") == attribute.name
            ]
            found[layer.column_name(attribute)] = _column(content, layer, attribute, own)
    return found


def _column(
    content: Content, layer: Layer, attribute: Attribute, decisions: Sequence[Decision]
) -> Any:
    if attribute.per is None:
        labels = [d.label for d in decisions]
        return labels if attribute.many else next(iter(labels), None)
    order = content.schema.values(layer, attribute.per)
    by_key = {d.attributes.get(attribute.key_column): d for d in decisions}
    return [
        {
            attribute.key_column: key,
            attribute.value_column: by_key[key].label,
            **_votes(by_key[key]),
        }
        for key in order
        if key in by_key
    ]


def _annotations(content: Content) -> list[Row]:
    uids = {c: d.uid for d in content.decisions for c in d.candidates}
    rows = [
        _annotation(content, r, uids.get(r.annotation_id))
        for r in content.records
        if r.doc_id in content.placements
    ]
    return sorted(rows, key=lambda row: (row["doc_id"], row["layer"], row["annotation_id"]))


def _annotation(content: Content, record: Record, uid: str | None) -> Row:
    document = content.documents[record.doc_id]
    block = None
    if record.start is not None and record.end is not None:
        block = document.block_at(record.start, record.end)
    begin = block.start if block else None
    row = record.to_json()
    row = {k: row[k] for k in row if k not in ("source", "attributes", "text_sha256")}
    return {
        **row,
        "block_id": block.block_id if block else None,
        "block_start": None if begin is None or record.start is None else record.start - begin,
        "block_end": None if begin is None or record.end is None else record.end - begin,
        "attributes": _pairs(record),
        "decision_uid": uid,
        **_fold(content, record.doc_id),
    }


def _pairs(record: Record) -> list[dict[str, str]]:
    return [
        {"name": name, "value": value}
        for name, values in record.attributes.items()
        for value in (values if isinstance(values, tuple) else (values,))
    ]
