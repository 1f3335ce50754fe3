"""Answers in files, one a document: all of them are compared with the schema before one is sent."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from communique.corpus import Document
from communique.label_studio.controls import controls
from communique.label_studio.writing.answer_check import answer_faults
from communique.label_studio.writing.answer_relations import relation_rows
from communique.label_studio.writing.answer_rows import (
    AnswerError,
    Answers,
    document_rows,
    region_rows,
)
from communique.label_studio.writing.result_rows import Row
from communique.schema import Layer, Schema, layer_as_of

__all__ = ["AnswerError", "Answers", "read_answers", "result_rows"]


def read_answers(
    root: Path, schema: Schema, documents: Mapping[str, Document]
) -> dict[str, dict[str, list[Row]]]:
    """What a page would submit, by layer and document id, from `root/<layer>/<doc_id>.json`.

    All of it is located and compared with the schema before any is handed out. Raises AnswerError
    with every fault and its file, and for a folder without answers.
    """
    listed = list(_files(root, schema))
    found: dict[str, dict[str, list[Row]]] = {}
    faults: list[str] = []
    for layer, path in listed:
        try:
            rows = _read_file(path, schema, layer, documents)
            found.setdefault(layer.name, {})[path.stem] = rows
        except AnswerError as error:
            faults += [f"{path}: {fault}" for fault in error.faults]
    if faults:
        raise AnswerError(*faults)
    return found


def _files(root: Path, schema: Schema) -> Iterator[tuple[Layer, Path]]:
    """Every file of answers, with its layer. Raises AnswerError."""
    layers = [layer.name for layer in schema.layers]
    expected = f"expected {root.name or root}/LAYER/DOCUMENT.json, LAYER one of {', '.join(layers)}"
    if not root.is_dir():
        raise AnswerError(f"{root}: no such folder; {expected}")
    strange = [p for p in sorted(root.rglob("*.json")) if p.parent.parent != root]
    strange += [p for p in sorted(root.glob("*/*.json")) if p.parent.name not in layers]
    if strange:
        raise AnswerError(*(f"{path}: not the answers of a layer; {expected}" for path in strange))
    listed = [(x, p) for x in schema.layers for p in sorted((root / x.name).glob("*.json"))]
    if not listed:
        raise AnswerError(f"{root}: the folder holds no answers; {expected}")
    yield from listed


def _read_file(
    path: Path, schema: Schema, layer: Layer, documents: Mapping[str, Document]
) -> list[Row]:
    if path.stem not in documents:
        raise AnswerError(f"no document {path.stem!r}; the name of the file is the document's id")
    try:
        answers = Answers.model_validate_json(path.read_bytes())
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        raise AnswerError(*(_shape_fault(e["loc"], e["msg"]) for e in errors)) from None
    except OSError as error:
        raise AnswerError(error.strerror or str(error)) from None
    document = documents[path.stem]
    schema, layer = layer_as_of(schema, layer)
    if faults := answer_faults(schema, layer, document, answers):
        raise AnswerError(*faults)
    return result_rows(schema, layer, document, answers)


def _shape_fault(where: tuple[int | str, ...], message: str) -> str:
    return f"{'.'.join(map(str, where)) or 'JSON'}: {message}"


def result_rows(schema: Schema, layer: Layer, document: Document, answers: Answers) -> list[Row]:
    """The `result` of an annotation. Raises AnswerError."""
    known = controls(schema, layer)
    regions = [region_rows(layer, document, answer, known) for answer in answers.regions]
    relations = relation_rows(layer, answers, [str(rows[0]["id"]) for rows in regions])
    return [row for rows in regions for row in rows] + document_rows(answers, known) + relations
