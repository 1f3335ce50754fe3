"""A corpus as far as it can be read, each part once, with everything that could not be read.

Checks look at this. Whatever writes or counts goes through `Corpus`, which refuses a part that
left something out.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from communique.adjudication.lost_votes import VotingPasses, lost_votes
from communique.corpus import (
    CleaningFile,
    CorpusFolder,
    Document,
    Former,
    Source,
    Sources,
    load_sources,
    read_cleaning_file,
)
from communique.corpus.load import CleanTexts, load_texts, missing_texts
from communique.corpus.raw import read_raw
from communique.label_studio.conflict import explain_conflict
from communique.label_studio.intake.pull_log import (
    EXPORT_MISSING,
    UnreadableLogError,
    missing_exports,
    read_pull_log,
)
from communique.label_studio.reading.export_file import (
    ExportReading,
    duplicate_passes,
    read_export_file,
    read_texts,
)
from communique.label_studio.reading.text_version import Texts
from communique.problems import Problem, ProblemKind, drops
from communique.records import PassStatus, Record
from communique.records.decision import AdjudicatedLayer, MalformedDecisionsError, read_decisions
from communique.records.items import ComparedItem, items
from communique.schema import Fault, FormerKey, Schema, YamlError, line_of, read_schema, read_yaml
from communique.util.private_data import PrivateData
from communique.workspace.cleaning_config import cleaning_faults
from communique.workspace.problem_kinds import (
    CLEANING_INVALID,
    DECISION_MALFORMED,
    OUTDATED_KEY,
    PATH_OUTSIDE,
    SCHEMA_INVALID,
    SOURCES_INVALID,
    VOTE_MISSING,
)

Part = Literal[
    "schema",
    "sources",
    "cleaning",
    "raws",
    "documents",
    "exports",
    "adjudications",
    "decisions",
    "annotated",
]
Problems = tuple[Problem, ...]


@dataclass(eq=False)
class CorpusReading:
    """The parts of a corpus, each read when it is first asked for.

    With `keeps_records=False` exports are read without making records, so that memory stays flat.
    With `scans` what is private in exports is looked for on the way.
    """

    folder: CorpusFolder
    keeps_records: bool = True
    scans: bool = False

    def problems_of(self, part: Part) -> Problems:
        """What could not be read of a part, or what the reading of it left out."""
        problems: Problems = getattr(self, f"_{part}")[1]
        return problems

    @property
    def schema(self) -> Schema | None:
        """The schema; None where it is broken."""
        return self._schema[0]

    @property
    def sources(self) -> tuple[Source, ...] | None:
        """Every source, withdrawn ones too; None where the list is absent or broken."""
        listed = self._sources[0]
        return None if listed is None else listed.documents

    @cached_property
    def active(self) -> list[Source]:
        """The sources that are not withdrawn, by id."""
        listed = self._sources[0]
        return [] if listed is None else listed.active()

    @property
    def documents(self) -> Mapping[str, Document]:
        """The cleaned documents that can be read, by id."""
        return self._documents[0].documents

    @property
    def former(self) -> Mapping[str, tuple[Former, ...]]:
        """The known former texts of each document."""
        return self._documents[0].former

    @property
    def exports(self) -> Sequence[ExportReading]:
        """The annotators' exports; none without a schema."""
        return self._exports[0]

    @property
    def adjudications(self) -> Sequence[ExportReading]:
        """The adjudicators' exports; none without a schema."""
        return self._adjudications[0]

    @property
    def decisions(self) -> Mapping[str, AdjudicatedLayer]:
        """The adjudicated decisions that can be read, by layer."""
        return self._decisions[0]

    @cached_property
    def records(self) -> list[Record]:
        """Every record of those who annotate, in file order."""
        return [record for export in self.exports for record in export.records]

    @cached_property
    def statuses(self) -> list[PassStatus]:
        """How far those who annotate came, in file order."""
        return [status for export in self.exports for status in export.statuses]

    @cached_property
    def items(self) -> list[ComparedItem]:
        """What the voters recorded of the same things, side by side; none without a schema."""
        return items(self.schema, self.records, self.statuses) if self.schema else []

    @cached_property
    def _schema(self) -> tuple[Schema | None, Problems]:
        try:
            schema, former = read_schema(self.folder.schema)
            if faults := list(_missing_guidelines(self.folder, schema)):
                raise YamlError(self.folder.schema, faults)
            return schema, tuple(_outdated(self.folder, key) for key in former)
        except YamlError as error:
            return None, _yaml_problems(self.folder, SCHEMA_INVALID, error)

    @cached_property
    def _sources(self) -> tuple[Sources | None, Problems]:
        if not self.folder.sources.is_file():
            return None, ()
        try:
            return load_sources(self.folder.sources), ()
        except YamlError as error:
            return None, _yaml_problems(self.folder, SOURCES_INVALID, error)

    @property
    def cleaning(self) -> CleaningFile | None:
        """What this corpus adds to the cleaner; None where the file is broken."""
        return self._cleaning[0]

    @cached_property
    def _cleaning(self) -> tuple[CleaningFile | None, Problems]:
        path = self.folder.cleaning
        try:
            own = read_cleaning_file(path)
            if self.sources is not None and path.exists():
                known = {s.doc_id for s in self.sources}
                faults = list(cleaning_faults(own, known, read_yaml(path)[1]))
                if faults:
                    raise YamlError(path, faults)
        except YamlError as error:
            return None, _yaml_problems(self.folder, CLEANING_INVALID, error)
        return own, ()

    @cached_property
    def _documents(self) -> tuple[CleanTexts, Problems]:
        texts, problems = load_texts(self.folder)
        return texts, (*problems, *missing_texts(self.folder, self.active), *self._links)

    @cached_property
    def _exports(self) -> tuple[list[ExportReading], Problems]:
        found = list(self._read(self.folder.exports()))
        lost = (*missing_exports(self.folder), *duplicate_passes(found), *self._links)
        return found, (*(p for export in found for p in export.problems), *lost)

    @cached_property
    def _adjudications(self) -> tuple[list[ExportReading], Problems]:
        found = list(self._read(self.folder.adjudication_exports()))
        lost = (*duplicate_passes(found), *self._links)
        return found, (*(p for export in found for p in export.problems), *lost)

    @property
    def _links(self) -> Iterator[Problem]:
        for path in self.folder.leading_out():
            yield PATH_OUTSIDE.problem(file=self.folder.relative(path))

    def _read(self, paths: Sequence[Path]) -> Iterator[ExportReading]:
        if self.schema is None:
            return
        is_cleaned = self.folder.clean.is_dir()
        texts = Texts(self.documents if is_cleaned else None, self.former)
        for path in paths:
            shown = self.folder.relative(path)
            yield read_export_file(
                path,
                self.schema,
                texts,
                shown,
                records=self.keeps_records,
                hashed=shown in self.logged,
                private=PrivateData() if self.scans else None,
            )

    @cached_property
    def logged(self) -> Collection[str]:
        """The exports whose hash was recorded."""
        try:
            return read_pull_log(self.folder)
        except UnreadableLogError:
            return ()

    @property
    def raws(self) -> Mapping[str, str]:
        """The raw texts of the active documents that can be read, by id."""
        return self._raws[0]

    @cached_property
    def _raws(self) -> tuple[dict[str, str], Problems]:
        found: dict[str, str] = {}
        problems: list[Problem] = []
        for source in self.active:
            raw = read_raw(self.folder, source)
            if isinstance(raw, Problem):
                problems.append(raw)
            else:
                found[source.doc_id] = raw[1]
        return found, tuple(problems)

    @property
    def annotated_texts(self) -> Mapping[str, frozenset[str]]:
        """Document id to the hashes of the texts that exports carry; asks no schema."""
        return self._annotated[0]

    @cached_property
    def _annotated(self) -> tuple[dict[str, frozenset[str]], Problems]:
        texts: dict[str, frozenset[str]] = {}
        problems = [*missing_exports(self.folder), *self._links]
        for path in self.folder.all_exports():
            found, unreadable = read_texts(path, self.folder.relative(path))
            problems += unreadable
            texts |= {d: texts.get(d, frozenset()) | hashes for d, hashes in found.items()}
        return texts, tuple(problems)

    @cached_property
    def _decisions(self) -> tuple[dict[str, AdjudicatedLayer], Problems]:
        found: dict[str, AdjudicatedLayer] = {}
        problems: list[Problem] = []
        for path in self.folder.adjudicated_files():
            where = {"layer": path.stem, "file": self.folder.relative(path)}
            try:
                found[path.stem] = read_decisions(path)
            except MalformedDecisionsError as error:
                found_conflict = explain_conflict(path.read_bytes(), where["file"], path.stem)
                message, fix = found_conflict or (str(error), "")
                problems.append(DECISION_MALFORMED.problem(message, fix=fix, **where))
        return found, (*problems, *self._lost_votes(found))

    def _lost_votes(self, decisions: Mapping[str, AdjudicatedLayer]) -> Iterator[Problem]:
        """Where decisions count more votes than the exports still hold. Silent of
        layers that another problem keeps from being read whole.
        """
        problems = self.problems_of("exports")
        partly = {p.layer for p in problems if drops(p.id) and p.id != EXPORT_MISSING.id}
        for name, decided in decisions.items():
            if self.schema is None or name in partly:
                continue
            file = self.folder.relative(self.folder.adjudicated(name))
            for doc_id, message in lost_votes(name, decided, self._voting):
                yield VOTE_MISSING.problem(message, layer=name, document=doc_id, file=file)

    @cached_property
    def _voting(self) -> VotingPasses:
        annotators = self.schema.annotators if self.schema else ()
        return VotingPasses.of(annotators, self.records, self.statuses)


def _outdated(folder: CorpusFolder, key: FormerKey) -> Problem:
    message = f"`{key.former}` is now called `{key.current}`"
    file = folder.relative(folder.schema)
    return OUTDATED_KEY.problem(message, file=file, at=f"line {key.line}")


def _missing_guidelines(folder: CorpusFolder, schema: Schema) -> Iterator[Fault]:
    """Layers whose guideline annotators would not find on their page."""
    for i, layer in enumerate(schema.layers):
        path = folder.guidelines / (layer.guideline or "")
        if layer.guideline and not (path.is_file() and folder.holds(path)):
            key = ("layers", i, "guideline")
            message = f"schema/guidelines has no file {layer.guideline!r}; write it"
            lines = read_yaml(folder.schema)[1]
            yield Fault(line_of(lines, *key), f"layers[{i}].guideline", message)


def _yaml_problems(folder: CorpusFolder, kind: ProblemKind, error: YamlError) -> Problems:
    return tuple(
        kind.problem(
            f"{fault.key}: {fault.message}" if fault.key else fault.message,
            file=folder.relative(error.path),
            at=f"line {fault.line}",
        )
        for fault in error.faults
    )
