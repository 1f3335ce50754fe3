"""UIMA CAS: `<doc_id>.json` and `<doc_id>.xmi` for each document, and `TypeSystem.xml`.

Offsets are UTF-16 code units in the files, as in Java. Sentences are always there, tokens where
they are wanted. XMI cannot hold control characters; the JSON file holds every text.
Source: https://github.com/apache/uima-uimaj-io-jsoncas
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from communique.formats.cas_types import METADATA, SENTENCE, TOKEN, type_system, types_of
from communique.formats.document import Annotation, Chunk, Export, ExportedDocument
from communique.schema import Layer

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem

_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(documents: Iterable[ExportedDocument], export: Export) -> Iterator[Chunk]:
    """Yield the type system, then two files for each document."""
    types = type_system(export)
    yield "TypeSystem.xml", _bytes(types.to_xml())
    for document in documents:
        cas = _cas(document, export, types)
        yield f"{document.doc_id}.json", _bytes(cas.to_json())
        if _fits_xml(document, export):
            yield f"{document.doc_id}.xmi", _bytes(cas.to_xmi())
        else:
            export.losses.add("control_character")


def _bytes(content: str | None) -> bytes:
    return (content or "").encode("utf-8")


def _fits_xml(document: ExportedDocument, export: Export) -> bool:
    names = {layer.name for layer in export.layers}
    chosen = [a for a in document.annotations if a.layer in names]
    values = [v for a in chosen for v in (a.label, *a.attributes.values())]
    words = (w for v in values for w in ((v,) if isinstance(v, str) else v))
    return not any(map(_NOT_IN_XML.search, (document.text, document.title or "", *words)))


def _cas(document: ExportedDocument, export: Export, types: "TypeSystem") -> "Cas":
    from cassis import Cas

    cas = Cas(typesystem=types, document_language=document.language)
    cas.sofa_string = document.text
    cas.sofa_mime = "text/plain"
    metadata = types.get_type(METADATA)(
        begin=0,
        end=len(document.text),
        language=document.language,
        documentId=document.doc_id,
        documentTitle=document.title,
    )
    cas.add(metadata)
    sentence = types.get_type(SENTENCE)
    cas.add_all(sentence(begin=start, end=end) for _, start, end in document.sentences)
    if export.with_tokens:
        _add_tokens(cas, document, types)
    for layer in export.layers:
        _add_layer(cas, document, layer, types)
    return cas


def _add_tokens(cas: "Cas", document: ExportedDocument, types: "TypeSystem") -> None:
    token, tokens = types.get_type(TOKEN), document.tokens
    places = zip(tokens.starts, tokens.texts, strict=True)
    cas.add_all(token(begin=start, end=start + len(text)) for start, text in places)


def _add_layer(cas: "Cas", document: ExportedDocument, layer: Layer, types: "TypeSystem") -> None:
    names = types_of(layer)
    regions: dict[str, Any] = {}
    for a in document.of_layer(layer):
        if a.kind == "document":
            cas.add(_value(a, layer, types))
            continue
        attributes = {names.features[k]: _feature(v, types) for k, v in a.attributes.items() if v}
        regions[a.uid] = types.get_type(names.region)(
            begin=a.start, end=a.end, uid=a.uid, label=a.label, **attributes
        )
        cas.add(regions[a.uid])
    links = [(a.uid, label, to) for a in document.of_layer(layer) for label, to in a.relations]
    for uid, label, to_uid in links:
        governor, dependent = regions[uid], regions[to_uid]
        relation = types.get_type(names.relation)(
            begin=dependent.begin,
            end=dependent.end,
            Governor=governor,
            Dependent=dependent,
            label=label,
        )
        cas.add(relation)


def _feature(value: str | tuple[str, ...], types: "TypeSystem") -> object:
    if isinstance(value, str):
        return value
    return types.get_type("uima.cas.StringArray")(elements=list(value))


def _value(annotation: Annotation, layer: Layer, types: "TypeSystem") -> Any:
    """A value of a document: which attribute, for which key, and the value."""
    given = dict(annotation.attributes)
    attribute = given.pop("attribute", "")
    keys = [v for v in given.values() if isinstance(v, str)]
    return types.get_type(types_of(layer).value)(
        uid=annotation.uid,
        attribute=attribute,
        key=keys[0] if keys else None,
        value=annotation.label,
    )
