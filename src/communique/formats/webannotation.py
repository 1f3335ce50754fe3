"""W3C Web Annotation: one annotation page a split, as JSON-LD. Nothing is lost.

A position counts code points. The address of a document and of an annotation is a URN made of its
id. Source: https://www.w3.org/TR/annotation-model/
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import quote

import orjson

from communique.formats.document import Annotation, Chunk, Export, ExportedDocument

_CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
_NAMES: Final = "urn:communique:term:"
_AROUND: Final = 32  # code points of prefix and suffix


def write(documents: Iterable[ExportedDocument], export: Export) -> Iterator[Chunk]:
    """Yield the annotations of each document. Without texts they have positions alone."""
    begun: set[str] = set()
    names = {layer.name for layer in export.layers}
    for document in documents:
        name = f"{document.split}.json"
        for annotation in (a for a in document.annotations if a.layer in names):
            head = b",\n" if name in begun else _head(export, document.split)
            yield name, head + orjson.dumps(_annotation(document, annotation, export))
            begun.add(name)
            for number, (label, uid) in enumerate(annotation.relations, 1):
                link = _link(export, annotation, number, label, uid)
                yield name, b",\n" + orjson.dumps(link)
    for name in sorted(begun):
        yield name, b"\n]}\n"


def _urn(export: Export, kind: str, name: str) -> str:
    return f"urn:communique:{quote(export.schema.name)}:{kind}:{quote(name, safe='')}"


def _head(export: Export, split: str) -> bytes:
    terms = {name: f"{_NAMES}{name}" for name in ("attribute", "layer", "values")}
    page = {
        "@context": [_CONTEXT, terms],
        "id": _urn(export, "page", split),
        "type": "AnnotationPage",
    }
    return orjson.dumps(page)[:-1] + b',"items":[\n'


def _annotation(
    document: ExportedDocument, annotation: Annotation, export: Export
) -> dict[str, Any]:
    label = {"type": "TextualBody", "purpose": "classifying", "value": annotation.label}
    return {
        "id": _urn(export, "annotation", annotation.uid),
        "type": "Annotation",
        "motivation": "classifying",
        "layer": annotation.layer,
        "body": [label, *map(_attribute, annotation.attributes.items())],
        "target": _target(document, annotation, export),
    }


def _attribute(pair: tuple[str, str | tuple[str, ...]]) -> dict[str, Any]:
    """A set of values, which may be empty, has the key `values`; a single one `value`."""
    name, value = pair
    content = {"value": value} if isinstance(value, str) else {"values": list(value)}
    return {"type": "TextualBody", "purpose": "describing", "attribute": name, **content}


def _target(document: ExportedDocument, annotation: Annotation, export: Export) -> dict[str, Any]:
    target: dict[str, Any] = {"source": _urn(export, "document", document.doc_id)}
    if annotation.start is None:
        return target
    start, end = annotation.range
    selectors: list[dict[str, Any]] = [{"type": "TextPositionSelector", "start": start, "end": end}]
    if export.has_texts:
        text = document.text
        quoted = {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(start - _AROUND, 0) : start],
            "suffix": text[end : end + _AROUND],
        }
        selectors.append(quoted)
    return {**target, "selector": selectors}


def _link(
    export: Export, annotation: Annotation, number: int, label: str, uid: str
) -> dict[str, Any]:
    return {
        "id": _urn(export, "relation", f"{annotation.uid}.{number}"),
        "type": "Annotation",
        "motivation": "linking",
        "layer": annotation.layer,
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "value": label},
            {"type": "SpecificResource", "source": _urn(export, "annotation", uid)},
        ],
        "target": _urn(export, "annotation", annotation.uid),
    }
