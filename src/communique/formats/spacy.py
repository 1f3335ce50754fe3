"""spaCy: one DocBin a split. The spans of a layer are in `doc.spans[<layer>]`.

`span.id_` is the uid, `span.kb_id_` the registry entry. `doc.user_data[<uid>]` holds the attributes
of a span, `doc.user_data["communique"]` the document's id, its relations and its values. Tokens are
those of the dataset, also cut where a span begins or ends.
Source: https://spacy.io/api/docbin
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, Final

from communique.formats.document import Annotation, Chunk, Export, ExportedDocument, entity_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, DocBin
    from spacy.vocab import Vocab

_MOST: Final = 1_000  # documents in one file, because a DocBin is made in memory
KEY: Final = "communique"


def write(documents: Iterable[ExportedDocument], export: Export) -> Iterator[Chunk]:
    """Yield the DocBins: `<split>.spacy`; of many documents `<split>-00001.spacy` and so on."""
    from spacy.vocab import Vocab

    for split, numbers in _batches(documents):
        for name, batch in _named(split, numbers):
            made, vocab = _docbin(), Vocab()  # a vocabulary keeps every uid
            for document in batch:
                made.add(_doc(document, export, vocab))
            yield name, made.to_bytes()


def _docbin() -> "DocBin":
    from spacy.tokens import DocBin

    return DocBin(attrs=["SENT_START"], store_user_data=True)


def _batches(
    documents: Iterable[ExportedDocument],
) -> Iterator[tuple[str, Iterator[list[ExportedDocument]]]]:
    for split, group in groupby(documents, key=lambda d: d.split):
        yield split, _chunks(group)


def _chunks(documents: Iterable[ExportedDocument]) -> Iterator[list[ExportedDocument]]:
    batch: list[ExportedDocument] = []
    for document in documents:
        if len(batch) == _MOST:
            yield batch
            batch = []
        batch.append(document)
    if batch:
        yield batch


def _named(
    split: str, batches: Iterator[list[ExportedDocument]]
) -> Iterator[tuple[str, list[ExportedDocument]]]:
    first = next(batches)
    second = next(batches, None)
    if second is None:
        yield f"{split}.spacy", first
        return
    for number, batch in enumerate([first, second], 1):
        yield f"{split}-{number:05d}.spacy", batch
    for number, batch in enumerate(batches, 3):
        yield f"{split}-{number:05d}.spacy", batch


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a Doc: their places, and whether one blank follows that is no word itself."""

    ranges: Sequence[tuple[int, int]]
    blanks: Sequence[bool]


def _words(document: ExportedDocument, spans: Iterable[Annotation]) -> _Words:
    """Cut the text at every border of a token or of a span, so that no span is lost."""
    text, tokens = document.text, document.tokens
    borders = {edge for a in spans for edge in a.range}
    cuts = {0, len(text), *borders, *tokens.starts}
    cuts |= {s + len(t) for s, t in zip(tokens.starts, tokens.texts, strict=True)}
    edges = sorted(cuts)
    opened = {a.range[0] for a in spans}
    closed = {a.range[1] for a in spans}
    ranges: list[tuple[int, int]] = []
    blanks: list[bool] = []
    for start, end in pairwise(edges):
        is_blank = text[start:end] == " " and start not in opened and end not in closed
        if is_blank and ranges and not blanks[-1]:
            blanks[-1] = True
        else:
            ranges.append((start, end))
            blanks.append(False)
    return _Words(ranges, blanks)


def _doc(document: ExportedDocument, export: Export, vocab: "Vocab") -> "Doc":
    from spacy.tokens import Doc

    regions = [a for x in export.layers for a in document.of_layer(x) if a.kind != "document"]
    words = _words(document, regions)
    firsts = {start for _, start, _ in document.sentences}
    doc = Doc(
        vocab,
        words=[document.text[a:b] for a, b in words.ranges],
        spaces=list(words.blanks),
        sent_starts=[n == 0 or a in firsts for n, (a, _) in enumerate(words.ranges)],
    )
    _add_spans(doc, document, export, words)
    doc.user_data[KEY] = _document_data(document, export)
    return doc


def _add_spans(doc: "Doc", document: ExportedDocument, export: Export, words: _Words) -> None:
    from spacy.tokens import Span, SpanGroup

    first = {start: i for i, (start, _) in enumerate(words.ranges)}
    last = {end: i + 1 for i, (_, end) in enumerate(words.ranges)}
    for layer in export.layers:
        group = SpanGroup(doc, name=layer.name)
        for a in (a for a in document.of_layer(layer) if a.kind != "document"):
            start, end = a.range
            kb_id = entity_of(layer, a) or ""
            place = (first[start], last[end])
            group.append(Span(doc, *place, label=a.label, kb_id=kb_id, span_id=a.uid))
            doc.user_data[a.uid] = _plain(a)
        doc.spans[layer.name] = group


def _document_data(document: ExportedDocument, export: Export) -> dict[str, Any]:
    names = {layer.name for layer in export.layers}
    chosen = [a for a in document.annotations if a.layer in names]
    return {
        "doc_id": document.doc_id,
        "split": document.split,
        "text_sha256": document.text_sha256,
        "relations": [
            {"from_uid": a.uid, "to_uid": uid, "label": label}
            for a in chosen
            for label, uid in a.relations
        ],
        "values": [
            {"uid": a.uid, "layer": a.layer, "label": a.label, **_plain(a)}
            for a in chosen
            if a.kind == "document"
        ],
    }


def _plain(annotation: Annotation) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in annotation.attributes.items()}
