"""Report which items of an adjudicator's export have several answers."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from communique.adjudication.contradictions import Contradiction, contradictions
from communique.label_studio.reading.export_file import ExportReading, read_export_file
from communique.label_studio.reading.text_version import Texts
from communique.problems import Problem
from communique.records import Record, Values
from communique.records.items import ComparedItem
from communique.schema import Layer, Schema
from communique.workspace.corpus import Corpus
from communique.workspace.problem_kinds import CONTRADICTING_ANSWERS
from communique.workspace.reading import CorpusReading

_LONGEST_QUOTE: Final = 60  # characters


def stored_contradictions(reading: CorpusReading) -> Iterator[Problem]:
    """The contradicting answers in all stored exports of adjudicators."""
    for export in reading.adjudications:
        if reading.schema is not None:
            yield from contradicting_answers(reading.schema, reading.items, export)


def contradicting_answers(
    schema: Schema, items: Sequence[ComparedItem], export: ExportReading
) -> Iterator[Problem]:
    """One problem for each item that is answered twice or more. `items` are those of all voters."""
    layer = next((x for x in schema.layers if x.name == export.name.layer), None)
    if layer is None:
        return
    shared = (item for item in items if item.is_shared)
    for found in contradictions(layer, shared, export.presented):
        yield CONTRADICTING_ANSWERS.problem(
            _message(layer, found),
            layer=layer.name,
            document=found.item.doc_id,
            annotator=export.name.annotator,
            file=export.file,
            at=f"region {next(iter(found.candidates))}",
        )


def arriving_contradictions(corpus: Corpus, path: Path, file: str) -> list[Problem]:
    """The same of an adjudicator's file that is not stored yet. Its folder has the name of the
    layer; `file` is its name in reports. Raises OSError.
    """
    reading, schema = corpus.reading, corpus.schema
    texts = Texts(reading.documents or None, reading.former, reading.inactive)
    return list(
        contradicting_answers(schema, reading.items, read_export_file(path, schema, texts, file))
    )


def _message(layer: Layer, found: Contradiction) -> str:
    answers = [_answer(layer, r) for r in found.candidates.values()]
    listed = ", ".join(f"{a} ({n})" for a, n in zip(answers, found.candidates, strict=True))
    return f"{len(answers)} answers are kept on one item: {listed}"


def _answer(layer: Layer, record: Record) -> str:
    """Label, attributes and words of an answer, so that two that differ are told apart."""
    values = [
        f"{n}={_value(record.attributes[n])}" for n in layer.counted if n in record.attributes
    ]
    text = record.text or ""
    quoted = text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"
    words = [f"“{quoted}”"] if record.kind == "span" else []
    return " ".join((record.label, *values, *words))


def _value(value: Values) -> str:
    return "+".join(value) if isinstance(value, tuple) else value
