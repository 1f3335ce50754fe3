"""The rows of one layer's config: one for each block, or one for each decision."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from communique.corpus import Document, Source
from communique.dataset.arrays import Row
from communique.dataset.content import ByDocument, CorpusData
from communique.dataset.final_label import FinalLabel
from communique.dataset.layer_features import entity_links, links_column
from communique.dataset.tokens import token_columns, tokenize
from communique.dataset.votes import votes_row
from communique.records import Values
from communique.schema import RELATIONS, Layer
from communique.text import Block

Links = Mapping[str, Mapping[str, str]]  # attribute -> value -> entity id


def layer_rows(
    content: CorpusData, found: ByDocument, layer: Layer, source: Source
) -> Iterator[Row]:
    """The rows of a document in a layer's config, in text order, without their `group`."""
    document = content.documents[source.doc_id]
    links = {a.name: entity_links(content.schema, layer, a) for a in layer.columns}
    placed = _placed(document, found.decisions.get((layer.name, source.doc_id), ()))
    if layer.unit == "span" and layer.rows == "nested":
        inside: defaultdict[str, list[FinalLabel]] = defaultdict(list)
        for block, decision in placed:
            inside[block.block_id].append(decision)
        for block in document.body:
            yield _nested(links, layer, document, block, inside[block.block_id])
        return
    make = _flat if layer.unit == "span" else _unit
    for block, decision in placed:
        yield make(links, layer, document, block, decision)


def _placed(document: Document, decisions: Iterable[FinalLabel]) -> list[tuple[Block, FinalLabel]]:
    """Each decision about a range of the text, with its block."""
    placed = ((document.block_at(d.start or 0, d.end or 0), d) for d in _of_text(decisions))
    return [(block, decision) for block, decision in placed if block is not None]


def _of_text(decisions: Iterable[FinalLabel]) -> Iterator[FinalLabel]:
    return (d for d in decisions if d.kind != "document")


def _cut(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]


def _span(
    links: Links, layer: Layer, document: Document, block: Block, decision: FinalLabel
) -> Row:
    begin = block.start or 0
    return {
        layer.uid_column: decision.uid,
        "start": (decision.start or 0) - begin,
        "end": (decision.end or 0) - begin,
        "text": document.text[decision.start : decision.end],
        **_label(links, layer, decision, begin),
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


def _label(links: Links, layer: Layer, decision: FinalLabel, begin: int) -> Row:
    row: Row = {layer.column: decision.label, **votes_row(decision, begin)}
    given = decision.attributes
    for attribute in layer.columns:
        value = given.get(attribute.name)
        if attribute.many:
            value = list(value) if isinstance(value, tuple) else []
        row[attribute.name] = value
        if entities := links[attribute.name]:
            row[links_column(attribute)] = _linked(entities, value)
    return row


def _linked(entities: Mapping[str, str], value: Values | list[str] | None) -> Any:
    """The entity of a value; of a set, one for each member, None for a member that has none."""
    if isinstance(value, str):
        return entities.get(value)
    return value and [entities.get(v) for v in value]


def _flat(
    links: Links, layer: Layer, document: Document, block: Block, decision: FinalLabel
) -> Row:
    return {
        "doc_id": document.doc_id,
        "block_id": block.block_id,
        "context": _cut(document, block),
        **_span(links, layer, document, block, decision),
    }


def _unit(
    links: Links, layer: Layer, document: Document, block: Block, decision: FinalLabel
) -> Row:
    return {
        "doc_id": document.doc_id,
        "block_id": block.block_id,
        "text": _cut(document, block),
        **_label(links, layer, decision, block.start or 0),
    }


def _nested(
    links: Links,
    layer: Layer,
    document: Document,
    block: Block,
    decisions: Sequence[FinalLabel],
) -> Row:
    spans = [_span(links, layer, document, block, d) for d in decisions]
    tokens = tokenize(_cut(document, block))
    return {
        "doc_id": document.doc_id,
        "block_id": block.block_id,
        "block_type": block.type,
        "text": _cut(document, block),
        layer.name: spans,
        **token_columns(tokens, [(s["start"], s["end"], s[layer.column]) for s in spans]),
    }
