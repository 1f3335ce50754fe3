"""The row of a document: its text, its blocks, and its document values."""

from collections.abc import Sequence
from typing import Any

from communique.corpus import Source
from communique.dataset.arrays import Row
from communique.dataset.content import ByDocument, CorpusData
from communique.dataset.derived import derived_rows
from communique.dataset.final_label import FinalLabel
from communique.dataset.sentences import sentences_of
from communique.dataset.votes import votes_row
from communique.records import PassStatus
from communique.schema import Attribute, Layer
from communique.text import Block


def document_row(content: CorpusData, found: ByDocument, source: Source) -> Row:
    """The row of a document in `documents`, without its `group`."""
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
        "n_characters": len(document.text),
        "blocks": blocks,
        "sentences": [
            (s.sentence_id, s.start, s.end) for s in sentences_of(document, source.language)
        ],
        **_document_values(content, found, source.doc_id),
        "passes": [_pass(content, p) for p in found.passes.get(source.doc_id, ())],
        "source_sha256": document.source_sha256,
        "text_sha256": document.text_sha256,
        "split_group": source.split_key,
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


def _pass(content: CorpusData, status: PassStatus) -> Row:
    """One pass over the document. Of the regions that the page offered, `unchanged` were kept as
    they were; both are None for a pass that is not there.
    """
    annotator = content.schema.annotator(status.annotator)
    voters = content.voters.get((status.layer, status.doc_id), ())
    return {
        "layer": status.layer,
        "annotator": status.annotator,
        "role": annotator.role if annotator else None,
        "pass_number": status.pass_,
        "guideline_version": status.guideline_version,
        "status": status.status,
        "is_vote": status.pass_ == 1 and status.annotator in voters,
        "offered": status.effort.predicted if status.effort else None,
        "unchanged": status.effort.unchanged if status.effort else None,
    }


def _document_values(content: CorpusData, found: ByDocument, doc_id: str) -> Row:
    values: Row = {}
    for layer in content.schema.layers:
        for attribute in layer.document_columns:
            own = [
                d
                for d in found.decisions.get((layer.name, doc_id), ())
                if d.kind == "document" and d.attributes.get("attribute") == attribute.name
            ]
            values[layer.column_name(attribute)] = _column(content, layer, attribute, own)
        for derived in layer.derive:
            labels = found.decisions.get((layer.name, doc_id), ())
            is_done = _is_done(found, layer, doc_id)
            rows = derived_rows(content.schema, layer, derived, labels) if is_done else []
            values[derived.name] = rows
    return values


def _is_done(found: ByDocument, layer: Layer, doc_id: str) -> bool:
    """Whether somebody finished the document, so that spans that are not there say something."""
    passes = found.passes.get(doc_id, ())
    return any(p.layer == layer.name and p.status in ("done", "empty") for p in passes)


def _column(
    content: CorpusData, layer: Layer, attribute: Attribute, decisions: Sequence[FinalLabel]
) -> Any:
    if attribute.for_each is None:
        labels = [d.label for d in decisions]
        return labels if attribute.many else next(iter(labels), None)
    order = content.schema.values(layer, attribute.for_each)
    by_key = {d.attributes.get(attribute.key_column): d for d in decisions}
    return [
        {
            attribute.key_column: key,
            attribute.value_column: by_key[key].label,
            **votes_row(by_key[key]),
        }
        for key in order
        if key in by_key
    ]
