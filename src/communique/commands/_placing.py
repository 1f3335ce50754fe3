"""Private to `import`: tasks that were made before this tool, and the messages about them."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from communique.commands._shared import Refusal
from communique.util.plural import counted

if TYPE_CHECKING:
    from communique.label_studio.intake.place_tasks import TaskKeys, TaskPlacer
    from communique.problems import Problem
    from communique.workspace import Corpus

_NAMED = 10  # tasks that a refusal names
_FIX = (
    "Name the keys of `data` that hold the document, the text and the offset of a part (--id-key,"
    " --text-key, --offset-key). Import all parts of a document in one command, or add"
    " --allow-missing-parts. Leave tasks on other texts out of the export."
)


@dataclass(frozen=True, slots=True)
class Given:
    """An input file, its layer, and the file to read instead of it."""

    source: Path
    layer: str
    export: Path


@dataclass(slots=True)
class Placing:
    """Places the tasks of all input files. `problems` and `notes` say what was done."""

    corpus: "Corpus"
    keys: "TaskKeys"
    accounts: dict[str, str]
    allow_missing: bool
    beside: Path
    problems: "list[Problem]" = field(default_factory=list["Problem"])
    notes: list[str] = field(default_factory=list[str])

    @property
    def losses(self) -> None:
        """What is counted by cause: nothing, every region is named."""
        return

    @property
    def provenance(self) -> None:
        """What is recorded of where the tasks come from: nothing."""
        return

    @property
    def is_complete(self) -> bool:
        """Whether no region was left out."""
        return not any(p.level == "error" for p in self.problems)

    def exports(self, files: list[tuple[Path, str]]) -> list[Given]:
        """The exports to read for these files, each with its layer. Raises Refusal, OSError."""
        from communique.label_studio.intake.place_tasks import PlacingError

        self.beside.mkdir()
        placers: dict[str, TaskPlacer] = {}
        given: list[Given] = []
        first: dict[str, Path] = {}
        try:
            for number, (path, layer) in enumerate(files):
                if layer not in placers:
                    placers[layer] = self._placer(layer)
                placer = placers[layer]
                first.setdefault(layer, path)
                placed = placer.place(path, str(path), self.beside / f"{number}.json")
                given += [Given(path, layer, placed)] if placed else []
            for number, (layer, placer) in enumerate(placers.items()):
                joined = placer.finish(self.beside / f"joined{number}.json")
                given += [Given(first[layer], layer, joined)] if joined else []
        except PlacingError as error:
            more = len(error.reasons) - _NAMED
            listed = error.reasons[:_NAMED] + ([f"and {more} more"] if more > 0 else [])
            raise Refusal("\n  ".join(listed), _FIX) from None
        for placer in placers.values():
            self._tell(placer)
        return given

    def _placer(self, layer: str) -> "TaskPlacer":
        from communique.label_studio.intake.known_texts import KnownTexts
        from communique.label_studio.intake.place_tasks import TaskPlacer

        reading = self.corpus.reading
        texts = KnownTexts(
            self.corpus.documents,
            lambda: reading.raws,
            reading.former,
            reading.sources or (),
            reading.inactive,
        )
        return TaskPlacer(texts, self.keys, layer, self.accounts, self.allow_missing)

    def _tell(self, placer: "TaskPlacer") -> None:
        placed = placer.placed
        self.problems += placed.problems
        if placed.raw_tasks or placed.moved:
            regions, tasks = counted(placed.moved, "region"), counted(placed.raw_tasks, "task")
            self.notes.append(
                f"{placer.layer}: {regions} moved to the cleaned text; {tasks} made on the raw text"
            )
        if placed.parts:
            documents = counted(placed.joined, "document")
            self.notes.append(
                f"{placer.layer}: {counted(placed.parts, 'part')} put together to {documents}"
            )
