"""Raw exports to records: one path for every export, whoever made it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from communique.catalogue import problem
from communique.corpus import CorpusFolder, CorpusNotFoundError, Document, Former
from communique.corpus.load import load_texts
from communique.json_values import objects
from communique.label_studio.annotation import AnnotationReader
from communique.label_studio.controls import controls
from communique.label_studio.export import ExportName, UnreadableExportError, tasks
from communique.label_studio.formats import refuse_lossy
from communique.label_studio.glance import Glance
from communique.label_studio.judge import Judge
from communique.label_studio.recorder import Recorder
from communique.label_studio.submission import Event, Submission
from communique.label_studio.units import UnitVotes, results
from communique.problems import Problem
from communique.records import PassStatus, Record
from communique.schema import Layer, Schema
from communique.text import sha256_file


@dataclass(frozen=True, slots=True)
class Texts:
    """The corpus's texts as an export is held against them; `known` is None without a corpus."""

    known: Mapping[str, Document] | None
    former: Mapping[str, tuple[Former, ...]]


def read_export(
    path: str | Path, schema: Schema, documents: Mapping[str, Document] | None = None
) -> Iterator[Record | Problem]:
    """The records and problems of one raw export `<layer>/<annotator>[.<pass>].json`.

    Without `documents`, those of the corpus whose `annotations/` holds the file are used; without
    a corpus, each task's own text (raw offsets are then None). A faulty region gives problems and
    no record. Memory stays flat. Raises nothing for bad content; OSError if the file cannot be
    opened.
    """
    file = Path(path)
    texts, name = _texts_around(file, documents)
    for event in read_pass(file, schema, texts, name):
        if not isinstance(event, PassStatus):
            yield event


def read_pass(
    path: Path, schema: Schema, texts: Texts, shown: str, *, records: bool = True
) -> Iterator[Event]:
    """As `read_export`, with a status for each document; `shown` names the file in reports.

    With `records=False` problems and statuses alone are told, in one reading, several times as
    fast; what was read of a broken file before its break counts then.
    """
    name = ExportName.of(path)
    try:
        refuse_lossy(path)
        layer = next((x for x in schema.layers if x.name == name.layer), None) or guess_layer(
            path, schema
        )
        if layer is None:
            yield problem("unknown-layer", f"no layer {name.layer!r}", file=shown, layer=name.layer)
            return
        known = controls(schema, layer)
        judge, unit = Judge(schema, layer, known), UnitVotes(path, known)
        if records:
            unit.ask()
        recorder = Recorder(judge, shown, sha256_file(path) if records else "", name)
        glance = None if records else Glance(judge)
        submission = Submission(recorder, unit, glance)
        reader = AnnotationReader(submission, texts.known, texts.former)
        yield from reader.head()
        for task in tasks(path, None if records else reader.settled):
            yield from reader.task(task)
        yield from reader.tail()
    except UnreadableExportError as error:
        yield problem(
            "unreadable-file", str(error), file=shown, layer=name.layer, annotator=name.annotator
        )


def _texts_around(path: Path, documents: Mapping[str, Document] | None) -> tuple[Texts, str]:
    """The texts of the corpus whose `annotations/` holds the file, and its name in reports."""
    try:
        folder = CorpusFolder.find(path.parent)
    except CorpusNotFoundError:
        return Texts(documents, {}), path.name
    if path.resolve().parent.parent not in (folder.annotations, folder.adjudications):
        return Texts(documents, {}), path.name
    found, former = load_texts(folder)
    known = documents if documents is not None else (found or None)
    return Texts(known, former), folder.relative(path.resolve())


def guess_layer(path: Path, schema: Schema) -> Layer | None:
    """The layer most of whose controls the export names; None if it names none."""
    names = {row.get("from_name") for _, rows in results(path) for row in objects(rows)}
    scored = [(len(names & set(controls(schema, layer))), layer) for layer in schema.layers]
    best = max((score for score, _ in scored), default=0)
    return next((layer for score, layer in scored if score == best), None) if best else None
