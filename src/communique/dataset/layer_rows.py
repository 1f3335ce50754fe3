"""The rows of one layer's config: one for each block, or one for each decision."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from communique.corpus import Document, Source
from communique.dataset.arrays import Row
from communique.dataset.content import ByDocument, CorpusData
from communique.dataset.decisions import FinalLabel
from communique.dataset.tokens import iob2, tokenize
from communique.dataset.votes import votes_row
from communique.schema import RELATIONS, Layer
from communique.text import Block


def layer_rows(
    content: CorpusData, found: ByDocument, layer: Layer, source: Source
) -> Iterator[Row]:
    """The rows of a document in a layer's config, in text order, without their `group`."""
    document = content.documents[source.doc_id]
    placed = _placed(document, found.decisions.get((layer.name, source.doc_id), ()))
    if layer.unit == "span" and layer.rows == "nested":
        inside: defaultdict[str, list[FinalLabel]] = defaultdict(list)
        for block, decision in placed:
            inside[block.block_id].append(decision)
        for block in document.body:
            yield _nested(layer, document, block, inside[block.block_id])
        return
    make = _flat if layer.unit == "span" else _unit
    for block, decision in placed:
        yield make(layer, document, block, decision)


def _placed(document: Document, decisions: Iterable[FinalLabel]) -> list[tuple[Block, FinalLabel]]:
    """Each decision about a range of the text, with its block."""
    placed = ((document.block_at(d.start or 0, d.end or 0), d) for d in _of_text(decisions))
    return [(block, decision) for block, decision in placed if block is not None]


def _of_text(decisions: Iterable[FinalLabel]) -> Iterator[FinalLabel]:
    return (d for d in decisions if d.kind != "document")


def _cut(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]


def _span(layer: Layer, document: Document, block: Block, decision: FinalLabel) -> Row:
    begin = block.start or 0
    return {
        layer.uid_column: decision.uid,
        "start": (decision.start or 0) - begin,
        "end": (decision.end or 0) - begin,
        "text": document.text[decision.start : decision.end],
        **_label(layer, decision),
        **_relations(layer, decision),
    }


def _relations(layer: Layer, decision: FinalLabel) -> Row:
    """The column `relations`, of a layer that has any."""
    if not layer.relations:
        return {}
    return {
        RELATIONS: [
            {
                "label": r.label,
                "to_uid": r.to_uid,
                "decision": r.decision,
                "votes": list(r.votes),
            }
            for r in decision.relations
        ]
    }


def _label(layer: Layer, decision: FinalLabel) -> Row:
    row: Row = {layer.column: decision.label, **votes_row(decision)}
    given = decision.attributes
    for attribute in layer.columns:
        value = given.get(attribute.name)
        if attribute.many:
            value = list(value) if isinstance(value, tuple) else []
        row[attribute.name] = value
    return row


def _flat(layer: Layer, document: Document, block: Block, decision: FinalLabel) -> Row:
    return {
        "doc_id": document.doc_id,
        "block_id": block.block_id,
        "context": _cut(document, block),
        **_span(layer, document, block, decision),
    }


def _unit(layer: Layer, document: Document, block: Block, decision: FinalLabel) -> Row:
    return {
        "doc_id": document.doc_id,
        "block_id": block.block_id,
        "text": _cut(document, block),
        **_label(layer, decision),
    }


def _nested(layer: Layer, document: Document, block: Block, decisions: Sequence[FinalLabel]) -> Row:
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
