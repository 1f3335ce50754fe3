"""The rows of every config, as plain data with labels as strings, sorted by id.

They are made document by document, when they are asked for: a table is never whole in memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from communique.corpus import Document, Source
from communique.dataset.decisions import Decision
from communique.dataset.names import ANNOTATIONS, DOCUMENTS
from communique.dataset.splits import Placement
from communique.dataset.tokens import iob2, tokenize
from communique.records import PassStatus, Record
from communique.schema import Attribute, Layer, Schema
from communique.text import Block

Row = dict[str, Any]
_PART: Final = 50  # documents whose rows are in memory at once


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


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of one split of one config, each with its `doc_id` and `fold`.

    Walking through them again makes them again.
    """

    content: Content
    found: "Found"
    config: str
    sources: Sequence[Source]

    def __iter__(self) -> Iterator[Row]:
        for source in self.sources:
            fold = self.content.placements[source.doc_id].fold
            for row in self._rows(source):
                row["fold"] = fold
                yield row

    def parts(self) -> list["TableRows"]:
        """The same rows, a few documents at a time."""
        starts = range(0, len(self.sources), _PART)
        return [replace(self, sources=self.sources[n : n + _PART]) for n in starts]

    def _rows(self, source: Source) -> Iterable[Row]:
        if self.config == DOCUMENTS:
            return [_document(self.content, self.found, source)]
        if self.config == ANNOTATIONS:
            return _annotations(self.content, self.found, source.doc_id)
        return _layer(self.content, self.found, self.content.schema.layer(self.config), source)


@dataclass(frozen=True, slots=True)
class Found:
    """Decisions by layer and document; the rest by document."""

    decisions: Mapping[tuple[str, str], Sequence[Decision]]
    records: Mapping[str, Sequence[Record]]
    passes: Mapping[str, Sequence[PassStatus]]
    uids: Mapping[str, str | None]


def all_rows(content: Content) -> dict[tuple[str, str], TableRows]:
    """Config and split to rows. A split of which a config has no row is left out: an empty one
    breaks the loader."""
    found = find(content)
    layers = [layer.name for layer in content.schema.layers if layer.unit != "document"]
    named = {p.split for p in content.placements.values()}
    tables = {
        (config, split): TableRows(content, found, config, _sources(content, split))
        for config in (DOCUMENTS, *layers, ANNOTATIONS)
        for split in dict.fromkeys([*content.schema.splits, *sorted(named)])
    }
    return {key: rows for key, rows in tables.items() if any(True for _ in rows)}


def _sources(content: Content, split: str) -> list[Source]:
    own = (s for s in content.sources if content.placements[s.doc_id].split == split)
    return sorted(own, key=lambda source: source.doc_id)


def find(content: Content) -> Found:
    """Sort what was decided and recorded by document."""
    decisions: defaultdict[tuple[str, str], list[Decision]] = defaultdict(list)
    for d in content.decisions:
        decisions[d.layer, d.doc_id].append(d)
    records: defaultdict[str, list[Record]] = defaultdict(list)
    for r in content.records:
        records[r.doc_id].append(r)
    passes: defaultdict[str, list[PassStatus]] = defaultdict(list)
    for p in content.passes:
        passes[p.doc_id].append(p)
    # Blocks and document values have no uid column that an annotation could point to.
    spans = (d for d in content.decisions if d.kind == "span")
    uids = {c: d.uid for d in spans for c in d.candidates}
    return Found(dict(decisions), dict(records), dict(passes), uids)


def _layer(content: Content, found: Found, layer: Layer, source: Source) -> Iterator[Row]:
    document = content.documents[source.doc_id]
    placed = _placed(document, found.decisions.get((layer.name, source.doc_id), ()))
    if layer.unit == "span" and layer.rows == "nested":
        for block in document.body:
            yield _nested(layer, document, block, [d for b, d in placed if b is block])
        return
    make = _flat if layer.unit == "span" else _unit
    for block, decision in placed:
        yield make(layer, document, block, decision)


def _placed(document: Document, decisions: Iterable[Decision]) -> list[tuple[Block, Decision]]:
    """Each decision on a stretch of the text with the block that holds it."""
    placed = ((document.block_at(d.start or 0, d.end or 0), d) for d in _of_text(decisions))
    return [(block, decision) for block, decision in placed if block is not None]


def _of_text(decisions: Iterable[Decision]) -> Iterator[Decision]:
    return (d for d in decisions if d.kind != "document")


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
    row: Row = {layer.column: decision.label, **_votes(decision)}
    given = decision.attributes
    for attribute in layer.columns:
        value = given.get(attribute.name)
        if attribute.many:
            value = list(value) if isinstance(value, tuple) else []
        row[attribute.name] = value
    return row


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
    spans = [_span(layer, document, block, d) for d in decisions]
    tokens = tokenize(_cut(document, block))
    return {
        "doc_id": document.doc_id,
        "block_id": block.block_id,
        "text": _cut(document, block),
        layer.name: spans,
        "tokens": tokens.texts,
        "token_starts": tokens.starts,
        "ner_tags": iob2(tokens, [(s["start"], s["end"], s[layer.column]) for s in spans]),
    }


def _document(content: Content, found: Found, source: Source) -> Row:
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
        **_document_values(content, found, source.doc_id),
        "passes": [_pass(p) for p in found.passes.get(source.doc_id, ())],
        "source_sha256": document.source_sha256,
        "text_sha256": document.text_sha256,
        "split_group": source.group,
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


def _document_values(content: Content, found: Found, doc_id: str) -> Row:
    values: Row = {}
    for layer in content.schema.layers:
        for attribute in layer.document_columns:
            own = [
                d
                for d in found.decisions.get((layer.name, doc_id), ())
                if d.kind == "document" and d.attributes.get("attribute") == attribute.name
            ]
            values[layer.column_name(attribute)] = _column(content, layer, attribute, own)
    return values


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


def _annotations(content: Content, found: Found, doc_id: str) -> list[Row]:
    document = content.documents[doc_id]
    rows = [
        _annotation(document, r, found.uids.get(r.annotation_id))
        for r in found.records.get(doc_id, ())
    ]
    return sorted(rows, key=lambda row: (row["layer"], row["annotation_id"]))


def _annotation(document: Document, record: Record, uid: str | None) -> Row:
    block = None
    if record.start is not None and record.end is not None:
        block = document.block_at(record.start, record.end)
    begin = block.start if block else None
    return {
        "annotation_id": record.annotation_id,
        "layer": record.layer,
        "doc_id": document.doc_id,
        "block_id": block.block_id if block else None,
        "annotator": record.annotator,
        "annotator_type": record.annotator_type,
        "pass": record.pass_,
        "kind": record.kind,
        "start": record.start,
        "end": record.end,
        "block_start": None if begin is None or record.start is None else record.start - begin,
        "block_end": None if begin is None or record.end is None else record.end - begin,
        "raw_start": record.raw_start,
        "raw_end": record.raw_end,
        "text": record.text,
        "label": record.label,
        "attributes": _pairs(record),
        "origin": record.origin,
        "decision_uid": uid,
        "guideline_version": record.guideline_version,
    }


def _pairs(record: Record) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for name, given in record.attributes.items():
        values = given if isinstance(given, tuple) else (given,)
        found += [{"name": name, "value": value} for value in values]
    return found
