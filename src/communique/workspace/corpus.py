"""The corpus that commands use. It refuses a part that was not read completely."""

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
from communique.workspace.predictions import LayerPredictions
from communique.workspace.reading import CorpusReading, Part

_NEEDED: Final[Mapping[Part, tuple[Part, ...]]] = {
    "schema": ("schema",),
    "sources": ("sources",),
    "documents": ("sources", "documents"),
    "exports": ("schema", "sources", "documents", "exports"),
    "adjudications": ("schema", "sources", "documents", "adjudications"),
    "decisions": ("schema", "sources", "documents", "exports", "decisions"),
    "annotated": ("annotated",),
    "predictions": ("schema", "sources", "documents", "predictions"),
    "raws": ("sources", "raws"),
}  # a part, and the parts that it needs


class UnsoundCorpusError(ValueError):
    """A part of the corpus was not read completely. `problems` lists the reasons.

    >>> error = UnsoundCorpusError([Problem("an-id", message="gone", fix="Put it back.")])
    >>> [problem.id for problem in error.problems]
    ['an-id']
    >>> print(error)
    the corpus cannot be read completely:
      an-id gone
        Put it back.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(f"  {p.id} {p}\n    {p.fix}" for p in self.problems)
        super().__init__(f"the corpus cannot be read completely:\n{lines}")


class Corpus:
    """A corpus on disk, opened once. Each part is read completely, when it is first used.

    Every attribute raises UnsoundCorpusError if a file, a document, a record or a decision was
    left out of its part, or out of a part that it needs.
    """

    def __init__(self, folder: CorpusFolder, reading: CorpusReading | None = None) -> None:
        self.folder = folder
        self.reading = reading or CorpusReading(folder)

    @classmethod
    def of(cls, reading: CorpusReading) -> "Corpus":
        """Return the corpus of a reading, without reading anything again."""
        return cls(reading.folder, reading)

    @classmethod
    def open(cls, path: str | Path | None = None) -> "Corpus":
        """Open the corpus at a path, or the nearest corpus above it. Raises CorpusNotFoundError."""
        return cls(CorpusFolder.find(path))

    def unread(self, *parts: Part) -> list[Problem]:
        """Return the problems because of which content of these parts was left out, sorted."""
        needed: dict[Part, None] = {}
        for part in parts:
            needed |= dict.fromkeys(_NEEDED[part])
        problems = (p for part in needed for p in self.reading.problems_of(part))
        return sorted_problems(p for p in problems if drops(p.id))

    def require_sound(self, *parts: Part, accepted: Collection[str] = ()) -> None:
        """Raise UnsoundCorpusError if a part was not read completely.

        Problems whose ids are in `accepted` are ignored.
        """
        problems = [p for p in self.unread(*parts) if p.id not in accepted]
        if problems:
            raise UnsoundCorpusError(problems)

    @cached_property
    def schema(self) -> Schema:
        """The schema, typed: layers, labels, annotators, lists."""
        self.require_sound("schema")
        schema = self.reading.schema
        assert schema is not None  # noqa: S101 - else there was a problem
        return schema

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """All sources, including withdrawn ones; empty if there is no list."""
        self.require_sound("sources")
        return self.reading.sources or ()

    @cached_property
    def active(self) -> list[Source]:
        """The sources that are not withdrawn, sorted by id."""
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
        """The cleaned documents, by id."""
        self.require_sound("documents")
        return self.reading.documents

    @cached_property
    def records(self) -> list[Record]:
        """All records of annotators, in file order."""
        self.require_sound("exports")
        return self.reading.records

    @cached_property
    def statuses(self) -> list[PassStatus]:
        """The status of each document in each pass of annotators, in file order."""
        self.require_sound("exports")
        return self.reading.statuses

    @cached_property
    def predictions(self) -> Mapping[str, LayerPredictions]:
        """The predictions that the schema offers to annotators, by layer. Raises if anything in
        the files is wrong.
        """
        self.require_sound("documents")
        if problems := self.reading.problems_of("predictions"):
            raise UnsoundCorpusError(sorted_problems(problems))
        return self.reading.predictions

    @cached_property
    def items(self) -> list[ComparedItem]:
        """The compared items: the records of all voters about the same things."""
        self.require_sound("exports")
        return self.reading.items

    @cached_property
    def adjudicated(self) -> Mapping[str, AdjudicatedLayer]:
        """The adjudicated decisions, by layer."""
        self.require_sound("decisions")
        return self.reading.decisions

    @cached_property
    def annotated_texts(self) -> Mapping[str, frozenset[str]]:
        """The hashes of the texts in exports, by document id."""
        self.require_sound("annotated")
        return self.reading.annotated_texts

    @cached_property
    def raws(self) -> Mapping[str, str]:
        """The raw text of each active document, by id."""
        self.require_sound("raws")
        return self.reading.raws
