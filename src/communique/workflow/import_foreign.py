"""Bringing in annotations that were made with another tool, as tasks of Label Studio."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from communique.formats.foreign import Reading
from communique.formats.label_map import LabelMap, map_faults
from communique.formats.mapped import MappedDocument, Mapper
from communique.label_studio.intake.alignment import Alignment
from communique.label_studio.intake.moved_task import REGION_NOT_MOVED, Place
from communique.label_studio.intake.parts import PartsError, TaskPart, put_together
from communique.label_studio.writing.tasks import task_data
from communique.problems import Problem
from communique.util.plural import counted
from communique.workflow.foreign_authors import authors_of
from communique.workflow.foreign_places import Placed, placed_documents
from communique.workflow.foreign_reading import ForeignImportError
from communique.workflow.foreign_rows import RowMaker
from communique.workspace import Corpus

_NAMED: Final = 3  # places in a message
Task = dict[str, Any]


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
        authors = authors_of(self.reading.documents, self.annotator, self.accounts)
        placed = placed_documents(self.corpus, self._mapped(), self.notes)
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
                "Import the files of one annotator at a time, with all parts of each document."
                " With --allow-missing-parts, parts may be missing.",
            )
        return brought

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

    def _layers(self, placed: Sequence[Placed]) -> list[str]:
        """The layers of the map and of the annotations, in the order of the schema."""
        named = {e.layer for e in self.label_map.layers} if self.label_map else set[str]()
        named |= {a.layer for m, _ in placed for a in m.annotations}
        return [layer.name for layer in self.corpus.schema.layers if layer.name in named]

    def _tasks(
        self,
        placed: Sequence[Placed],
        annotator: str,
        layer: str,
        reasons: list[str],
    ) -> Iterator[Task]:
        """One task for each document. Documents whose parts do not fit are added to `reasons`."""
        schema = self.corpus.schema
        maker = RowMaker(schema, schema.layer(layer), self.reading)
        by_document: dict[str, list[Placed]] = {}
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
                places = ", ".join(m.source.place for m, _ in listed[:_NAMED])
                reasons.append(f"document {doc_id}, {layer}: {error} ({places})")
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
