"""Turn answers from outside the browser (from a model) into the rows that a page would submit.

Models count characters badly, so an answer gives the line of the text, the exact surface, and the
number of its occurrence in that line. The rows are submitted to the server like any others.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from communique.corpus import Document
from communique.label_studio.controls import UNIT, Control, controls
from communique.label_studio.writing.result_rows import (
    Row,
    relation_row,
    result_row,
    value_rows,
)
from communique.schema import Layer, Schema
from communique.util.json_values import as_list
from communique.util.plural import counted

AnswerValues = Mapping[str, str | list[str] | None]


class AnswerError(ValueError):
    """An answer refers to something that is not in the text or not in the schema."""


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


def read_answers(
    root: Path, schema: Schema, documents: Mapping[str, Document]
) -> dict[str, dict[str, list[Row]]]:
    """Read `root/<layer>/<doc_id>.json`. Return rows by layer and document id.

    All answers are located before any is returned. Raises AnswerError, which names the file.
    """
    rows_of: dict[str, dict[str, list[Row]]] = {}
    for layer in schema.layers:
        for path in sorted((root / layer.name).glob("*.json")):
            rows = _read_file(path, schema, layer, documents)
            rows_of.setdefault(layer.name, {})[path.stem] = rows
    return rows_of


def _read_file(
    path: Path, schema: Schema, layer: Layer, documents: Mapping[str, Document]
) -> list[Row]:
    try:
        if path.stem not in documents:
            raise AnswerError(f"the corpus has no document {path.stem!r}")
        answers = Answers.model_validate_json(path.read_bytes())
        return result_rows(schema, layer, documents[path.stem], answers)
    except ValidationError as error:
        raise AnswerError(f"{path}: {_fault(error)}") from None
    except (AnswerError, OSError) as error:
        raise AnswerError(f"{path}: {error}") from None


def _fault(error: ValidationError) -> str:
    """The first error, and where it is."""
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc'])) or 'JSON'}: {first['msg']}"


def result_rows(schema: Schema, layer: Layer, document: Document, answers: Answers) -> list[Row]:
    """The `result` of an annotation. Raises AnswerError."""
    known = controls(schema, layer)
    regions = [_region(layer, document, answer, known) for answer in answers.regions]
    rows = [row for region in regions for row in region]
    for name, value in answers.document.items():
        rows += _rows(known, name, value, f"d-{name}", {})
    rows = [{**row, "origin": "manual"} for row in rows]
    if not answers.relations:
        return rows
    named = zip(answers.regions, regions, strict=True)
    ids = _region_ids((answer.name, str(region[0]["id"])) for answer, region in named)
    links: dict[tuple[str, str], list[str]] = {}
    for relation in answers.relations:
        ends = _ends(layer, document, relation, ids)
        links.setdefault(ends, []).append(relation.label)
    return rows + [relation_row(*ends, [*dict.fromkeys(x)]) for ends, x in links.items()]


def _region_ids(named: Iterable[tuple[str | None, str]]) -> dict[str, str]:
    """What relations call each region, to its region id in Label Studio."""
    ids: dict[str, str] = {}
    for name, region_id in named:
        if name is not None and name in ids:
            raise AnswerError(f"two regions have the id {name!r}")
        if name is not None:
            ids[name] = region_id
    return ids


def _ends(
    layer: Layer, document: Document, relation: AnsweredRelation, ids: Mapping[str, str]
) -> tuple[str, str]:
    """The ids of the two regions that a relation links. Raises AnswerError."""
    where = f"{document.doc_id}, relation from {relation.from_!r} to {relation.to!r}"
    known = [label.id for label in layer.relations]
    if not known:
        raise AnswerError(f"{where}: the layer {layer.name} has no relations")
    if relation.label not in known:
        raise AnswerError(f"{where}: {relation.label!r} is not one of {', '.join(known)}")
    for end in (relation.from_, relation.to):
        if end not in ids:
            raise AnswerError(f"{where}: no region has the id {end!r}")
    return ids[relation.from_], ids[relation.to]


def _region(
    layer: Layer, document: Document, answer: Answer, known: Mapping[str, Control]
) -> list[Row]:
    start, end = _locate(document, answer)
    place = {"start": start, "end": end, "text": document.text[start:end]}
    attributes = dict(answer.attributes)
    if layer.unit == "block":
        block = document.block_at(start, end)
        region_id = block.block_id if block else ""
        head, label = UNIT, block.type if block else ""
        attributes = {layer.control: answer.label, **attributes}
    else:
        region_id = answer.region or _region_id(answer, start, end)
        head, label = layer.control, answer.label
    names = {
        c.attribute.name: c.name for c in known.values() if c.attribute and c.level == "region"
    }
    rows = [result_row(region_id, head, "labels", {**place, "labels": [label]})]
    for name, value in attributes.items():
        rows += _rows(known, names.get(name, name), value, region_id, place)
    return rows


def _region_id(answer: Answer, start: int, end: int) -> str:
    parts = json.dumps([start, end, answer.label, dict(answer.attributes)], sort_keys=True)
    return "r" + hashlib.sha256(parts.encode()).hexdigest()[:10]


def _locate(document: Document, answer: Answer) -> tuple[int, int]:
    lines = document.text.split("\n")
    if answer.line > len(lines):
        raise AnswerError(
            f"{document.doc_id}: no line {answer.line}; the text has {counted(len(lines), 'line')}"
        )
    begin = sum(len(x) + 1 for x in lines[: answer.line - 1])
    line = lines[answer.line - 1]
    surface = line if answer.text is None else answer.text
    at = -1
    for _ in range(answer.occurrence):
        at = line.find(surface, at + 1)
        if at < 0:
            where = f"{document.doc_id}, line {answer.line}"
            raise AnswerError(f"{where}: no occurrence {answer.occurrence} of {surface!r}")
    return begin + at, begin + at + len(surface)


def _rows(
    known: Mapping[str, Control], name: str, value: object, region_id: str, place: Row
) -> list[Row]:
    control = known.get(name)
    if control is None or control.attribute is None:
        raise AnswerError(f"the layer has no control {name!r} for an attribute")
    values = value if isinstance(value, str) else tuple(as_list(value) or ())
    return value_rows(control, values, region_id, place)
