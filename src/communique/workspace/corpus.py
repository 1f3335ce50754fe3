"""The corpus that verbs take: a part that left something out is refused, never passed over."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from communique.corpus import CleaningFile, CorpusFolder, Document, Source
from communique.problems import Problem, drops, sorted_problems
from communique.records import PassStatus, Record
from communique.records.decision import AdjudicatedLayer
from communique.records.items import ComparedItem
from communique.schema import Schema
from communique.workspace.reading import CorpusReading, Part

_NEEDED: Final[Mapping[Part, tuple[Part, ...]]] = {
    "schema": ("schema",),
    "sources": ("sources",),
    "documents": ("sources", "documents"),
    "exports": ("schema", "sources", "documents", "exports"),
    "adjudications": ("schema", "sources", "documents", "adjudications"),
    "decisions": ("schema", "sources", "documents", "exports", "decisions"),
    "annotated": ("annotated",),
    "raws": ("sources", "raws"),
}  # a part, and what it is read with


class UnsoundCorpusError(ValueError):
    """Something was left out of a reading; `problems` say what, where, and how to fix it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(f"  {p.id} {p}\n    {p.fix}" for p in self.problems)
        super().__init__(f"the corpus cannot be read whole:\n{lines}")


class Corpus:
    """A corpus on disk, opened once. Each part is read when it is first asked for, and whole.

    Every attribute raises UnsoundCorpusError if its part, or a part that it is read with, left
    out a file, a document, a record or a decision.
    """

    def __init__(self, folder: CorpusFolder, reading: CorpusReading | None = None) -> None:
        self.folder = folder
        self.reading = reading or CorpusReading(folder)

    @classmethod
    def of(cls, reading: CorpusReading) -> "Corpus":
        """The corpus of what was read already."""
        return cls(reading.folder, reading)

    @classmethod
    def open(cls, path: str | Path | None = None) -> "Corpus":
        """The corpus at a path, or the nearest one upwards. Raises CorpusNotFoundError."""
        return cls(CorpusFolder.find(path))

    def unread(self, *parts: Part) -> list[Problem]:
        """What the readings of these parts left out, sorted."""
        needed: dict[Part, None] = {}
        for part in parts:
            needed |= dict.fromkeys(_NEEDED[part])
        problems = (p for part in needed for p in self.reading.problems_of(part))
        return sorted_problems(p for p in problems if drops(p.id))

    def require_sound(self, *parts: Part, accepted: Collection[str] = ()) -> None:
        """Raise UnsoundCorpusError if the reading of a part left something out, but for problems
        whose ids are `accepted`.
        """
        problems = [p for p in self.unread(*parts) if p.id not in accepted]
        if problems:
            raise UnsoundCorpusError(problems)

    @cached_property
    def schema(self) -> Schema:
        """The schema."""
        self.require_sound("schema")
        found = self.reading.schema
        assert found is not None  # noqa: S101 - else there was a problem
        return found

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Every source, withdrawn ones too; none without a list."""
        self.require_sound("sources")
        return self.reading.sources or ()

    @cached_property
    def active(self) -> list[Source]:
        """The sources that are not withdrawn, by id."""
        self.require_sound("sources")
        return self.reading.active

    @cached_property
    def cleaning(self) -> CleaningFile:
        """What this corpus adds to the cleaner. Raises if anything in the file is wrong."""
        self.require_sound("sources")
        if problems := self.reading.problems_of("cleaning"):
            raise UnsoundCorpusError(problems)
        return self.reading.cleaning or CleaningFile()

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """The cleaned documents by id."""
        self.require_sound("documents")
        return self.reading.documents

    @cached_property
    def records(self) -> list[Record]:
        """Every record of those who annotate, in file order."""
        self.require_sound("exports")
        return self.reading.records

    @cached_property
    def statuses(self) -> list[PassStatus]:
        """How far those who annotate came with each document, in file order."""
        self.require_sound("exports")
        return self.reading.statuses

    @cached_property
    def items(self) -> list[ComparedItem]:
        """What the voters recorded of the same things, side by side."""
        self.require_sound("exports")
        return self.reading.items

    @cached_property
    def adjudicated(self) -> Mapping[str, AdjudicatedLayer]:
        """The adjudicated decisions by layer."""
        self.require_sound("decisions")
        return self.reading.decisions

    @cached_property
    def annotated_texts(self) -> Mapping[str, frozenset[str]]:
        """Document id to the hashes of the texts that exports carry."""
        self.require_sound("annotated")
        return self.reading.annotated_texts

    @cached_property
    def raws(self) -> Mapping[str, str]:
        """The raw text of each active document."""
        self.require_sound("raws")
        return self.reading.raws
