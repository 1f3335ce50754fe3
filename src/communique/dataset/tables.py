"""The tables of every config and split, as columns with labels as strings, sorted by id.

They are made on request; of a batch of documents, so that no whole table is in memory.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from datasets import Features

from communique.corpus import Source
from communique.dataset.annotation_columns import annotation_columns
from communique.dataset.arrays import Columns, Row, columns_of, rows_of
from communique.dataset.codebook_rows import codebook_rows, registry_rows
from communique.dataset.content import ByDocument, CorpusData, Dataset, Pass, find
from communique.dataset.decision_rows import decision_rows
from communique.dataset.detection_rows import detection_rows
from communique.dataset.document_rows import document_row
from communique.dataset.evaluation.configs import evaluations
from communique.dataset.evaluation.definitions import Codebook, codebook_of
from communique.dataset.evaluation.table import EvaluationTable
from communique.dataset.features import all_features, detection_config
from communique.dataset.layer_rows import layer_rows
from communique.dataset.names import ANNOTATIONS, CODEBOOK, DECISIONS, DOCUMENTS, REGISTRY
from communique.schema import Schema


@dataclass(frozen=True, slots=True)
class ContentTable:
    """One split of one config. Every row has its `doc_id` and `group`.

    The rows are made again each time they are read. `passes` are those of `annotations`.
    """

    content: CorpusData
    found: ByDocument
    config: str
    sources: Sequence[Source]
    passes: Sequence[Pass] = ()

    def columns(self) -> Columns:
        """All rows. In `annotations`, the `attributes` are pairs (name, value)."""
        columns = self._annotations() if self.config == ANNOTATIONS else columns_of(self._rows())
        placements = self.content.placements
        groups = [placements[doc_id].group for doc_id in columns.get("doc_id", ())]
        return {**columns, "group": groups}

    def rows(self) -> Iterator[Row]:
        """The rows one by one."""
        return rows_of(self.columns())

    def is_empty(self) -> bool:
        """Whether there is no row."""
        return not self.columns().get("group")

    def _annotations(self) -> Columns:
        doc_ids = [source.doc_id for source in self.sources]
        parts = [annotation_columns(self.content, self.found, p, doc_ids) for p in self.passes]
        names = parts[0] if parts else ()
        return {name: [v for part in parts for v in part[name]] for name in names}

    def _rows(self) -> list[Row]:
        return [row for source in self.sources for row in self._rows_of(source)]

    def _rows_of(self, source: Source) -> Iterable[Row]:
        if self.config == DOCUMENTS:
            return [document_row(self.content, self.found, source)]
        if self.config == DECISIONS:
            return decision_rows(self.content, self.found, source)
        for layer in self.content.schema.layers:
            if self.config == layer.name:
                return layer_rows(self.content, self.found, layer, source)
            if self.config == detection_config(layer):
                return detection_rows(self.content, self.found, layer, source)
        raise KeyError(self.config)


@dataclass(frozen=True, slots=True)
class ListTable:
    """A table that is not about documents: the codebook, the registry."""

    listed: Sequence[Row]

    def columns(self) -> Columns:
        """All rows, as columns."""
        return columns_of(self.listed)

    def rows(self) -> Iterator[Row]:
        """The rows one by one."""
        return iter(self.listed)

    def is_empty(self) -> bool:
        """Whether there is no row."""
        return not self.listed


Table = ContentTable | ListTable | EvaluationTable
Key = tuple[str, str]  # config, split


def all_tables(content: CorpusData) -> dict[Key, Table]:
    """The tables by config and split, in the order of `all_features`.

    Splits without rows are left out, because an empty table breaks the loader. The codebook and the
    registry are in the first split alone.
    """
    form = TableForm.of(content)
    tables = {**list_tables(form), **content_tables(content, form)}
    return {key: tables[key] for key in form.order if key in tables and not tables[key].is_empty()}


@dataclass(frozen=True, slots=True)
class TableForm:
    """What the tables of a dataset have in common: its schema, splits, columns and lists."""

    schema: Schema
    splits: Sequence[str]
    features: Mapping[str, Features]
    lists: Mapping[str, Sequence[Row]]

    @classmethod
    def of(cls, content: CorpusData | Dataset) -> "TableForm":
        """The form of a dataset."""
        schema = content.schema
        named = sorted({p.split for p in content.placements.values()})
        features = all_features(schema, genres(content))
        lists = {CODEBOOK: codebook_rows(schema, features), REGISTRY: registry_rows(schema)}
        return cls(schema, list(dict.fromkeys([*schema.splits, *named])), features, lists)

    @property
    def book(self) -> Codebook:
        """The codebook, as questions use it."""
        return codebook_of(self.lists[CODEBOOK])

    @property
    def order(self) -> list[Key]:
        """The config and split of every table that there can be, in order."""
        return [(config, split) for config in self.features for split in self.splits]


def list_tables(form: TableForm) -> dict[Key, ListTable]:
    """The codebook and the registry."""
    only = "train" if "train" in form.splits else form.splits[0]
    return {(config, only): ListTable(rows) for config, rows in form.lists.items()}


def content_tables(
    content: CorpusData, form: TableForm
) -> dict[Key, ContentTable | EvaluationTable]:
    """All other tables of some documents; they may be empty."""
    found, book = find(content), form.book
    asked = {own.config: own for own in evaluations(form.schema, book)}
    tables: dict[Key, ContentTable | EvaluationTable] = {}
    for config, split in form.order:
        if own := asked.get(config):
            source = cast("ContentTable", tables[own.source, split])
            tables[config, split] = EvaluationTable(own, book, source)
        elif config not in form.lists:
            sources, passes = _sources(content, split), list(found.records)
            tables[config, split] = ContentTable(content, found, config, sources, passes)
    return tables


def by_pass(table: Table) -> list[tuple[Pass | None, Table]]:
    """The table, or of `annotations` one table for each pass."""
    if isinstance(table, ContentTable) and table.config == ANNOTATIONS:
        return [(own, replace(table, passes=[own])) for own in table.passes]
    return [(None, table)]


def genres(content: CorpusData | Dataset) -> list[str]:
    """The genre ids of the schema, in order; if it has none, the genres of the sources."""
    named = [g.id for g in content.schema.genres]
    return named or sorted({s.genre for s in content.sources if s.genre})


def _sources(content: CorpusData, split: str) -> list[Source]:
    own = (s for s in content.sources if content.placements[s.doc_id].split == split)
    return sorted(own, key=lambda source: source.doc_id)
