"""Reading a corpus: each part once, as far as possible, with the problems of reading it.

The checks use this. Code that writes files or prints figures uses `Corpus`, which refuses a part
that was not read completely.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

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
from communique.corpus.stored_documents import StoredRaws
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
from communique.records.decision import AdjudicatedLayer, MalformedDecisionsError
from communique.records.items import ComparedItem, items
from communique.records.stored_decisions import StoredDecisions
from communique.records.stored_records import StoredRecords
from communique.schema import FormerKey, Schema, YamlError, read_schema, read_yaml
from communique.util.gc_pause import search_recent
from communique.util.private_data import PrivateData
from communique.util.spool import Spool
from communique.workspace.cleaning_config import cleaning_faults
from communique.workspace.predictions import LayerPredictions, read_layer_predictions
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
    "predictions",
]
Problems = tuple[Problem, ...]
BATCH: Final = 100  # documents whose records are in memory at once


@dataclass(eq=False)
class CorpusReading:
    """The parts of a corpus. Each is read when it is first used.

    With `keeps_records=False`, exports are read without making records, which needs little memory.
    With `scans`, exports are also searched for access tokens and e-mail addresses.
    """

    folder: CorpusFolder
    keeps_records: bool = True
    scans: bool = False

    def problems_of(self, part: Part) -> Problems:
        """Return the problems of reading a part."""
        problems: Problems = getattr(self, f"_{part}")[1]
        return problems

    def with_changes(
        self, schema: Schema, decisions: Mapping[str, AdjudicatedLayer]
    ) -> "CorpusReading":
        """The same corpus as another schema and other decisions would have it read."""
        other = CorpusReading(self.folder)
        other._schema = (schema, ())
        stored = {name: StoredDecisions.of(layer) for name, layer in decisions.items()}
        other._decisions = (stored, tuple(other._lost_votes(stored)))
        return other

    def batches(self) -> Iterator["CorpusReading"]:
        """The same corpus, some documents at a time, so that memory does not grow with it.

        The problems of reading, the list of sources and what belongs to no document are those of
        the whole corpus: a batch has none. A small corpus is its own only batch.
        """
        if len(self.document_ids) <= BATCH:
            yield self
            return
        for start in range(0, len(self.document_ids), BATCH):
            yield self.only(self.document_ids[start : start + BATCH])
            search_recent()

    @cached_property
    def document_ids(self) -> Sequence[str]:
        """Every document that something was read of, sorted."""
        exports = (*self.exports, *self.adjudications)
        parts = (
            (source.doc_id for source in self.active),
            self.documents,
            *(stored.documents for stored in self.stored_decisions.values()),
            *(export.records.documents for export in exports),
            *((status.doc_id for status in export.statuses) for export in exports),
            *(export.presented for export in exports),
        )
        return sorted({doc_id for part in parts for doc_id in part})

    def only(self, doc_ids: Sequence[str]) -> "CorpusReading":
        """A batch: what was read of some documents."""
        other = CorpusReading(self.folder, self.keeps_records, self.scans)
        other._schema = (self.schema, ())
        other._sources = (self._sources[0], ())
        other.active = [self._active_of[d] for d in doc_ids if d in self._active_of]
        texts = {d: self.documents[d] for d in doc_ids if d in self.documents}
        former = {d: self.former[d] for d in doc_ids if d in self.former}
        other._documents = (CleanTexts(texts, former, self.inactive), ())
        other._exports = ([export.only(doc_ids) for export in self.exports], ())
        other._adjudications = ([export.only(doc_ids) for export in self.adjudications], ())
        decisions = {n: stored.only(doc_ids) for n, stored in self.stored_decisions.items()}
        other._decisions = (decisions, ())
        other.partly_read = self.partly_read
        return other

    @cached_property
    def _active_of(self) -> Mapping[str, Source]:
        return {source.doc_id: source for source in self.active}

    @cached_property
    def partly_read(self) -> frozenset[str | None]:
        """The layers whose exports or decisions were not read completely."""
        problems = (*self.problems_of("exports"), *self.problems_of("decisions"))
        return frozenset(p.layer for p in problems if drops(p.id))

    @property
    def schema(self) -> Schema | None:
        """The schema; None if it is not valid."""
        return self._schema[0]

    @property
    def sources(self) -> tuple[Source, ...] | None:
        """All sources, including withdrawn ones; None if the list is missing or not valid."""
        sources = self._sources[0]
        return None if sources is None else sources.documents

    @cached_property
    def active(self) -> list[Source]:
        """The sources that are not withdrawn, by id."""
        sources = self._sources[0]
        return [] if sources is None else sources.active()

    @property
    def documents(self) -> Mapping[str, Document]:
        """The cleaned documents that can be read, by id."""
        return self._documents[0].documents

    @property
    def former(self) -> Mapping[str, tuple[Former, ...]]:
        """The known former texts of each document."""
        return self._documents[0].former

    @property
    def inactive(self) -> frozenset[str]:
        """Documents that are withdrawn, or have a cleaned file but no source. What was annotated
        and decided of them is history.
        """
        return self._documents[0].inactive

    @property
    def exports(self) -> Sequence[ExportReading]:
        """The exports of annotators; empty without a schema."""
        return self._exports[0]

    @property
    def adjudications(self) -> Sequence[ExportReading]:
        """The exports of adjudicators; empty without a schema."""
        return self._adjudications[0]

    @cached_property
    def decisions(self) -> Mapping[str, AdjudicatedLayer]:
        """The adjudicated decisions that can be read, by layer."""
        return {name: stored.whole() for name, stored in self.stored_decisions.items()}

    @property
    def stored_decisions(self) -> Mapping[str, StoredDecisions]:
        """The same in a compact form."""
        return self._decisions[0]

    @cached_property
    def records(self) -> list[Record]:
        """All records of annotators, in file order."""
        return [record for export in self.exports for record in export.records]

    @cached_property
    def statuses(self) -> list[PassStatus]:
        """The status of each document in each pass of annotators, in file order."""
        return [status for export in self.exports for status in export.statuses]

    @cached_property
    def items(self) -> list[ComparedItem]:
        """The records of all voters about the same things; empty without a schema."""
        return items(self.schema, self.records, self.statuses) if self.schema else []

    @cached_property
    def _schema(self) -> tuple[Schema | None, Problems]:
        try:
            schema, former = read_schema(self.folder.schema)
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
        texts, problems = load_texts(self.folder, self.sources)
        return texts, (*problems, *missing_texts(self.folder, self.active), *self._links)

    @cached_property
    def _exports(self) -> tuple[list[ExportReading], Problems]:
        exports = list(self._read(self.folder.exports()))
        lost = (*missing_exports(self.folder), *duplicate_passes(exports), *self._links)
        return exports, (*(p for export in exports for p in export.problems), *lost)

    @property
    def predictions(self) -> Mapping[str, LayerPredictions]:
        """The predictions that the schema offers to annotators, by layer."""
        return self._predictions[0]

    @cached_property
    def _predictions(self) -> tuple[dict[str, LayerPredictions], Problems]:
        found: dict[str, LayerPredictions] = {}
        problems: list[Problem] = []
        if self.schema is None or not self.folder.clean.is_dir():
            return found, ()
        for layer in self.schema.layers:
            if layer.preannotate.predictions:
                texts = self.documents, self.inactive
                read = read_layer_predictions(self.folder, self.schema, layer, *texts)
                found[layer.name] = read
                problems += read.problems
        return found, tuple(problems)

    @cached_property
    def _adjudications(self) -> tuple[list[ExportReading], Problems]:
        exports = list(self._read(self.folder.adjudication_exports()))
        lost = (*duplicate_passes(exports), *self._links)
        return exports, (*(p for export in exports for p in export.problems), *lost)

    @property
    def _links(self) -> Iterator[Problem]:
        for path in self.folder.leading_out():
            yield PATH_OUTSIDE.problem(file=self.folder.relative(path))

    def _read(self, paths: Sequence[Path]) -> Iterator[ExportReading]:
        if self.schema is None:
            return
        is_cleaned = self.folder.clean.is_dir()
        known = self.documents if is_cleaned else None
        texts = Texts(known, self.former, self.inactive)
        spool = Spool()
        for path in paths:
            file = self.folder.relative(path)
            yield read_export_file(
                path,
                self.schema,
                texts,
                file,
                records=self.keeps_records,
                hashed=file in self.logged,
                private=PrivateData() if self.scans else None,
                spool=spool,
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
    def _raws(self) -> tuple[StoredRaws, Problems]:
        texts = StoredRaws(self.folder)
        problems: list[Problem] = []
        for source in self.active:
            raw = read_raw(self.folder, source)
            if isinstance(raw, Problem):
                problems.append(raw)
            else:
                texts.add(source, raw[1])
        return texts, tuple(problems)

    @property
    def annotated_texts(self) -> Mapping[str, frozenset[str]]:
        """The hashes of the texts in exports, by document id. Needs no schema."""
        return self._annotated[0]

    @cached_property
    def _annotated(self) -> tuple[dict[str, frozenset[str]], Problems]:
        texts: dict[str, frozenset[str]] = {}
        problems = [*missing_exports(self.folder), *self._links]
        for path in self.folder.all_exports():
            in_file, unreadable = read_texts(path, self.folder.relative(path))
            problems += unreadable
            texts |= {d: texts.get(d, frozenset()) | hashes for d, hashes in in_file.items()}
        return texts, tuple(problems)

    @cached_property
    def _decisions(self) -> tuple[dict[str, StoredDecisions], Problems]:
        decisions: dict[str, StoredDecisions] = {}
        problems: list[Problem] = []
        for path in self.folder.adjudicated_files():
            where = {"layer": path.stem, "file": self.folder.relative(path)}
            try:
                decisions[path.stem] = StoredDecisions.read(path)
            except MalformedDecisionsError as error:
                conflict = explain_conflict(path.read_bytes(), where["file"], path.stem)
                message, fix = conflict or (str(error), "")
                problems.append(DECISION_MALFORMED.problem(message, fix=fix, **where))
        return decisions, (*problems, *self._lost_votes(decisions))

    def _lost_votes(self, decisions: Mapping[str, StoredDecisions]) -> Iterator[Problem]:
        """Report decisions that have more votes than the exports hold.

        Layers that another problem prevents from being read completely are left out.
        """
        problems = self.problems_of("exports")
        partly = {p.layer for p in problems if drops(p.id) and p.id != EXPORT_MISSING.id}
        exports: dict[str, list[StoredRecords]] = {}
        for export in self.exports:
            exports.setdefault(export.name.annotator, []).append(export.records)
        annotators = self.schema.annotators if self.schema else ()
        passes = VotingPasses.of(annotators, exports, self.statuses)
        for name, decided in decisions.items():
            if self.schema is None or name in partly:
                continue
            file = self.folder.relative(self.folder.adjudicated(name))
            for doc_id, message in lost_votes(name, decided, passes, self.inactive):
                yield VOTE_MISSING.problem(message, layer=name, document=doc_id, file=file)


def _outdated(folder: CorpusFolder, key: FormerKey) -> Problem:
    message = f"`{key.former}` is now called `{key.current}`"
    file = folder.relative(folder.schema)
    return OUTDATED_KEY.problem(message, file=file, at=f"line {key.line}")


def _yaml_problems(folder: CorpusFolder, kind: ProblemKind, error: YamlError) -> Problems:
    return tuple(
        kind.problem(
            f"{fault.key}: {fault.message}" if fault.key else fault.message,
            file=folder.relative(error.path),
            at=f"line {fault.line}",
        )
        for fault in error.faults
    )
