"""The rows of a detection config: every sentence by every value of the layer's `detect_by`.

A span counts for the sentence that holds its first character. A sentence without a span is a
negative example.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from communique.corpus import Source
from communique.dataset.arrays import Row
from communique.dataset.content import ByDocument, CorpusData
from communique.dataset.final_label import FinalLabel
from communique.dataset.layer_features import identity_attributes, items_column
from communique.dataset.names import CATCH_ALL, MIXED, NONE
from communique.dataset.sentences import Sentence, sentences_of
from communique.records import Record
from communique.schema import Attribute, Layer

AUTHOR_SIDE = "author"  # the side of the entry that stands for whoever wrote the text
_Cell = tuple[str, str]  # sentence, value
_Marked = TypeVar("_Marked", FinalLabel, Record)


def detection_rows(
    content: CorpusData, found: ByDocument, layer: Layer, source: Source
) -> Iterator[Row]:
    """The rows of a document, in text order, then in the order of the values; without `group`.

    A cell (sentence, value) can hold several spans: `label` is theirs, `mixed` where they differ,
    `none` where there is no span.
    """
    attribute = layer.detecting
    if attribute is None:
        return
    doc_id = source.doc_id
    document = content.documents[doc_id]
    sentences = list(sentences_of(document, source.language))
    labels = _by_cell(sentences, found.decisions.get((layer.name, doc_id), ()), attribute)
    votes = _by_cell(sentences, _votes(found, layer, doc_id, content), attribute)
    authors = _authors(content, layer)
    values = [v for v in content.schema.values(layer, attribute.name) if v != CATCH_ALL]
    for sentence in sentences:
        begin = sentence.block.start or 0
        for value in values:
            cell = (sentence.sentence_id, value)
            spans = labels.get(cell, ())
            yield {
                "doc_id": doc_id,
                "block_id": sentence.block.block_id,
                "block_type": sentence.block.type,
                "sentence_id": sentence.sentence_id,
                "text": document.text[sentence.start : sentence.end],
                "start": sentence.start - begin,
                "end": sentence.end - begin,
                attribute.name: value,
                "label": label_of(spans),
                items_column(layer): [_item(layer, attribute, span) for span in spans],
                "author_label": _author_label(spans, authors),
                "votes_against_none": None if spans else _voters(votes.get(cell, ())),
            }


def label_of(spans: Iterable[FinalLabel]) -> str:
    """The label of a cell."""
    labels = {span.label for span in spans}
    return NONE if not labels else MIXED if len(labels) > 1 else labels.pop()


def _by_cell(
    sentences: Sequence[Sentence], items: Iterable[_Marked], attribute: Attribute
) -> Mapping[_Cell, Sequence[_Marked]]:
    cells: defaultdict[_Cell, list[_Marked]] = defaultdict(list)
    for item in items:
        sentence = _sentence_at(sentences, item.start)
        if sentence is not None and item.kind == "span":
            value = item.attributes.get(attribute.name)
            cells[sentence.sentence_id, str(value)].append(item)
    return dict(cells)


def _votes(found: ByDocument, layer: Layer, doc_id: str, content: CorpusData) -> Iterator[Record]:
    for (name, _, _), by_document in found.records.items():
        if name == layer.name:
            records = by_document.get(doc_id, ())
            yield from (r for r in records if r.annotation_id in content.units)


def _voters(votes: Iterable[Record]) -> int:
    return len({vote.annotator for vote in votes})


def _sentence_at(sentences: Sequence[Sentence], start: int | None) -> Sentence | None:
    """The sentence that holds a character of the text; None between two sentences."""
    if start is None:
        return None
    at = bisect_right(sentences, start, key=lambda s: s.start) - 1
    return sentences[at] if at >= 0 and start < sentences[at].end else None


def _item(layer: Layer, attribute: Attribute, span: FinalLabel) -> Row:
    item: Row = {layer.column: span.label}
    for other in identity_attributes(layer):
        if other.name != attribute.name:
            value = span.attributes.get(other.name)
            item[other.name] = list(value or ()) if other.many else value
    return {**item, layer.uid_column: span.uid}


def _authors(content: CorpusData, layer: Layer) -> Mapping[str, set[str]]:
    """The values that stand for the author of the text, by attribute."""
    found: dict[str, set[str]] = {}
    for attribute in layer.columns:
        entries = content.schema.entries(layer, attribute)
        values = {e.id for e in entries if getattr(e, "side", "") == AUTHOR_SIDE}
        if values:
            found[attribute.name] = values
    return found


def _author_label(spans: Iterable[FinalLabel], authors: Mapping[str, set[str]]) -> str | None:
    """As `label`, of the author's spans alone; None where the schema names no author."""
    return label_of(s for s in spans if _is_authors(s, authors)) if authors else None


def _is_authors(span: FinalLabel, authors: Mapping[str, set[str]]) -> bool:
    for name, values in authors.items():
        given = span.attributes.get(name) or ()
        if values & set((given,) if isinstance(given, str) else given):
            return True
    return False
