"""JSON lines: one document a line, with everything that is known of it. Nothing is lost."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from communique.formats.document import Annotation, Chunk, Export, ExportedDocument


def write(documents: Iterable[ExportedDocument], export: Export) -> Iterator[Chunk]:
    """Yield one line for each document. Without texts, the keys `text` and `title` are null."""
    for document in documents:
        yield f"{document.split}.jsonl", orjson.dumps(_document(document, export)) + b"\n"


def _document(document: ExportedDocument, export: Export) -> dict[str, Any]:
    names = {layer.name for layer in export.layers}
    data: dict[str, Any] = {
        "doc_id": document.doc_id,
        "title": document.title if export.has_texts else None,
        "language": document.language,
        "split": document.split,
        "text": document.text if export.has_texts else None,
        "text_sha256": document.text_sha256,
        "blocks": [
            {"block_id": b.block_id, "type": b.type, "start": b.start, "end": b.end}
            for b in document.blocks
        ],
        "sentences": [
            {"sentence_id": name, "start": start, "end": end}
            for name, start, end in document.sentences
        ],
    }
    if export.with_tokens:
        tokens = document.tokens
        data["tokens"] = [
            {"start": start, "end": start + len(text)}
            for start, text in zip(tokens.starts, tokens.texts, strict=True)
        ]
    data["annotations"] = [
        _annotation(document, a, export) for a in document.annotations if a.layer in names
    ]
    return data


def _annotation(
    document: ExportedDocument, annotation: Annotation, export: Export
) -> dict[str, Any]:
    has_words = export.has_texts and annotation.start is not None
    return {
        "uid": annotation.uid,
        "layer": annotation.layer,
        "kind": annotation.kind,
        "start": annotation.start,
        "end": annotation.end,
        "text": document.text[slice(*annotation.range)] if has_words else None,
        "label": annotation.label,
        "attributes": {
            k: list(v) if isinstance(v, tuple) else v for k, v in annotation.attributes.items()
        },
        "relations": [{"label": label, "to_uid": uid} for label, uid in annotation.relations],
        **annotation.details,
    }
