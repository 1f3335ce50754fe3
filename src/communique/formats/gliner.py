"""GLiNER's training data: a JSON array with one paragraph an element.

`ner` holds `[first token, last token, label]`, both inclusive. A paragraph is one element because
the model cuts longer inputs. The keys `doc_id`, `block_id` and `uids` are not read by GLiNER.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from communique.dataset.tokens import Tokens
from communique.formats.document import Annotation, Chunk, Export, ExportedDocument
from communique.formats.flat_spans import (
    count_attributes,
    count_other_kinds,
    count_token_borders,
    spans_within,
)
from communique.text import Block


def write(documents: Iterable[ExportedDocument], export: Export) -> Iterator[Chunk]:
    """Yield the elements of each document. With several span layers a label is `layer: label`."""
    begun: set[str] = set()
    for document in documents:
        name = f"{document.split}.json"
        for row in _rows(document, export):
            yield name, (b",\n" if name in begun else b"[\n") + orjson.dumps(row)
            begun.add(name)
    for name in sorted(begun):
        yield name, b"\n]\n"


def _rows(document: ExportedDocument, export: Export) -> Iterator[dict[str, Any]]:
    count_other_kinds(document.annotations, export.losses)
    ranges = [block.range for block in document.blocks]
    spans = [a for layer in export.span_layers for a in document.spans(layer)]
    kept = spans_within(spans, ranges, export.losses)
    count_token_borders(document, kept, export.losses)
    count_attributes(kept, export.losses)
    several = len(export.span_layers) > 1
    for block in document.blocks:
        begin, end = block.range
        inside = [a for a in kept if begin <= a.range[0] and a.range[1] <= end]
        yield _row(document, block, inside, several=several)


def _row(
    document: ExportedDocument, block: Block, spans: Iterable[Annotation], *, several: bool
) -> dict[str, Any]:
    tokens: Tokens = document.tokens
    own = tokens.overlapping(*block.range)
    ner: list[tuple[int, int, str]] = []
    uids: list[str] = []
    for span in spans:
        if covered := tokens.overlapping(*span.range):
            label = f"{span.layer}: {span.label}" if several else span.label
            ner.append((covered[0] - own.start, covered[-1] - own.start, label))
            uids.append(span.uid)
    return {
        "tokenized_text": tokens.texts[own.start : own.stop],
        "ner": ner,
        "doc_id": document.doc_id,
        "block_id": block.block_id,
        "uids": uids,
    }
