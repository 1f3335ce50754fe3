"""Read Prodigy's JSON Lines: spans, relations, and labels of whole texts.

Rows that were rejected or skipped are counted and not taken. Offsets are code points.
Source: https://prodi.gy/docs/api-interfaces
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.formats.foreign import (
    ForeignAnnotation,
    ForeignDocument,
    ForeignFile,
    ForeignRelation,
    Reading,
    ReadOptions,
)
from communique.formats.json_rows import is_range, name_of, rows_of, text_of, word
from communique.util.json_values import Object, as_list, as_object, as_string, objects

_OWN = ("answer", "spans", "accept", "_input_hash")
_NOT_TAKEN = {"reject": "rejected", "ignore": "ignored"}


def read(files: Sequence[ForeignFile], options: ReadOptions) -> Reading:
    """The documents of all files: one for each accepted row."""
    reading = Reading()
    for file in files:
        for number, row in rows_of(file, reading):
            text, answer = text_of(row, options), row.get("answer", "accept")
            if text is None:
                key = options.text_key or "text"
                reading.fault(file.name, number, f"the row has no text under the key {key!r}")
            elif not any(key in row for key in _OWN):
                listed = " or ".join(f"`{key}`" for key in _OWN)
                reading.fault(file.name, number, f"not a row of Prodigy; expected {listed}")
            elif answer in ("reject", "ignore"):
                reading.lose(_NOT_TAKEN[answer])
            elif answer != "accept":
                message = f"the answer is {answer!r:.40}; expected accept, reject or ignore"
                reading.fault(file.name, number, message)
            else:
                document = _Row(file.name, number, row, text, reading).document(options)
                reading.documents.append(document)
    return reading


@dataclass(frozen=True, slots=True)
class _Row:
    """Makes the document of one row."""

    file: str
    line: int
    row: Object
    text: str
    reading: Reading

    @property
    def place(self) -> str:
        return f"{self.file}, line {self.line}"

    def document(self, options: ReadOptions) -> ForeignDocument:
        tokens = objects(self.row.get("tokens"))
        self._check_tokens(tokens)
        annotations = [*self._spans(tokens), *self._labels()]
        relations = list(self._relations({a.id for a in annotations}, tokens))
        author = word(self.row.get("_annotator_id")) or word(self.row.get("_session_id"))
        return ForeignDocument(
            name_of(self.row, options), self.text, annotations, relations, author, self.place
        )

    def _fault(self, message: str) -> None:
        self.reading.fault(self.file, self.line, message)

    def _check_tokens(self, tokens: Sequence[Object]) -> None:
        for number, token in enumerate(tokens):
            start, end, words = token.get("start"), token.get("end"), as_string(token.get("text"))
            if not is_range(start, end, self.text):
                self._fault(f"token {number} is not a range of the text: {start!r} to {end!r}")
                return
            if words is not None and words != self.text[start:end]:
                there = self.text[start:end]
                self._fault(f"token {number} is {words!r:.40}, and {there!r:.40} in the text")
                return

    def _spans(self, tokens: Sequence[Object]) -> Iterator[ForeignAnnotation]:
        given = self.row.get("spans")
        if given is not None and as_list(given) is None:
            self._fault("`spans` is not a list")
        taken: set[str] = set()
        for value in as_list(given) or ():
            made = self._span(as_object(value) or {}, tokens)
            if made is None:
                self._fault(f"not a span with `start`, `end` and `label`: {value!r:.80}")
            elif made.id in taken:
                self.reading.lose("duplicate")
            else:
                taken.add(made.id)
                yield made

    def _span(self, span: Object, tokens: Sequence[Object]) -> ForeignAnnotation | None:
        first, last = span.get("token_start"), span.get("token_end")
        start, end, label = span.get("start"), span.get("end"), word(span.get("label"))
        if start is None and end is None and type(first) is int and type(last) is int:
            if not 0 <= first <= last < len(tokens):
                return None
            start, end = tokens[first].get("start"), tokens[last].get("end")
        if label is None or not is_range(start, end, self.text):
            return None
        return ForeignAnnotation(f"{start}-{end}-{label}", start, end, label, place=self.place)

    def _labels(self) -> Iterator[ForeignAnnotation]:
        """The labels of the whole text: of a yes-no question, or the options chosen."""
        options = as_list(self.row.get("accept")) or ()
        labels = [word(self.row.get("label")), *map(word, options)]
        for label in dict.fromkeys(labels):
            if label is not None:
                yield ForeignAnnotation(f"text-{label}", None, None, label, place=self.place)

    def _relations(self, ids: set[str], tokens: Sequence[Object]) -> Iterator[ForeignRelation]:
        for relation in objects(self.row.get("relations")):
            label = word(relation.get("label"))
            ends = [self._end(relation.get(f"{k}_span"), tokens) for k in ("head", "child")]
            if label and ends[0] in ids and ends[1] in ids:
                yield ForeignRelation(label, ends[0] or "", ends[1] or "", self.place)
            else:
                self.reading.lose("relation")

    def _end(self, span: object, tokens: Sequence[Object]) -> str | None:
        made = self._span(as_object(span) or {}, tokens)
        return made.id if made else None
