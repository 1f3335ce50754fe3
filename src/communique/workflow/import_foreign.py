"""Bringing in annotations that were made with another tool, as tasks of Label Studio."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from communique.formats.foreign import Reading, ReadOptions
from communique.formats.label_map import LabelMap, map_faults
from communique.formats.mapped import MappedDocument, Mapper
from communique.formats.readers import ForeignFormat, files_of, own_types
from communique.label_studio.intake.alignment import Alignment, TextAligner
from communique.label_studio.intake.known_texts import KnownTexts
from communique.label_studio.intake.moved_task import REGION_NOT_MOVED, Place
from communique.label_studio.intake.parts import PartsError, TaskPart, put_together
from communique.label_studio.intake.placement import NoPlaceError
from communique.label_studio.writing.tasks import task_data
from communique.problems import Problem
from communique.schema import Schema
from communique.util.plural import counted
from communique.workflow.foreign_rows import RowMaker
from communique.workspace import Corpus

_NAMED: Final = 10  # faults in a message
Task = dict[str, Any]


class ForeignImportError(ValueError):
    """The files cannot be brought in. `reasons` has one fault a line; `fix` says what to do."""

    def __init__(self, reasons: Sequence[str], fix: str) -> None:
        more = len(reasons) - _NAMED
        shown = [*reasons[:_NAMED], *([f"and {more} more"] if more > 0 else [])]
        super().__init__("\n  ".join(shown))
        self.reasons = reasons
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Brought:
    """The tasks of one annotator and layer."""

    annotator: str
    layer: str
    tasks: Sequence[Task]

    def write(self, path: Path) -> None:
        """Write them as an export. Raises OSError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.tasks, ensure_ascii=False), encoding="utf-8")


def read_foreign(
    format_: ForeignFormat,
    paths: Sequence[Path],
    schema: Schema,
    id_key: str | None = None,
    text_key: str | None = None,
) -> Reading:
    """Read all files. Raises ForeignImportError, ImportError (a package is missing), OSError."""
    options = ReadOptions(own_types(schema), id_key, text_key)
    files = files_of(format_, paths)
    reading = format_.reader()(files, options)
    if reading.faults:
        raise ForeignImportError(
            list(map(str, reading.faults)), "Fix the lines named. Nothing was imported."
        )
    if not reading.documents:
        raise ForeignImportError(
            ["the files hold no documents"],
            f"Give files of the format {format_.title}, or the folder that holds them.",
        )
    return reading


