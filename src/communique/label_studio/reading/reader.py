"""Read raw exports into records. Every export takes this path."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.corpus import CorpusFolder, CorpusNotFoundError, Document, Source, load_sources
from communique.corpus.load import load_texts
from communique.label_studio.conflict import explain_conflict
from communique.label_studio.controls import controls
from communique.label_studio.reading.adjudication_export import PresentedItems, presented_items
from communique.label_studio.reading.annotation_reader import AnnotationReader, Event
from communique.label_studio.reading.export_stream import (
    ExportName,
    ExportStream,
    UnreadableExportError,
    open_export,
)
from communique.label_studio.reading.formats import refuse_other_formats
from communique.label_studio.reading.offset_encoding import Annotated, EncodingVotes
from communique.label_studio.reading.problem_kinds.exports import UNKNOWN_LAYER, UNREADABLE_FILE
from communique.label_studio.reading.record_builder import RecordBuilder
from communique.label_studio.reading.regions import join_rows
from communique.label_studio.reading.task_json import read_task
from communique.label_studio.reading.task_reader import TaskReader
from communique.label_studio.reading.text_version import Texts
from communique.label_studio.reading.validation import RegionValidator
from communique.problems import Problem
from communique.records import Record
from communique.schema import Layer, Schema, YamlError
from communique.util.json_values import as_string
from communique.util.private_data import PrivateData


@dataclass(frozen=True, slots=True)
class FileHash:
    """The hash of the file: the last event of a reading, if the caller asked for it."""

    sha256: str


ExportEvent = Event | PresentedItems | FileHash


def read_export(
    path: str | Path, schema: Schema, documents: Mapping[str, Document] | None = None
) -> Iterator[Record | Problem]:
    """The records and problems of one raw export `<layer>/<annotator>[.<pass>].json`.

    Without `documents`, the documents of the corpus around the file are used. Without a corpus,
    each task's own text is used, and raw offsets are None. A faulty region gives problems and no
    record. An incomplete file gives one problem and no record. Memory use is constant.
    Raises OSError if the file cannot be opened, and nothing for bad content.
    """
    file = Path(path)
    texts, name = _texts_around(file, documents)
    for event in read_events(file, schema, texts, name):
        if isinstance(event, Record | Problem):
            yield event


def read_events(
    path: Path,
    schema: Schema,
    texts: Texts,
    shown: str,
    *,
    records: bool = True,
    hashed: bool = False,
    private: PrivateData | None = None,
) -> Iterator[ExportEvent]:
    """As `read_export`, with more events: a status for each document, what an adjudicator saw,
    and at the end, if `hashed`, the hash of the file.

    `shown` is the file's name in reports. The file is opened once. With `records=False` no records
    are made. Private data in its bytes are added to `private`.
    """
    with open_export(path, private) as export:
        name = ExportName.of(path)
        try:
            yield from _events(export, schema, texts, name, shown, records=records)
        except UnreadableExportError as error:
            yield unreadable(error, export, name, shown)
        if hashed:
            yield FileHash(export.sha256)


def unreadable(
    error: UnreadableExportError, export: ExportStream, name: ExportName, shown: str
) -> Problem:
    """The problem of an export that cannot be read. For a merge conflict it compares both sides."""
    conflict = explain_conflict(export.content(), shown, name.layer, name.annotator, name.pass_)
    message, fix = conflict or (str(error), error.fix)
    where = {"file": shown, "layer": name.layer, "annotator": name.annotator}
    return UNREADABLE_FILE.problem(message, fix=fix, **where)


def _events(
    export: ExportStream,
    schema: Schema,
    texts: Texts,
    name: ExportName,
    shown: str,
    *,
    records: bool,
) -> Iterator[ExportEvent]:
    refuse_other_formats(export)
    layer = next((x for x in schema.layers if x.name == name.layer), None)
    layer = layer or guess_layer(export, schema)
    if layer is None:
        message = f"the schema has no layer {name.layer!r}"
        yield UNKNOWN_LAYER.problem(message, file=shown, layer=name.layer)
        return
    validator = RegionValidator(schema, layer, controls(schema, layer))
    builder = RecordBuilder(validator, shown, export.sha256 if records else "", name)
    votes = EncodingVotes(lambda: _annotated(export, validator))
    reader = TaskReader(AnnotationReader(builder, votes, records=records), texts)
    person = schema.annotator(name.annotator)
    adjudicates = person is not None and person.adjudicates
    yield from reader.head()
    for task in map(read_task, export.elements()):
        yield from reader.task(task)
        if adjudicates and (presented := presented_items(task)):
            yield presented
    yield from reader.tail()


def _annotated(export: ExportStream, validator: RegionValidator) -> Iterator[Annotated]:
    """The text and the regions of each finished annotation of a file."""
    for task in map(read_task, export.elements()):
        text = (task.data.text if task.data else None) or ""
        for annotation in task.finished:
            yield text, join_rows(annotation.result or (), validator.shapes).regions


def guess_layer(export: ExportStream, schema: Schema) -> Layer | None:
    """The layer that has most of the export's controls; None if no layer or several have most.

    Raises UnreadableExportError.
    """
    names: set[object] = set()
    for task in map(read_task, export.elements()):
        for annotation in task.finished:
            names |= {as_string(row.from_name) for row in annotation.result or ()}
    scored = [(len(names & set(controls(schema, layer))), layer) for layer in schema.layers]
    best = max((score for score, _ in scored), default=0)
    fitting = [layer for score, layer in scored if score == best]
    return fitting[0] if best and len(fitting) == 1 else None


def _texts_around(path: Path, documents: Mapping[str, Document] | None) -> tuple[Texts, str]:
    """The texts of the corpus whose `annotations/` holds the file, and its name in reports."""
    try:
        folder = CorpusFolder.find(path.parent)
    except CorpusNotFoundError:
        return Texts(documents, {}), path.name
    if path.resolve().parent.parent not in (folder.annotations, folder.adjudications):
        return Texts(documents, {}), path.name
    texts, _ = load_texts(folder, _sources(folder))
    known = documents if documents is not None else (texts.documents or None)
    return Texts(known, texts.former, texts.inactive), folder.relative(path.resolve())


def _sources(folder: CorpusFolder) -> Sequence[Source] | None:
    """The listed sources; None where the list is absent or broken, which the check reports."""
    try:
        return load_sources(folder.sources).documents
    except (OSError, YamlError):
        return None
