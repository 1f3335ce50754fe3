"""CoNLL-2003: one token a line, with an IOB2 tag in the last column.

The columns are the token, the start of the token in the document, the uid of the mention, one
column of tags for each further span layer, and the tags of the first span layer. An empty line ends
a sentence. A blank in a label becomes `_`. Source: the shared task of CoNLL-2003 (https://www.clips.uantwerpen.be/conll2003/ner/).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from communique.formats.document import Chunk, Export, ExportedDocument
from communique.formats.flat_spans import (
    count_attributes,
    count_other_kinds,
    count_token_borders,
    outermost_spans,
    spans_within,
)
from communique.formats.safe_names import safe_names
from communique.formats.sentence_tokens import TokenSentence, token_sentences
from communique.schema import Layer

_NONE: Final = "-"


@dataclass(frozen=True, slots=True)
class _Column:
    tags: Mapping[int, str]  # by token
    uids: Mapping[int, str]


def write(documents: Iterable[ExportedDocument], export: Export) -> Iterator[Chunk]:
    """Yield the lines of each document. It begins with a line `-DOCSTART-` that names it."""
    for document in documents:
        count_other_kinds(document.annotations, export.losses)
        sentences = list(token_sentences(document))
        columns = [_column(document, x, sentences, export) for x in export.span_layers]
        yield f"{document.split}.conll", _lines(document, sentences, columns).encode("utf-8")


def _column(
    document: ExportedDocument,
    layer: Layer,
    sentences: Iterable[TokenSentence],
    export: Export,
) -> _Column:
    labels = safe_names(layer.label_ids, r"\S")
    inside = spans_within(
        document.spans(layer), [(s.start, s.end) for s in sentences], export.losses
    )
    kept = outermost_spans(inside, export.losses)
    count_token_borders(document, kept, export.losses)
    count_attributes(kept, export.losses)
    tags: dict[int, str] = {}
    uids: dict[int, str] = {}
    for span in kept:
        free = [i for i in document.tokens.overlapping(*span.range) if i not in tags]
        for n, i in enumerate(free):
            tags[i] = f"{'I' if n else 'B'}-{labels[span.label]}"
            uids[i] = span.uid
    return _Column(tags, uids)


def _lines(
    document: ExportedDocument, sentences: Iterable[TokenSentence], columns: list[_Column]
) -> str:
    first, *others = columns
    empty = ["O"] * len(columns)
    lines = [" ".join(["-DOCSTART-", document.doc_id, _NONE, *empty]), ""]
    for sentence in sentences:
        for i in sentence.tokens:
            tags = [c.tags.get(i, "O") for c in (*others, first)]
            place = str(document.tokens.starts[i])
            uid = first.uids.get(i, _NONE)
            lines.append(" ".join([document.tokens.texts[i], place, uid, *tags]))
        lines.append("")
    return "\n".join(lines) + "\n"
