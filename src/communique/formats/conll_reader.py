"""Read columns of tokens with IOB1, IOB2 or IOBES tags, as CoNLL-2003 has them.

Columns are divided by tabs or blanks. The token is the first, the tags of the entities the last.
The files have no text: tokens are joined by blanks, and white space says nothing. A line
`-DOCSTART- ID` begins a document.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from communique.formats.conll_tags import NO_NAMES, TAG, Line, spans_of, with_uids
from communique.formats.foreign import (
    ForeignDocument,
    ForeignFile,
    Reading,
    ReadOptions,
)

_START: Final = "-DOCSTART-"


@dataclass(slots=True)
class _Part:
    """The lines of one document; empty lines have no columns."""

    name: str | None
    file: str
    line: int
    lines: list[Line] = field(default_factory=list[Line])

    @property
    def tokens(self) -> list[str]:
        return [columns[0] for _, columns in self.lines if columns]


def read(files: Sequence[ForeignFile], _options: ReadOptions) -> Reading:
    """The documents of all files."""
    reading = Reading()
    for file in files:
        parts = [part for part in _parts(file, reading) if part.tokens]
        if not parts and not reading.faults:
            reading.fault(file.name, None, "has no tokens")
        if (again := _again(parts)) is not None:
            reading.fault(
                file.name,
                again.line,
                "the same text comes again: the file has the work of several annotators and does"
                " not say whose. Export each annotator's work into a file of its own.",
            )
            continue
        reading.documents += [d for part in parts if (d := _document(part, reading))]
    return reading


def _parts(file: ForeignFile, reading: Reading) -> list[_Part]:
    parts = [_Part(None, file.name, 1)]
    widths: dict[int, int] = {}
    for number, line in enumerate(reading.lines(file), 1):
        columns = line.split("\t") if "\t" in line else re.split(" +", line.rstrip(" "))
        if columns[0] == _START:
            name = columns[1] if len(columns) > 1 else ""
            parts.append(_Part(None if name in NO_NAMES else name, file.name, number))
        elif not line.strip():
            parts[-1].lines.append((number, []))
        elif not columns[0]:
            reading.fault(file.name, number, "begins with white space; expected a token")
        elif line.startswith("#") and not TAG.fullmatch(columns[-1]):
            continue  # a comment
        else:
            widths.setdefault(len(columns), number)
            parts[-1].lines.append((number, columns))
    if min(widths, default=2) < 2:
        message = "has one column; expected a token and a tag"
        reading.fault(file.name, widths[min(widths)], message)
    elif len(widths) > 1:
        (first, _), (other, line) = sorted(widths.items(), key=lambda w: w[1])[:2]
        reading.fault(file.name, line, f"has {other} columns; the lines before have {first}")
    else:
        return parts
    return []


def _again(parts: Sequence[_Part]) -> _Part | None:
    """The first document with the tokens of an earlier one, under the same name or without one."""
    known: set[tuple[str | None, tuple[str, ...]]] = set()
    for part in parts:
        key = part.name, tuple(part.tokens)
        if key in known:
            return part
        known.add(key)
    return None


def _document(part: _Part, reading: Reading) -> ForeignDocument | None:
    starts: list[int] = []
    text = ""
    for _, columns in part.lines:
        starts.append(len(text))
        text += f"{columns[0]} " if columns else "\n"
    width = next(len(c) for _, c in part.lines if c)
    last = width - 1
    for number, columns in part.lines:
        if columns and not TAG.fullmatch(columns[last]):
            message = f"{columns[last]!r:.40} is not a tag; expected O, B-LABEL or I-LABEL"
            reading.fault(part.file, number, message)
            return None
    annotations = [
        a for column in range(1, width) for a in spans_of(part.lines, part.file, starts, column)
    ]
    annotations = with_uids(part.lines, annotations, starts)
    place = part.file if part.line == 1 else f"{part.file}, line {part.line}"
    return ForeignDocument(part.name, text, annotations, place=place)
