"""A built dataset whose rows are read some documents at a time, so that memory does not grow."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import pyarrow
import pyarrow.compute
import pyarrow.parquet
from datasets import Features
from numpy.typing import NDArray

from communique.dataset.arrays import Row
from communique.dataset.columns import with_names
from communique.dataset.evaluation.restored import read_evaluations
from communique.dataset.evaluation.table import INPUT
from communique.dataset.names import DOCUMENTS
from communique.dataset.read import Released, described
from communique.util.json_values import objects

pa = cast("Any", pyarrow)
pc = cast("Any", pyarrow.compute)
pq = cast("Any", pyarrow.parquet)
BATCH: Final = 50  # documents whose rows are in memory at once
_DOC_ID: Final = "doc_id"
_Whole = NDArray[np.int64]
_Runs = tuple[list[str], _Whole, _Whole]


class SplitRows:
    """The rows of one split of a config, in files that follow one another."""

    def __init__(self, paths: Sequence[Path], without: Collection[str] = ()) -> None:
        self._files = [pq.ParquetFile(path) for path in paths]
        every = cast("Any", Features).from_arrow_schema(self._files[0].schema_arrow)
        self.features = cast("dict[str, Any]", every)
        self._columns = [name for name in self.features if name not in without]
        self._groups = [(f, n) for f in self._files for n in range(f.num_row_groups)]
        sizes = [f.metadata.row_group(n).num_rows for f, n in self._groups]
        self._ends: _Whole = np.cumsum(np.array(sizes, np.int64))
        self._used: dict[int, Any] = {}  # the row groups that were used last

    def document_runs(self) -> _Runs:
        """The rows of one document that follow one another: its id, their start and end."""
        ids: list[str] = []
        starts: list[_Whole] = []
        first, last = 0, None
        for file in self._files:
            for batch in file.iter_batches(columns=[_DOC_ID]):
                column = batch.column(0)
                changed = pc.not_equal(column.slice(1), column.slice(0, len(column) - 1))
                at = np.flatnonzero(np.array(changed)) + 1
                if len(column) and column[0].as_py() != last:
                    at = np.append(0, at)
                ids += column.take(pa.array(at)).to_pylist()
                starts.append(at + first)
                first, last = first + len(column), column[-1].as_py() if len(column) else last
        begins = np.concatenate(starts).astype(np.int64) if starts else np.zeros(0, np.int64)
        return ids, begins, np.append(begins[1:], first)

    def rows(self, ranges: Sequence[tuple[int, int]]) -> list[Row]:
        """The rows in some ranges, in order, with names of classes."""
        used, parts = dict[int, Any](), list[Any]()
        for start, end in ranges:
            at = int(np.searchsorted(self._ends, start, side="right"))
            while start < end:
                group = used[at] = used.get(at) or self._used.get(at) or self._group(at)
                begin, stop = int(self._ends[at]) - group.num_rows, min(end, int(self._ends[at]))
                parts.append(group.slice(start - begin, stop - start))
                start, at = stop, at + 1
        self._used = used
        if not parts:
            return []
        named = {name: self.features[name] for name in self._columns}
        return with_names(pa.concat_tables(parts).to_pylist(), cast("Features", named))

    def all_rows(self) -> list[Row]:
        """All rows."""
        return self.rows([(0, int(self._ends[-1]))] if len(self._ends) else [])

    def _group(self, number: int) -> Any:
        file, n = self._groups[number]
        return file.read_row_group(n, columns=self._columns)


@dataclass(frozen=True, slots=True)
class _Index:
    """Where the rows of documents are: the number of the document, start and end of each run,
    sorted by number.
    """

    numbers: _Whole
    starts: _Whole
    ends: _Whole

    @classmethod
    def of(cls, runs: _Runs, number_of: Mapping[str, int]) -> "_Index":
        ids, starts, ends = runs
        numbers = np.fromiter((number_of[d] for d in ids), np.int64, len(ids))
        order = np.argsort(numbers, kind="stable")
        return cls(numbers[order], starts[order], ends[order])

    def ranges(self, low: int, high: int) -> list[tuple[int, int]]:
        """The ranges of rows of the documents from `low` to before `high`, in order."""
        first, last = np.searchsorted(self.numbers, (low, high))
        pairs = zip(self.starts[first:last].tolist(), self.ends[first:last].tolist(), strict=True)
        return sorted(pairs)


@dataclass(frozen=True, slots=True)
class StoredRelease:
    """A dataset on disk. `whole` has the rows of the tables that are not about documents."""

    whole: Released
    doc_ids: Sequence[str]
    _splits: Mapping[tuple[str, str], tuple[SplitRows, _Index]]

    @classmethod
    def open(cls, folder: Path, without: Collection[str] = ()) -> "StoredRelease":
        """Open a dataset, but not the rows of some configs. Its folder must stay.

        Raises NotADatasetError, OSError.
        """
        about = described(folder)
        asked = {own.config: own.source for own in read_evaluations(about.manifest)}
        left_out = (INPUT,)  # the words of a question are long, and are in the manifest
        splits = {
            key: SplitRows(paths, left_out if key[0] in asked else ())
            for key, paths in _files(folder, about).items()
            if key[0] not in without
        }
        runs = {k: s.document_runs() for k, s in splits.items() if _DOC_ID in s.features}
        doc_ids = sorted(chain.from_iterable(r[0] for (c, _), r in runs.items() if c == DOCUMENTS))
        number_of = {doc_id: n for n, doc_id in enumerate(doc_ids)}
        indexes = {key: _Index.of(own, number_of) for key, own in runs.items()}
        # The questions about a table are in the order of its rows.
        indexes |= {
            (config, name): indexes[asked[config], name]
            for config, name in splits
            if config in asked and (asked[config], name) in indexes
        }
        rows = {key: s.all_rows() for key, s in splits.items() if key not in indexes}
        stored = {key: (split, indexes[key]) for key, split in splits.items() if key in indexes}
        return cls(_with_rows(about, rows), doc_ids, stored)

    def between(self, first: str, last: str) -> Released:
        """The rows of the documents from one id to another, both with."""
        low, high = bisect_left(self.doc_ids, first), bisect_right(self.doc_ids, last)
        rows = {key: s.rows(index.ranges(low, high)) for key, (s, index) in self._splits.items()}
        return _with_rows(self.whole, rows)


def _files(folder: Path, about: Released) -> dict[tuple[str, str], list[Path]]:
    paths: dict[tuple[str, str], list[Path]] = {}
    for table in objects(about.manifest.get("tables")):
        key = str(table.get("config")), str(table.get("split"))
        paths.setdefault(key, []).append(folder / str(table.get("file")))
    return paths


def _with_rows(about: Released, rows: Mapping[tuple[str, str], list[Row]]) -> Released:
    """The release with these rows and no others."""
    tables: dict[str, dict[str, list[Row]]] = {config: {} for config in about.tables}
    for (config, split), own in rows.items():
        tables[config][split] = own
    return replace(about, tables=tables)


def batches_of(old: StoredRelease, new: StoredRelease) -> Iterator[tuple[Released, Released]]:
    """The rows of both releases, of the same documents: some at a time, by id."""
    doc_ids = sorted({*old.doc_ids, *new.doc_ids})
    for start in range(0, len(doc_ids), BATCH):
        first, last = doc_ids[start], doc_ids[min(start + BATCH, len(doc_ids)) - 1]
        yield old.between(first, last), new.between(first, last)
