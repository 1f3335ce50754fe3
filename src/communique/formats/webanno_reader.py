"""Read WebAnno TSV 3.x, as WebAnno and INCEpTION write it.

A label is the feature `label`, else `value`, else the short name of the type. Offsets are UTF-16
code units. Source: https://inception-project.github.io (user guide, WebAnno TSV 3.3)
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Final

from communique.formats.foreign import (
    ForeignAnnotation,
    ForeignDocument,
    ForeignFile,
    ForeignRelation,
    Reading,
    ReadOptions,
)
from communique.formats.webanno_cells import Cell, Header, cells_of, header_of
from communique.formats.webanno_text import Row, Text, rows_of, text_of

_FORMAT: Final = re.compile(r"#FORMAT=WebAnno TSV 3(\.\d+)?\s*")
_END: Final = re.compile(r"(\d+-\d+(?:\.\d+)?)(?:\[(\d+)(?:_(\d+))?\])?")
Key = tuple[str, str]  # a type, and the name of an annotation in it


def read(files: Sequence[ForeignFile], _options: ReadOptions) -> Reading:
    """The documents of all files."""
    reading = Reading()
    for file in files:
        lines = reading.lines(file)
        if not lines or not _FORMAT.fullmatch(lines[0]):
            message = f"not WebAnno TSV 3: the first line is {(lines or [''])[0]!r:.60}"
            if not reading.faults:
                reading.fault(file.name, 1, message)
            continue
        header, faults = header_of(lines)
        width = 3 + sum(len(h.features) or 1 for h in header)
        sentences, rows, more = rows_of(lines, width)
        text = text_of(sentences, rows)
        for line, message in (*faults, *more, *(text.faults if not more else ())):
            reading.fault(file.name, line, message)
        if not (faults or more or text.faults):
            reading.documents.append(_Document(file.name, reading, header, rows, text).made())
    return reading


class _Document:
    """Makes the document of one file from its rows."""

    def __init__(
        self, file: str, reading: Reading, header: list[Header], rows: list[Row], text: Text
    ) -> None:
        self.file, self.reading, self.header = file, reading, header
        self.rows, self.text = rows, text
        self.spans: dict[Key, ForeignAnnotation] = {}
        self.by_row: dict[tuple[str, str], str] = {}  # type and unit: the first annotation there

    def made(self) -> ForeignDocument:
        for row in self.rows:
            column = 0
            for layer in self.header:
                width = len(layer.features) or 1
                cells = row.cells[column : column + width]
                column += width
                if layer.kind == "SP":
                    self._add_spans(layer, row, cells)
                elif layer.kind == "CH":
                    self.reading.lose("type", sum(cell != "_" for cell in cells[:1]))
        relations = list(self._relations())
        name = PurePosixPath(self.file).name.removesuffix(".tsv")
        annotations = list(self.spans.values())
        return ForeignDocument(name, self.text.text, annotations, relations, place=self.file)

    def _add_spans(self, layer: Header, row: Row, cells: Sequence[str]) -> None:
        stacked = [cells_of(cell) for cell in cells]
        values = [s for s, f in zip(stacked, layer.features, strict=False) if layer.is_value(f)]
        names = [f for f in layer.features if layer.is_value(f)]
        slots = [f for f in layer.features if f.startswith("ROLE_")]
        for feature, given in zip(layer.features, stacked, strict=False):
            if feature in slots and given:
                self.reading.lose("attribute", sum(c.value is not None for c in given))
        heads = values[0] if values else stacked[0]
        for n, head in enumerate(heads):
            given = [v[n].value if n < len(v) else None for v in values]
            self._add_span(layer, row, head, n, dict(zip(names, given, strict=True)))

    def _add_span(
        self, layer: Header, row: Row, head: Cell, n: int, values: dict[str, str | None]
    ) -> None:
        id_ = head.id or f"{row.unit}.{n}"
        start, end = self.text.range(row)
        former = self.spans.get((layer.type, id_))
        if former is not None and former.start is not None and former.end is not None:
            start, end = min(start, former.start), max(end, former.end)
        shown = {k: (v,) for k, v in values.items() if v is not None}
        feature = next((k for k in ("label", "value") if k in shown), None)
        name = f"{layer.short}-{id_}"
        self.by_row.setdefault((layer.type, row.unit), name)
        place = former.place if former else f"{self.file}, line {row.line}"
        made = ForeignAnnotation(name, start, end, layer.short, shown, layer.type, place=place)
        self.spans[layer.type, id_] = made.labelled_by(feature)

    def _relations(self) -> Iterator[ForeignRelation]:
        ids = {a.id for a in self.spans.values()}
        for row in self.rows:
            column = 0
            for layer in self.header:
                width = len(layer.features) or 1
                cells = row.cells[column : column + width]
                column += width
                if layer.kind == "RL":
                    yield from self._row_relations(layer, row, cells, ids)

    def _row_relations(
        self, layer: Header, row: Row, cells: Sequence[str], ids: set[str]
    ) -> Iterator[ForeignRelation]:
        base = layer.base or ""
        short = base.rsplit(".", 1)[-1]
        values = [cells_of(cell) for cell in cells[:-1]]
        for n, end in enumerate(cells_of(cells[-1], with_ids=False)):
            match = _END.fullmatch(end.value or "")
            unit, from_id, to_id = match.groups() if match else ("", None, None)
            governor = self._named(base, short, unit, from_id)
            dependent = self._named(base, short, row.unit, to_id)
            named = [v[n].value for v in values if n < len(v) and v[n].value]
            if governor in ids and dependent in ids:
                place = f"{self.file}, line {row.line}"
                label = next(filter(None, named), layer.short)
                yield ForeignRelation(label, governor, dependent, place)
            else:
                self.reading.lose("relation")

    def _named(self, base: str, short: str, unit: str, id_: str | None) -> str:
        if id_ not in (None, "0"):
            return f"{short}-{id_}"
        return self.by_row.get((base, unit), "")
