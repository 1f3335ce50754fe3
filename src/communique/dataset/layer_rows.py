"""The rows of one layer's config: one for each block, or one for each decision."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communique.corpus import Document, Source
from communique.dataset.arrays import Row
from communique.dataset.content import ByDocument, CorpusData
from communique.dataset.final_label import FinalLabel
from communique.dataset.layer_features import entity_links, links_column
from communique.dataset.mentions import Mentions, mentions_column, mentions_in, naming_layer
from communique.dataset.tokens import token_columns, tokenize
from communique.dataset.votes import votes_row
from communique.records import Values
from communique.schema import RELATIONS, Attribute, Layer
from communique.text import Block


@dataclass(frozen=True, slots=True)
class Links:
    """The entity id of each value, by attribute, and where the document names them."""

    entities: Mapping[str, Mapping[str, str]]
    mentions: Mentions | None
    columns: Mapping[str, str | None]

    @classmethod
    def of(cls, content: CorpusData, found: ByDocument, layer: Layer, doc_id: str) -> "Links":
        """The links of a layer in one document."""
        schema, mentions = content.schema, None
        if naming := naming_layer(schema, layer):
            labels = found.decisions.get((naming[0].name, doc_id), ())
            mentions = mentions_in(naming[1], labels)
        columns = {a.name: mentions_column(schema, layer, a) for a in layer.columns}
        return cls(
            {a.name: entity_links(schema, layer, a) for a in layer.columns}, mentions, columns
        )

    def row(self, attribute: Attribute, value: Any, block: Block, near: FinalLabel) -> Row:
        """The linked columns of an attribute: entity ids, and uids of mentions in the block."""
        entities = self.entities[attribute.name]
        if not entities:
            return {}
        linked = _linked(entities, value)
        row: Row = {links_column(attribute): linked}
        mentions, column = self.mentions, self.columns[attribute.name]
        if mentions and column:
            many = isinstance(linked, list)
            uids = [mentions.uid(x, block, near) for x in (linked if many else [linked])]  # pyright: ignore
            row[column] = uids if many else uids[0]
        return row


def layer_rows(
    content: CorpusData, found: ByDocument, layer: Layer, source: Source
) -> Iterator[Row]:
    """The rows of a document in a layer's config, in text order, without their `group`."""
    document = content.documents[source.doc_id]
    links = Links.of(content, found, layer, source.doc_id)
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
        **_label(links, layer, block, decision),
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


def _label(links: Links, layer: Layer, block: Block, decision: FinalLabel) -> Row:
    row: Row = {layer.column: decision.label, **votes_row(decision, block.start or 0)}
    given = decision.attributes
    for attribute in layer.columns:
        value = given.get(attribute.name)
        if attribute.many:
            value = list(value) if isinstance(value, tuple) else []
        row[attribute.name] = value
        row |= links.row(attribute, value, block, decision)
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
        **_label(links, layer, block, decision),
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
