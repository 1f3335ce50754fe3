"""One export file, read to its end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.label_studio.reading.adjudication_export import PresentedItems
from communique.label_studio.reading.export_stream import (
    ExportName,
    UnreadableExportError,
    open_export,
)
from communique.label_studio.reading.problem_kinds.exports import DUPLICATE_PASS
from communique.label_studio.reading.reader import FileHash, read_events, unreadable
from communique.label_studio.reading.task_json import Data, read_task
from communique.label_studio.reading.text_version import Texts
from communique.problems import Problem
from communique.records import PassStatus, Record
from communique.schema import Schema
from communique.text import sha256_text
from communique.util.private_data import PrivateData


@dataclass(frozen=True, slots=True)
class ExportReading:
    """What one export holds and what is wrong in it. `presented`: by document, for an export of an
    adjudicator. `sha256` of the file's bytes and what is `private` in them, if they were asked for.
    """

    file: str
    name: ExportName
    sha256: str
    records: tuple[Record, ...]
    statuses: tuple[PassStatus, ...]
    problems: tuple[Problem, ...]
    presented: Mapping[str, PresentedItems]
    private: PrivateData | None


def read_export_file(
    path: Path,
    schema: Schema,
    texts: Texts,
    shown: str,
    *,
    records: bool = True,
    hashed: bool = False,
    private: PrivateData | None = None,
) -> ExportReading:
    """Read a file; `shown` names it in reports. Raises OSError if it cannot be opened."""
    kept: list[Record] = []
    statuses: list[PassStatus] = []
    problems: list[Problem] = []
    presented: dict[str, PresentedItems] = {}
    sha256 = ""
    events = read_events(
        path, schema, texts, shown, records=records, hashed=hashed, private=private
    )
    for event in events:
        match event:
            case Record():
                kept.append(event)
            case PassStatus():
                statuses.append(event)
            case Problem():
                problems.append(event)
            case PresentedItems():
                presented[event.doc_id] = event
            case FileHash():
                sha256 = event.sha256
    return ExportReading(
        shown,
        ExportName.of(path),
        sha256,
        tuple(kept),
        tuple(statuses),
        tuple(problems),
        presented,
        private,
    )


def duplicate_passes(exports: Sequence[ExportReading]) -> Iterator[Problem]:
    """Passes that two files hold: `ann-1.json` and `ann-1.1.json` are both the first pass."""
    found: dict[ExportName, ExportReading] = {}
    for export in exports:
        first = found.setdefault(export.name, export)
        if first is not export:
            name, message = export.name, f"pass {export.name.pass_} is also in {first.file}"
            where = {"layer": name.layer, "annotator": name.annotator, "file": export.file}
            yield DUPLICATE_PASS.problem(message, **where)


def read_texts(path: Path, shown: str) -> tuple[dict[str, frozenset[str]], list[Problem]]:
    """Document id to the hashes of the texts that were annotated; and why it cannot be read.

    Nothing but the tasks' data is looked at. Raises OSError.
    """
    found: dict[str, frozenset[str]] = {}
    with open_export(path) as export:
        try:
            for task in map(read_task, export.elements()):
                data = task.data or Data()
                if data.doc_id is not None:
                    sha256 = data.text_sha256 if data.text is None else sha256_text(data.text)
                    found[data.doc_id] = found.get(data.doc_id, frozenset()) | {sha256 or ""}
        except UnreadableExportError as error:
            return {}, [unreadable(error, export, ExportName.of(path), shown)]
    return found, []
