"""The text of a WebAnno TSV file, put together from its sentences and tokens.

White space between sentences is not in the file; blanks stand for it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from communique.formats.brat_offsets import Offsets, utf16_offsets
from communique.formats.webanno_cells import unescaped

_UNIT: Final = re.compile(r"\d+-\d+(?:\.\d+)?")
_PLACE: Final = re.compile(r"(\d{1,9})-(\d{1,9})")
_LONGEST_GAP: Final = 100_000  # UTF-16 units without a token
Fault = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A token, or a part of one: its unit, place in UTF-16 units, words and cells."""

    line: int
    unit: str
    start: int
    end: int
    words: str
    cells: Sequence[str]

    @property
    def is_part(self) -> bool:
        """Whether it is a part of the token before."""
        return "." in self.unit


@dataclass(frozen=True, slots=True)
class Text:
    """The text with its offsets in UTF-16 units."""

    offsets: Offsets
    faults: list[Fault] = field(default_factory=list[Fault])

    @property
    def text(self) -> str:
        """The text."""
        return self.offsets.text

    def range(self, row: Row) -> tuple[int, int]:
        """The range of a row in code points. It was checked before."""
        table = self.offsets.table
        return table[row.start] or 0, table[row.end] or 0


def rows_of(lines: Sequence[str], width: int) -> tuple[dict[str, str], list[Row], list[Fault]]:
    """The texts of sentences by the number of their first token's line, the rows, and faults."""
    sentences: dict[str, str] = {}
    rows: list[Row] = []
    faults: list[Fault] = []
    pending: list[str] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("#Text="):
            pending.append(unescaped(line.removeprefix("#Text=")))
        elif line and not line.startswith("#"):
            row = _row(number, line, width)
            if isinstance(row, str):
                faults.append((number, row))
                continue
            if pending and not row.is_part:
                sentences[row.unit] = "\n".join(pending)
                pending = []
            rows.append(row)
    if not rows and not faults:
        faults.append((1, "has no tokens"))
    return sentences, rows, faults


def _row(number: int, line: str, width: int) -> Row | str:
    columns = line.split("\t")
    if columns[-1] == "":
        columns.pop()
    place = _PLACE.fullmatch(columns[1]) if len(columns) > 1 else None
    if place is None or not _UNIT.fullmatch(columns[0]) or len(columns) < 3:
        return "not a token; expected `SENTENCE-TOKEN<tab>START-END<tab>TOKEN`"
    if len(columns) != width:
        return f"has {len(columns)} columns; the header asks for {width}"
    start, end = int(place[1]), int(place[2])
    if end <= start:
        return f"{start} to {end} is not a range"
    return Row(number, columns[0], start, end, unescaped(columns[2]), columns[3:])


def text_of(sentences: dict[str, str], rows: Sequence[Row]) -> Text:
    """The text of all rows. The words of each must be where it says."""
    text, size = "", 0  # code points, and their UTF-16 units
    for row in rows:
        if row.is_part:
            continue
        sentence = sentences.get(row.unit, row.words)
        begin = row.start - _units(sentence[: max(sentence.find(row.words), 0)])
        if row.start >= size and begin - size > _LONGEST_GAP:
            message = f"{row.start} is far behind the last token"
            return Text(utf16_offsets(""), [(row.line, message)])
        if begin >= size:
            added = " " * (begin - size) + sentence
        elif row.start >= size:
            added = " " * (row.start - size) + row.words
        else:
            continue
        text, size = text + added, size + _units(added)
    offsets = utf16_offsets(text)
    return Text(offsets, [fault for row in rows for fault in _faults(row, offsets)])


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _faults(row: Row, offsets: Offsets) -> list[Fault]:
    size = len(offsets.table)
    start = offsets.table[row.start] if row.start < size else None
    end = offsets.table[row.end] if row.end < size else None
    if start is None or end is None:
        return [(row.line, f"{row.start} to {row.end} is not a range of the text")]
    there = offsets.text[start:end]
    if there != row.words:
        return [(row.line, f"the token is {row.words!r:.40}, and {there!r:.40} in the text")]
    return []
