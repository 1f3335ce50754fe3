"""brat standoff: `<doc_id>.ann` beside `<doc_id>.txt`, and `annotation.conf`.

Offsets are code points. A label of a block is a span over the block. A note of each span holds its
uid, its layer and its attributes as JSON, because names in brat have fewer characters.
Source: https://brat.nlplab.org/standoff.html
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from communique.formats.brat_names import BratNames
from communique.formats.document import Annotation, Chunk, Export, ExportedDocument
from communique.formats.losses import Losses

NOTE: Final = "AnnotatorNotes"
_NOT_IN_A_LINE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def write(documents: Iterable[ExportedDocument], export: Export) -> Iterator[Chunk]:
    """Yield the configuration, then two files for each document."""
    names = BratNames(export)
    yield "annotation.conf", names.configuration().encode("utf-8")
    for document in documents:
        yield f"{document.doc_id}.txt", document.text.encode("utf-8")
        lines = "".join(f"{line}\n" for line in _Lines(document, names).all())
        yield f"{document.doc_id}.ann", lines.encode("utf-8")


class _Lines:
    """The lines of one document. Numbers count from 1 for each kind of line."""

    def __init__(self, document: ExportedDocument, names: BratNames) -> None:
        self.document, self.names = document, names
        self.losses: Losses = names.export.losses
        self.numbers = {"A": 0, "R": 0}

    def _next(self, kind: str) -> str:
        self.numbers[kind] += 1
        return f"{kind}{self.numbers[kind]}"

    def all(self) -> Iterator[str]:
        layers = {layer.name: layer for layer in self.names.export.layers}
        chosen = [a for a in self.document.annotations if a.layer in layers]
        regions = [a for a in chosen if a.kind != "document"]
        self.losses.add("document_value", len(chosen) - len(regions))
        ids = {a.uid: f"T{n}" for n, a in enumerate(regions, 1)}
        for number, a in enumerate(regions, 1):
            mark = ids[a.uid]
            yield f"{mark}\t{self.names.label(layers[a.layer], a.label)} {self._place(a)}"
            yield from self._attributes(a, mark)
            yield f"#{number}\t{NOTE} {mark}\t{_note(a)}"
        for a in regions:
            for label, to_uid in a.relations:
                if to_uid in ids:
                    ends = f"Arg1:{ids[a.uid]} Arg2:{ids[to_uid]}"
                    yield f"{self._next('R')}\t{self.names.relations[label]} {ends}"
                else:
                    self.losses.add("relation")

    def _place(self, annotation: Annotation) -> str:
        """Ranges and words. A span over a line break has one range for each line."""
        start, end = annotation.range
        words = self.document.text[start:end]
        lines = [(m.start() + start, m.end() + start) for m in re.finditer("[^\n]+", words)]
        shown = " ".join(self.document.text[a:b] for a, b in lines)
        if _NOT_IN_A_LINE.search(shown):
            self.losses.add("control_character")
            shown = _NOT_IN_A_LINE.sub(" ", shown)
        return f"{';'.join(f'{a} {b}' for a, b in lines)}\t{shown}"

    def _attributes(self, annotation: Annotation, mark: str) -> Iterator[str]:
        """A line for each value, for people who look at it in brat; the note is complete."""
        layer = self.names.export.schema.layer(annotation.layer)
        for attribute in layer.region_attributes:
            values = annotation.attributes.get(attribute.name) or ()
            names = self.names.values(layer, attribute)
            for value in (values,) if isinstance(values, str) else values:
                if value in names:
                    name = self.names.attribute(layer, attribute)
                    yield f"{self._next('A')}\t{name} {mark} {names[value]}"


def _note(annotation: Annotation) -> str:
    data = {
        "uid": annotation.uid,
        "layer": annotation.layer,
        "kind": annotation.kind,
        "label": annotation.label,
        "attributes": annotation.attributes,
    }
    return _NOT_IN_A_LINE.sub(_escaped, json.dumps(data, ensure_ascii=False))


def _escaped(character: re.Match[str]) -> str:
    return f"\\u{ord(character[0]):04x}"
