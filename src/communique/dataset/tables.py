"""The tables of every config and split, as columns with labels as strings, sorted by id.

They are made on request, a few documents at a time, so that no whole table is in memory.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from communique.corpus import Source
from communique.dataset.annotation_columns import annotation_columns
from communique.dataset.arrays import Columns, Row, columns_of, rows_of
from communique.dataset.content import ByDocument, CorpusData, find
from communique.dataset.document_rows import document_row
from communique.dataset.layer_rows import layer_rows
from communique.dataset.names import ANNOTATIONS, DOCUMENTS

_PART: Final = 50  # documents whose rows are in memory at once


@dataclass(frozen=True, slots=True)
class ContentTable:
    """One split of one config. Every row has its `doc_id` and `group`.

    The rows are made again each time they are read.
    """

    content: CorpusData
    found: ByDocument
    config: str
    sources: Sequence[Source]

    def parts(self) -> list["ContentTable"]:
        """The same rows, a few documents at a time."""
        starts = range(0, len(self.sources), _PART)
        return [replace(self, sources=self.sources[n : n + _PART]) for n in starts]

    def columns(self) -> Columns:
        """All rows. In `annotations`, the `attributes` are pairs (name, value)."""
        if self.config == ANNOTATIONS:
            doc_ids = [source.doc_id for source in self.sources]
            columns = annotation_columns(self.content, self.found, doc_ids)
        else:
            columns = columns_of([row for source in self.sources for row in self._rows(source)])
        placements = self.content.placements
        groups = [placements[doc_id].group for doc_id in columns.get("doc_id", ())]
        return {**columns, "group": groups}

    def rows(self) -> Iterator[Row]:
        """The rows one by one."""
        return (row for part in self.parts() for row in rows_of(part.columns()))

    def is_empty(self) -> bool:
        """Whether there is no row. It checks one document after the other."""
        alone = (replace(self, sources=[source]) for source in self.sources)
        return not any(table.columns()["group"] for table in alone)

    def _rows(self, source: Source) -> Iterable[Row]:
        if self.config == DOCUMENTS:
            return [document_row(self.content, self.found, source)]
        layer = self.content.schema.layer(self.config)
        return layer_rows(self.content, self.found, layer, source)


def all_tables(content: CorpusData) -> dict[tuple[str, str], ContentTable]:
    """The tables by config and split.

    Splits without rows are left out, because an empty table breaks the loader.
    """
    found = find(content)
    layers = [layer.name for layer in content.schema.layers if layer.unit != "document"]
    named = {p.split for p in content.placements.values()}
    tables = {
        (config, split): ContentTable(content, found, config, _sources(content, split))
        for config in (DOCUMENTS, *layers, ANNOTATIONS)
        for split in dict.fromkeys([*content.schema.splits, *sorted(named)])
    }
    return {key: table for key, table in tables.items() if not table.is_empty()}


def _sources(content: CorpusData, split: str) -> list[Source]:
    own = (s for s in content.sources if content.placements[s.doc_id].split == split)
    return sorted(own, key=lambda source: source.doc_id)
