"""Answers given outside the browser (by a model annotator) to the rows that a page would submit.

A reader that cannot count names what it saw: the line of the text, the exact surface, and which
occurrence of it in that line. Everything goes through the server all the same.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from communique.corpus import Document
from communique.label_studio.controls import UNIT, Control
from communique.label_studio.writing.result_rows import Row, result_row, value_rows
from communique.schema import Layer
from communique.util.json_values import as_list
from communique.util.plural import counted

AnswerValues = Mapping[str, str | list[str] | None]


class AnswerError(ValueError):
    """Answers name what is not in the text or not in the schema; `faults` has a line for each."""

    def __init__(self, *faults: str) -> None:
        head = f"{len(faults)} faults in the answers; nothing was submitted"
        super().__init__(faults[0] if len(faults) == 1 else "\n  ".join((head, *faults)))
        self.faults = faults


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(_Strict):
    """One region. `line` counts the lines of the text from 1. Without `text` it is the whole line.

    `region` is the id of a pre-annotated region that is kept, unchanged or changed. `id` is a name
    for the relations of the same file; without it they use `region`.
    """

    line: int = Field(ge=1)
    text: str | None = None
    occurrence: int = Field(default=1, ge=1)
    label: str
    region: str | None = None
    id: str | None = None
    attributes: AnswerValues = {}

    @property
    def name(self) -> str | None:
        """What relations call the region."""
        return self.id or self.region


class AnsweredRelation(_Strict):
    """A relation from one region of the same file to another, by their names."""

    from_: str = Field(alias="from")
    to: str
    label: str


class Answers(_Strict):
    """One annotator's answers for one document. `document` maps control names to values."""

    regions: tuple[Answer, ...] = ()
    relations: tuple[AnsweredRelation, ...] = ()
    document: AnswerValues = {}


def document_rows(answers: Answers, known: Mapping[str, Control]) -> list[Row]:
    """The rows of what is said of the whole document. Raises AnswerError."""
    rows = [
        row
        for name, value in answers.document.items()
        for row in _rows(known, name, value, f"d-{name}", {}, "document")
    ]
    return [{**row, "origin": "manual"} for row in rows]


def region_rows(
    layer: Layer, document: Document, answer: Answer, known: Mapping[str, Control]
) -> list[Row]:
    """The rows of one region. Raises AnswerError."""
    start, end = _locate(document, answer)
    place = {"start": start, "end": end, "text": document.text[start:end]}
    attributes = dict(answer.attributes)
    if layer.unit == "block":
        block = document.block_at(start, end)
        if block is None or block.type not in layer.units or block.range != (start, end):
            raise AnswerError(
                f"not a whole block; expected a whole line: {' or '.join(layer.units)}"
            )
        region_id, head, label = block.block_id, UNIT, block.type
        attributes = {layer.control: answer.label, **attributes}
    else:
        region_id = answer.region or _region_id(answer, start, end)
        head, label = layer.control, answer.label
    names = {
        c.attribute.name: c.name for c in known.values() if c.attribute and c.level == "region"
    }
    rows = [result_row(region_id, head, "labels", {**place, "labels": [label]})]
    for name, value in attributes.items():
        rows += _rows(known, names.get(name, name), value, region_id, place, "region")
    return [{**row, "origin": "manual"} for row in rows]


def _region_id(answer: Answer, start: int, end: int) -> str:
    parts = json.dumps([start, end, answer.label, dict(answer.attributes)], sort_keys=True)
    return "r" + hashlib.sha256(parts.encode()).hexdigest()[:10]


def _locate(document: Document, answer: Answer) -> tuple[int, int]:
    lines = document.text.split("\n")
    if answer.line > len(lines):
        raise AnswerError(f"no line {answer.line}; the text has {counted(len(lines), 'line')}")
    begin = sum(len(x) + 1 for x in lines[: answer.line - 1])
    line = lines[answer.line - 1]
    surface = line if answer.text is None else answer.text
    at = -1
    for nth in range(answer.occurrence):
        at = line.find(surface, at + 1)
        if at < 0:
            times = f"no {surface!r}" if nth == 0 else f"{surface!r} occurs {counted(nth, 'time')}"
            raise AnswerError(f"line {answer.line}: {times}; expected words of this line")
    return begin + at, begin + at + len(surface)


def _rows(
    known: Mapping[str, Control], name: str, value: object, region_id: str, place: Row, level: str
) -> list[Row]:
    control = known.get(name)
    if control is None or control.attribute is None or control.level != level:
        listed = [c.name for c in known.values() if c.attribute and c.level == level]
        raise AnswerError(f"no control {name!r} of a {level}; expected {one_of(listed)}")
    given = value if isinstance(value, str) else tuple(as_list(value) or ())
    return value_rows(control, given, region_id, place)


def one_of(values: Sequence[str]) -> str:
    """What may stand somewhere, as a message names it."""
    if not values:
        return "none"
    most = 12
    listed = ", ".join(values[:most])
    return listed if len(values) <= most else f"{listed} or {len(values) - most} more of the schema"
