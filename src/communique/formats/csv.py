"""CSV (RFC 4180): one annotation a row, in UTF-8 with a header. Nothing is lost.

Attributes have a column each, `<layer>.<attribute>`; a set of values and the relations are JSON.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from communique.formats.document import Annotation, Chunk, Export, ExportedDocument
from communique.records import Values

_FIRST: Final = ("doc_id", "block_id", "layer", "uid", "kind", "start", "end", "text", "label")
_VALUE_KEY: Final = "attribute"  # of a value of a document: what was decided


def write(documents: Iterable[ExportedDocument], export: Export) -> Iterator[Chunk]:
    """Yield the header of each file, then the rows of each document."""
    columns = _columns(export)
    begun: set[str] = set()
    for document in documents:
        name = f"{document.split}.csv"
        if name not in begun:
            begun.add(name)
            yield name, _lines([[*_FIRST, *(f"{x}.{y}" for x, y in columns), "relations"]])
        rows = (
            _row(document, a, columns, has_texts=export.has_texts)
            for layer in export.layers
            for a in document.of_layer(layer)
        )
        if data := _lines(rows):
            yield name, data


def _columns(export: Export) -> list[tuple[str, str]]:
    columns: list[tuple[str, str]] = []
    for layer in export.layers:
        names = [a.name for a in layer.region_attributes]
        if layer.document_attributes:
            keys = [a.key_column for a in layer.document_attributes if a.for_each]
            names += [_VALUE_KEY, *dict.fromkeys(keys)]
        columns += [(layer.name, name) for name in dict.fromkeys(names)]
    return columns


def _row(
    document: ExportedDocument,
    annotation: Annotation,
    columns: Sequence[tuple[str, str]],
    *,
    has_texts: bool,
) -> list[Any]:
    start, end = annotation.start, annotation.end
    has_place = start is not None
    first = annotation.range[0]
    blocks = (b.block_id for b in document.blocks if b.range[0] <= first < b.range[1])
    values = annotation.attributes
    return [
        document.doc_id,
        next(blocks, None) if has_place else None,
        annotation.layer,
        annotation.uid,
        annotation.kind,
        start,
        end,
        document.text[start:end] if has_texts and has_place else None,
        annotation.label,
        *(
            _cell(values.get(name)) if layer == annotation.layer else None
            for layer, name in columns
        ),
        _relations(annotation),
    ]


def _cell(value: Values | None) -> str | None:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else value


def _relations(annotation: Annotation) -> str | None:
    links = [{"label": label, "to_uid": uid} for label, uid in annotation.relations]
    return json.dumps(links, ensure_ascii=False) if links else None


def _lines(rows: Iterable[Sequence[Any]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8")
