"""Answers against the text and the schema: every fault, with its document, region and remedy."""

from collections.abc import Iterator, Mapping, Sequence

from communique.corpus import Document
from communique.label_studio.controls import Control, controls
from communique.label_studio.reading.problem_kinds.layers import UNIT_MISSING, UNKNOWN_VALUE
from communique.label_studio.reading.problem_kinds.regions import UNKNOWN_LABEL
from communique.label_studio.reading.rows_check import row_problems
from communique.label_studio.writing.answer_relations import relation_rows
from communique.label_studio.writing.answer_rows import (
    Answer,
    AnswerError,
    Answers,
    document_rows,
    one_of,
    region_rows,
)
from communique.label_studio.writing.result_rows import Row
from communique.problems import Problem
from communique.schema import Attribute, Layer, Schema
from communique.util.json_values import as_list

_NAMED_HERE = (UNKNOWN_VALUE.id, UNKNOWN_LABEL.id)  # with what is expected in their place


def answer_faults(schema: Schema, layer: Layer, document: Document, answers: Answers) -> list[str]:
    """What is wrong with the answers to one document, a line for each fault."""
    known = controls(schema, layer)
    faults: list[str] = []
    rows: list[Row] = []
    places: dict[str, str] = {}
    for number, answer in enumerate(answers.regions, start=1):
        place = _place(number, answer)
        faults += [f"{fault} ({place})" for fault in _unknown_values(schema, layer, known, answer)]
        try:
            own = _of_a_region(layer, document, answer, known)
        except AnswerError as error:
            faults += [f"{fault} ({place})" for fault in error.faults]
            continue
        places.setdefault(own[0]["id"], place)
        rows += own
    if len(places) == len(answers.regions):  # else a name could mean a faulty region
        faults += _relation_faults(layer, answers, list(places))
    try:
        rows += document_rows(answers, known)
    except AnswerError as error:
        faults += error.faults
    for name, value in answers.document.items():
        faults += _unknown(schema, layer, known.get(name), value)
    problems = row_problems(schema, layer, document, rows)
    faults += [_line(p, places) for p in problems if _is_further(p)]
    return [f"{document.doc_id}: {fault}" for fault in dict.fromkeys(faults)]


def _relation_faults(layer: Layer, answers: Answers, region_ids: Sequence[str]) -> Sequence[str]:
    try:
        relation_rows(layer, answers, region_ids)
    except AnswerError as error:
        return error.faults
    return ()


def _of_a_region(
    layer: Layer, document: Document, answer: Answer, known: Mapping[str, Control]
) -> list[Row]:
    if layer.unit == "document":
        raise AnswerError("the layer has no regions; expected answers under `document`")
    return region_rows(layer, document, answer, known)


def _place(number: int, answer: Answer) -> str:
    words = "" if answer.text is None else f", {answer.text!r}"
    return f"region {number}: line {answer.line}{words}"


def _is_further(problem: Problem) -> bool:
    """Whether it stops the answers and is not said of them already. What a page would bring by
    itself may be left out.
    """
    return problem.level == "error" and problem.id not in (*_NAMED_HERE, UNIT_MISSING.id)


def _line(problem: Problem, places: Mapping[str, str]) -> str:
    region = (problem.at or "").partition("region ")[2]
    where = f" ({places[region]})" if region in places else ""
    return f"{problem.message}; {problem.fix}{where}"


def _unknown_values(
    schema: Schema, layer: Layer, known: Mapping[str, Control], answer: Answer
) -> Iterator[str]:
    if layer.unit != "document" and answer.label not in layer.label_ids:
        yield _not_there("label", answer.label, layer.label_ids)
    by_name = {c.attribute.name: c for c in known.values() if c.attribute and c.level == "region"}
    for name, value in answer.attributes.items():
        yield from _unknown(schema, layer, by_name.get(name) or known.get(name), value)


def _unknown(schema: Schema, layer: Layer, control: Control | None, value: object) -> Iterator[str]:
    if control is None or control.attribute is None or control.attribute.type == "text":
        return
    allowed = _allowed(schema, layer, control.attribute)
    for given in [value] if isinstance(value, str) else as_list(value) or ():
        if given not in allowed:
            yield _not_there(control.name, given, allowed)


def _allowed(schema: Schema, layer: Layer, attribute: Attribute) -> Sequence[str]:
    listed = [value.id for value in attribute.values]
    return listed or schema.values(layer, attribute.source or "")


def _not_there(name: str, given: str, allowed: Sequence[str]) -> str:
    return f"{name}: {given!r} is not in the schema; expected {one_of(allowed)}"
