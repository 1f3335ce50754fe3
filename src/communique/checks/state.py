"""What the checks look at: the corpus read once, as far as it can be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from communique.catalogue import problem
from communique.corpus import CorpusFolder, Document, Former, Source, load_sources
from communique.corpus.load import load_texts
from communique.gather import read_adjudications, read_records
from communique.label_studio.export import ExportName
from communique.label_studio.reader import Texts, read_pass
from communique.problems import Problem
from communique.records import PassStatus, Record
from communique.schema import Schema, YamlError, load_schema


@dataclass(frozen=True, slots=True)
class Reading:
    """One export file: what is wrong in it, and how far it came with each document."""

    file: str
    name: ExportName
    problems: tuple[Problem, ...]
    passes: tuple[PassStatus, ...]


@dataclass(frozen=True)
class State:
    """A corpus in memory. `schema` and `sources` are None where the file is absent or broken."""

    folder: CorpusFolder
    schema: Schema | None
    sources: tuple[Source, ...] | None
    documents: Mapping[str, Document]
    former: Mapping[str, tuple[Former, ...]]
    faults: tuple[Problem, ...] = ()

    @cached_property
    def active(self) -> list[Source]:
        """The documents that are not withdrawn, by id; [] without sources."""
        found = [s for s in self.sources or () if s.status == "active"]
        return sorted(found, key=lambda s: s.doc_id)

    @cached_property
    def readings(self) -> list[Reading]:
        """Every export, the adjudicators' included; [] without a schema."""
        return list(self._read()) if self.schema else []

    def _read(self) -> Iterator[Reading]:
        texts = Texts(self.documents if self.folder.clean.is_dir() else None, self.former)
        for path in self.folder.all_exports():
            if self.schema is None:
                return
            file = self.folder.relative(path)
            problems: list[Problem] = []
            passes: list[PassStatus] = []
            for event in read_pass(path, self.schema, texts, file, records=False):
                if isinstance(event, Problem):
                    problems.append(event)
                elif isinstance(event, PassStatus):
                    passes.append(event)
            yield Reading(file, ExportName.of(path), tuple(problems), tuple(passes))

    @cached_property
    def records(self) -> tuple[list[Record], list[PassStatus]]:
        """Every record and status of those who annotate; held in memory, so asked for rarely."""
        return read_records(self.folder, self.schema) if self.schema else ([], [])

    @cached_property
    def adjudications(self) -> list[Record]:
        """Every record of those who adjudicate."""
        return read_adjudications(self.folder, self.schema)[0] if self.schema else []


def read_state(folder: CorpusFolder) -> State:
    """Read a corpus; `faults` say what could not be read of schema and sources."""
    faults: list[Problem] = []
    schema = sources = None
    try:
        schema = load_schema(folder.schema)
    except YamlError as error:
        faults += _yaml_problems("schema-invalid", error, folder)
    if folder.sources.is_file():
        try:
            sources = load_sources(folder.sources).documents
        except YamlError as error:
            faults += _yaml_problems("sources-invalid", error, folder)
    documents, former = load_texts(folder)
    return State(folder, schema, sources, documents, former, tuple(faults))


def _yaml_problems(problem_id: str, error: YamlError, folder: CorpusFolder) -> list[Problem]:
    file = folder.relative(error.path)
    return [
        problem(
            problem_id,
            f"{f.key}: {f.message}" if f.key else f.message,
            file=file,
            at=f"line {f.line}",
        )
        for f in error.faults
    ]
