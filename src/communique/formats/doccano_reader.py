"""Read doccano's JSON Lines (or JSON): spans, relations, and labels of whole texts.

The labels are in `label` or `labels` (`[start, end, label]` for a span, a string for the text), in
`entities`, or in `annotations`, which also name the user. Offsets are code points.
Source: https://doccano.github.io/doccano/
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from communique.formats.foreign import (
    ForeignAnnotation,
    ForeignDocument,
    ForeignFile,
    ForeignRelation,
    Reading,
    ReadOptions,
)
from communique.formats.json_rows import is_range, name_of, rows_of, text_of, word
from communique.util.json_values import Object, as_list, as_object, objects

_LABELS = ("label", "labels", "entities", "annotations")


def read(files: Sequence[ForeignFile], options: ReadOptions) -> Reading:
    """The documents of all files: one for each row and user."""
    reading = Reading()
    for file in files:
        for number, row in rows_of(file, reading):
            text = text_of(row, options)
            if text is None:
                key = options.text_key or "text"
                reading.fault(file.name, number, f"the row has no text under the key {key!r}")
            elif not any(key in row for key in _LABELS):
                listed = " or ".join(f"`{key}`" for key in _LABELS)
                reading.fault(file.name, number, f"the row has no labels; expected {listed}")
            else:
                maker = _Row(file.name, number, row, text, reading)
                reading.documents += maker.documents(name_of(row, options))
    return reading


@dataclass(frozen=True, slots=True)
class _Row:
    """Makes the documents of one row."""

    file: str
    line: int
    row: Object
    text: str
    reading: Reading

    @property
    def place(self) -> str:
        return f"{self.file}, line {self.line}"

    def documents(self, name: str | None) -> Iterator[ForeignDocument]:
        """One document; one for each user if the row names them."""
        self.reading.lose("note", len(as_list(self.row.get("Comments")) or ()))
        authors: dict[str | None, list[ForeignAnnotation]] = {}
        for author, annotation in self._annotations():
            authors.setdefault(author, []).append(annotation)
        for author, annotations in (authors or {None: []}).items():
            relations = list(self._relations({a.id for a in annotations}))
            yield ForeignDocument(
                name, self.text, annotations, relations, author=author, place=self.place
            )

    def _annotations(self) -> Iterator[tuple[str | None, ForeignAnnotation]]:
        taken: set[tuple[str | None, str]] = set()
        for key in _LABELS:
            given = self.row.get(key)
            values = [given] if isinstance(given, str) else as_list(given)
            if given is not None and values is None:
                self.reading.fault(self.file, self.line, f"`{key}` is not a list")
            for value in values or ():
                made = self._annotation(key, value)
                if made is None:
                    self.reading.fault(
                        self.file, self.line, f"not a label in `{key}`: {value!r:.80}"
                    )
                elif (key_ := (made[0], made[1].id)) not in taken:
                    taken.add(key_)
                    yield made
                else:
                    self.reading.lose("duplicate")

    def _annotation(self, key: str, value: Any) -> tuple[str | None, ForeignAnnotation] | None:
        if (listed := as_list(value)) is not None:
            if len(listed) != 3:
                return None
            return self._span(None, listed[0], listed[1], listed[2], None)
        fields = as_object(value)
        if fields is None:
            label = word(value)
            if label is None:
                return None
            made = ForeignAnnotation(f"text-{label}", None, None, label, place=self.place)
            return None, made
        start = fields.get("start_offset", fields.get("start"))
        end = fields.get("end_offset", fields.get("end"))
        label, author = fields.get("label"), word(fields.get("user"))
        if start is None and end is None and key == "annotations" and word(label):
            made = ForeignAnnotation(f"text-{label}", None, None, str(label), place=self.place)
            return author, made
        return self._span(word(fields.get("id")), start, end, label, author)

    def _span(
        self, id_: str | None, start: Any, end: Any, label: Any, author: str | None
    ) -> tuple[str | None, ForeignAnnotation] | None:
        name = word(label)
        if name is None or not is_range(start, end, self.text):
            return None
        id_ = id_ or f"{start}-{end}-{name}"
        return author, ForeignAnnotation(id_, start, end, name, place=self.place)

    def _relations(self, ids: set[str]) -> Iterator[ForeignRelation]:
        for relation in objects(self.row.get("relations")):
            ends = word(relation.get("from_id")), word(relation.get("to_id"))
            label = word(relation.get("type", relation.get("label")))
            if label and ends[0] in ids and ends[1] in ids:
                yield ForeignRelation(label, ends[0], ends[1], self.place)
            else:
                self.reading.lose("relation")
