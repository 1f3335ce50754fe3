"""Scores from the compiled core. numpy takes the logarithms, because others round differently."""

from collections.abc import Sequence
from functools import cache
from threading import local
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.core import core
from communique.cleaning.learned.arrays import Floats
from communique.cleaning.learned.model import FORESTS, KINDS, Model, load_model
from communique.cleaning.learned.words import WordTable

ROWS: Final = 1024  # so many lines that their columns fit into the cache of a processor
_MOST_KEPT: Final = 1 << 20
_MOST_LINES: Final = 20_000  # of a page, see scores.py
_Rows: TypeAlias = tuple[NDArray[Any], NDArray[Any]]
_NO_ROWS: Final[_Rows] = (np.zeros(0, np.uint32), np.zeros(0, np.float32))


class CompiledModel:
    """The tables and forests of a model, as copies in the compiled core."""

    def __init__(self, module: Any, model: Model) -> None:
        self._core = module
        self._local = local()
        self._columns = {"page": module.PAGE_COLUMNS, "extracted": module.EXTRACTED_COLUMNS}
        self._evidence = {kind: self._evidence_of(model, kind) for kind in KINDS}
        self._forests = {
            name: self._forest(model, name, self._columns[kind])
            for kind in KINDS
            for name in FORESTS[kind]
        }

    def _evidence_of(self, model: Model, kind: str) -> Any:
        """Copy what the forests of a kind know of words. What they do not use is empty."""
        evidence = model.word_evidence(kind)
        tables: list[Any] = []
        for table in map(evidence.tables.get, KINDS):
            tables += [_NO_ROWS, 0.0] if table is None else [_rows(table), float(table.constant[0])]
        vectors, categories = evidence.vectors, evidence.categories
        return self._core.evidence(
            *tables,
            _NO_ROWS if vectors is None else (vectors.keys, _plain(vectors.vectors)),
            _NO_ROWS if categories is None else (categories.keys, _plain(categories.weights)),
            _plain(model.categories.constants),
            np.log1p(np.arange(_MOST_LINES + 1)),
        )

    def _forest(self, model: Model, name: str, columns: int) -> Any:
        forest = model.forests[name]
        arrays = (_plain(a) for a in (forest.columns, forest.bounds, forest.values))
        return self._core.forest(*arrays, forest.step, forest.bias, columns)

    def scores(self, pages: Sequence[Sequence[Any]], kind: str) -> list[Floats]:
        """Return the log odds of each line by each forest for this kind of text."""
        n = sum(map(len, pages))
        out = self._room(self._columns[kind], n)
        self.fill(pages, kind, out)
        return [self._predict(name, out) for name in FORESTS[kind]]

    def columns(self, pages: Sequence[Sequence[Any]], kind: str) -> Floats:
        """Return the columns of the lines of `pages`, shape (columns, lines)."""
        out = np.empty((self._columns[kind], sum(map(len, pages))), np.float32)
        self.fill(pages, kind, out)
        return out

    def fill(self, pages: Sequence[Sequence[Any]], kind: str, out: Floats) -> None:
        """Write the columns of the lines into `out`; a line is a str or a group of the core."""
        module, is_page = self._core, kind == "page"
        n = out.shape[1]
        batch = module.measure([list(page) for page in pages])
        raw = np.empty((module.LOG_INPUTS, n), np.float32)
        module.log_inputs(batch, raw)
        np.log1p(raw[:-1], out=raw[:-1])  # the last row is no logarithm
        between = np.empty((1 if is_page else module.CATEGORIES + 2, n), np.float32)
        module.first(batch, self._evidence[kind], is_page, raw, out, between)
        module.rest(batch, is_page, _likely(between) if is_page else _any_category(between), out)

    def _room(self, columns: int, n: int) -> Floats:
        """Return an array of this shape, for this thread, without making a new one each time."""
        room: Floats | None = getattr(self._local, "room", None)
        if columns * n > _MOST_KEPT:
            return np.empty((columns, n), np.float32)
        if room is None:
            room = self._local.room = np.empty(_MOST_KEPT, np.float32)
        return room[: columns * n].reshape(columns, n)

    def _predict(self, name: str, columns: Floats) -> Floats:
        out = np.empty(columns.shape[1], np.float32)
        self._core.predict(self._forests[name], columns, *columns.shape, out)
        return out


def _likely(log_odds: Floats) -> Floats:
    return (1 / (1 + np.exp(-log_odds))).astype(np.float32, copy=False)


def _any_category(odds: Floats) -> Floats:
    """Fill the last two rows: the highest category, and the log odds of any."""
    odds[-2] = odds[:-2].max(axis=0)
    odds[-1] = np.logaddexp(0, np.logaddexp.reduce(odds[:-2], axis=0))
    return odds


def _rows(table: WordTable) -> _Rows:
    return table.keys, _plain(table.weights)


def _plain(values: NDArray[Any]) -> NDArray[Any]:
    return np.ascontiguousarray(values)


@cache
def shipped_model() -> CompiledModel | None:
    """Return the shipped model in the compiled core; None without a core."""
    module = core()
    return CompiledModel(module, load_model()) if module else None
