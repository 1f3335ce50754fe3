"""Read a whole export file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
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
from communique.records.stored_records import StoredRecords
from communique.schema import Schema
from communique.text import sha256_text
from communique.util.private_data import PrivateData
from communique.util.spool import Spool


@dataclass(frozen=True)
class ExportReading:
    """The content of one export and its problems.

    `presented`: what an adjudicator saw, by document. `sha256` of the file's bytes and the
    `private` data in them are set only if the caller asked for them.
    """

    file: str
    name: ExportName
    sha256: str
    records: StoredRecords
    statuses: tuple[PassStatus, ...]
    problems: tuple[Problem, ...]
    presented: Mapping[str, PresentedItems]
    private: PrivateData | None

    @cached_property
    def _statuses_of(self) -> Mapping[str, Sequence[PassStatus]]:
        by_document: dict[str, tuple[PassStatus, ...]] = {}
        for status in self.statuses:
            by_document[status.doc_id] = (*by_document.get(status.doc_id, ()), status)
        return by_document

    def only(self, doc_ids: Sequence[str]) -> "ExportReading":
        """The same with nothing but what is about some documents."""
        wanted = frozenset(doc_ids)
        return replace(
            self,
            records=self.records.only(doc_ids),
            statuses=tuple(s for d in doc_ids for s in self._statuses_of.get(d, ())),
            problems=tuple(p for p in self.problems if p.document in wanted),
            presented={d: self.presented[d] for d in doc_ids if d in self.presented},
        )


def read_export_file(
    path: Path,
    schema: Schema,
    texts: Texts,
    shown: str,
    *,
    records: bool = True,
    hashed: bool = False,
    private: PrivateData | None = None,
    spool: Spool | None = None,
) -> ExportReading:
    """Read a file. `shown` is its name in reports; the records are kept in `spool`.

    Raises OSError if the file cannot be opened.
    """
    stored = StoredRecords(spool or Spool())
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
                stored.add(event)
            case PassStatus():
                statuses.append(event)
            case Problem():
                problems.append(event)
            case PresentedItems():
                presented[event.doc_id] = event
            case FileHash():
                sha256 = event.sha256
    stored.close()
    return ExportReading(
        shown,
        ExportName.of(path),
        sha256,
        stored,
        tuple(statuses),
        tuple(problems),
        presented,
        private,
    )


def duplicate_passes(exports: Sequence[ExportReading]) -> Iterator[Problem]:
    """Report each pass that is in two files, such as `ann-1.json` and `ann-1.1.json` (pass 1)."""
    by_name: dict[ExportName, ExportReading] = {}
    for export in exports:
        first = by_name.setdefault(export.name, export)
        if first is not export:
            name, message = export.name, f"pass {export.name.pass_} is also in {first.file}"
            where = {"layer": name.layer, "annotator": name.annotator, "file": export.file}
            yield DUPLICATE_PASS.problem(message, **where)


def read_texts(path: Path, shown: str) -> tuple[dict[str, frozenset[str]], list[Problem]]:
    """The hashes of the annotated texts by document id, and the problem of an unreadable file.

    Only the `data` of the tasks is read. Raises OSError.
    """
    hashes: dict[str, frozenset[str]] = {}
    with open_export(path) as export:
        try:
            for task in map(read_task, export.elements()):
                data = task.data or Data()
                if data.doc_id is not None:
                    sha256 = data.text_sha256 if data.text is None else sha256_text(data.text)
                    hashes[data.doc_id] = hashes.get(data.doc_id, frozenset()) | {sha256 or ""}
        except UnreadableExportError as error:
            return {}, [unreadable(error, export, ExportName.of(path), shown)]
    return hashes, []