@dataclass
class ForeignImport:
    """Places the documents of a reading in a corpus. `problems` and `notes` say what was done.

    `annotator` made what names nobody; `accounts` are the pseudonyms of the names in the files.
    """

    corpus: Corpus
    reading: Reading
    format_name: str
    label_map: LabelMap | None
    annotator: str | None
    accounts: Mapping[str, str]
    allow_missing: bool = False
    licence: str | None = None
    problems: list[Problem] = field(default_factory=list[Problem])
    notes: list[str] = field(default_factory=list[str])

    def brought(self) -> list[Brought]:
        """The tasks of every annotator and layer. Raises ForeignImportError."""
        self.notes += self.reading.warnings
        authors = self._authors()
        placed = self._placed(self._mapped())
        layers = self._layers(placed)
        reasons: list[str] = []
        brought: list[Brought] = []
        for annotator in dict.fromkeys(authors.values()):
            own = [(m, a) for m, a in placed if authors[m.source.author] == annotator]
            for layer in layers:
                tasks = list(self._tasks(own, annotator, layer, reasons))
                brought += [Brought(annotator, layer, tasks)] if tasks else []
        if reasons:
            raise ForeignImportError(
                reasons,
                "Import all parts of a document in one command, or add --allow-missing-parts.",
            )
        return brought

    def _authors(self) -> dict[str | None, str]:
        """The pseudonym of each author that the files name."""
        names = dict.fromkeys(d.author for d in self.reading.documents)
        named = [name for name in names if name is not None]
        if len(named) == 1 and self.annotator and not self.accounts:
            return dict.fromkeys(names, self.annotator)
        unknown = sorted(name for name in named if name not in self.accounts)
        if unknown:
            raise ForeignImportError(
                [f"the files have the work of several annotators: {', '.join(sorted(named))}"],
                "Say who is who: --account NAME=PSEUDONYM for each of them.",
            )
        authors: dict[str | None, str] = {name: self.accounts[name] for name in named}
        if None in names:
            if self.annotator is None:
                raise ForeignImportError(
                    ["the files do not say who made the annotations"],
                    "Name the annotator: --annotator PSEUDONYM.",
                )
            authors[None] = self.annotator
        return authors

    def _mapped(self) -> list[MappedDocument]:
        """The documents under our names. Raises ForeignImportError."""
        schema = self.corpus.schema
        if self.label_map is not None and (faults := list(map_faults(self.label_map, schema))):
            raise ForeignImportError(faults, "Fix the map.")
        mapper = Mapper(schema, self.label_map, self.reading)
        mapped = mapper.documents(self.reading.documents)
        if mapper.unmapped:
            listed = [f"{what} ({counted(n, 'time')})" for what, n in mapper.unmapped.items()]
            what = "are not in the map" if self.label_map else "have no map"
            raise ForeignImportError(
                [f"{counted(len(listed), 'name')} of the files {what}: {'; '.join(listed)}"],
                "Add them to the file of --map; null leaves one out. `--propose-map` prints a map.",
            )
        return mapped

    def _placed(self, mapped: Sequence[MappedDocument]) -> list[tuple[MappedDocument, Alignment]]:
        """Each document with its place. Raises ForeignImportError."""
        reading = self.corpus.reading
        aligner = TextAligner(
            KnownTexts(
                self.corpus.documents,
                lambda: reading.raws,
                reading.former,
                reading.sources or (),
                reading.inactive,
            )
        )
        placed: list[tuple[MappedDocument, Alignment]] = []
        reasons: list[str] = []
        for each in mapped:
            source = each.source
            if source.name is not None and aligner.texts.by_id(source.name) in reading.inactive:
                self.notes.append(f"{source.place}: the document was withdrawn; left out")
                continue
            try:
                placed += _places(each, aligner)
            except NoPlaceError as error:
                reasons.append(f"{source.place}: {error}")
        if reasons:
            raise ForeignImportError(
                reasons,
                "Add the documents to the corpus, or leave them out of the files. The text must be"
                " the raw or the cleaned text of a document, or a part of it.",
            )
        self._tell(placed)
        return placed

    def _tell(self, placed: Sequence[tuple[MappedDocument, Alignment]]) -> None:
        raw = sum(a.is_raw for _, a in placed)
        blanks = sum(not a.is_raw and a.text not in a.document.text for _, a in placed)
        if raw:
            self.notes.append(f"{counted(raw, 'text')} made on the raw text; moved to the cleaned")
        if blanks:
            self.notes.append(f"{counted(blanks, 'text')} with other white space; aligned")

    def _layers(self, placed: Sequence[tuple[MappedDocument, Alignment]]) -> list[str]:
        """The layers of the map and of the annotations, in the order of the schema."""
        named = {e.layer for e in self.label_map.layers} if self.label_map else set[str]()
        named |= {a.layer for m, _ in placed for a in m.annotations}
        return [layer.name for layer in self.corpus.schema.layers if layer.name in named]

    def _tasks(
        self,
        placed: Sequence[tuple[MappedDocument, Alignment]],
        annotator: str,
        layer: str,
        reasons: list[str],
    ) -> Iterator[Task]:
        """One task for each document. Documents whose parts do not fit are added to `reasons`."""
        schema = self.corpus.schema
        maker = RowMaker(schema, schema.layer(layer), self.reading)
        by_document: dict[str, list[tuple[MappedDocument, Alignment]]] = {}
        for mapped, alignment in placed:
            by_document.setdefault(alignment.document.doc_id, []).append((mapped, alignment))
        for number, (doc_id, listed) in enumerate(sorted(by_document.items()), 1):
            document = self.corpus.documents[doc_id]
            parts = [
                TaskPart(self._task(m, a, maker, annotator, number), a.covered) for m, a in listed
            ]
            place = Place(self.format_name, layer, {annotator: annotator})
            try:
                task, problems = put_together(
                    document, parts, place, allow_missing=self.allow_missing
                )
            except PartsError as error:
                reasons.append(f"document {doc_id}, {layer}: {error}")
                continue
            self.problems += problems
            yield task

    def _task(
        self,
        mapped: MappedDocument,
        alignment: Alignment,
        maker: RowMaker,
        annotator: str,
        number: int,
    ) -> Task:
        layer, document = maker.layer, alignment.document
        annotations = [a for a in mapped.annotations if a.layer == layer.name]
        relations = [r for name, r in mapped.relations if name == layer.name]
        made = maker.of(annotations, relations, alignment)
        for annotation, error in made.not_taken:
            self.problems.append(
                REGION_NOT_MOVED.problem(
                    f"{annotation.id} cannot be taken: {error}",
                    layer=layer.name,
                    document=document.doc_id,
                    annotator=annotator,
                    file=annotation.place or mapped.source.place,
                    fix="Fix it in the other tool, or keep its line in corpus/cleaning.yaml. With"
                    " --accept-losses, it is left out.",
                )
            )
        annotation = {
            "id": number,
            "result": made.rows,
            "was_cancelled": False,
            "ground_truth": False,
            "lead_time": None,
            "completed_by": annotator,
        }
        licence = {"licence": self.licence} if self.licence else {}
        return {
            "id": number,
            "data": task_data(layer, document),
            "meta": {"imported_from": self.format_name, **licence},
            "annotations": [annotation],
            "drafts": [],
            "predictions": [],
        }


def _places(mapped: MappedDocument, aligner: TextAligner) -> list[tuple[MappedDocument, Alignment]]:
    """The place of a document; those of several if it has their texts one behind the other.

    Raises NoPlaceError.
    """
    source = mapped.source
    try:
        return [(mapped, aligner.align(source.text, source.name))]
    except NoPlaceError:
        ranges = aligner.consecutive(source.text)
        if len(ranges) < 2:
            raise
    pieces = [mapped.piece(start, end) for start, end in ranges]
    return [(piece, aligner.align(piece.source.text, None)) for piece in pieces]
