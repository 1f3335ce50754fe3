"""Scores from the compiled core. numpy takes the logarithms, because others round differently."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.core import core
from communique.cleaning.learned.arrays import Floats
from communique.cleaning.learned.model import FORESTS, KINDS, Model, load_model

_MOST_LINES: Final = 20_000  # of a page, see scores.py


class CompiledModel:
    """The tables and forests of a model, as copies in the compiled core."""

    def __init__(self, module: Any, model: Model) -> None:
        self._core = module
        self._columns = {"page": module.PAGE_COLUMNS, "extracted": module.EXTRACTED_COLUMNS}
        vectors, categories = model.vectors, model.categories
        tables: list[Any] = []
        for kind in KINDS:
            table = model.tables[kind]
            tables += [(table.keys, _plain(table.weights)), float(table.constant[0])]
        self._evidence = module.evidence(
            *tables,
            (vectors.keys, _plain(vectors.vectors)),
            (categories.keys, _plain(categories.weights)),
            _plain(categories.constants),
            np.log1p(np.arange(_MOST_LINES + 1)),
        )
        self._forests = {
            name: self._forest(model, name, self._columns[kind])
            for kind in KINDS
            for name in FORESTS[kind]
        }

    def _forest(self, model: Model, name: str, columns: int) -> Any:
        forest = model.forests[name]
        arrays = (_plain(a) for a in (forest.columns, forest.bounds, forest.values))
        return self._core.forest(*arrays, forest.step, forest.bias, columns)

    def columns(self, pages: Sequence[Sequence[str]], kind: str) -> Floats:
        """Return the columns of the lines of `pages`, shape (columns, lines)."""
        module, is_page = self._core, kind == "page"
        pages = [list(page) for page in pages]
        n = sum(map(len, pages))
        batch = module.measure(pages)
        raw = np.empty((module.LOG_INPUTS, n), np.float32)
        module.log_inputs(batch, raw)
        np.log1p(raw[:-1], out=raw[:-1])  # the last row is no logarithm
        out = np.empty((self._columns[kind], n), np.float32)
        between = np.empty((1 if is_page else module.CATEGORIES + 2, n), np.float32)
        module.first(batch, self._evidence, is_page, raw, out, between)
        module.rest(batch, is_page, _likely(between) if is_page else _any_category(between), out)
        return out

    def scores(self, pages: Sequence[Sequence[str]], kind: str) -> list[Floats]:
        """Return the log odds of each line by each forest for this kind of text."""
        columns = self.columns(pages, kind)
        return [self._predict(name, columns) for name in FORESTS[kind]]

    def _predict(self, name: str, columns: Floats) -> Floats:
        out = np.empty(columns.shape[1], np.float32)
        self._core.predict(self._forests[name], columns, *columns.shape, out)
        return out


def _likely(log_odds: Floats) -> Floats:
    return 1 / (1 + np.exp(-log_odds))


def _any_category(odds: Floats) -> Floats:
    """Fill the last two rows: the highest category, and the log odds of any."""
    odds[-2] = odds[:-2].max(axis=0)
    odds[-1] = np.logaddexp(0, np.logaddexp.reduce(odds[:-2], axis=0))
    return odds


def _plain(values: NDArray[Any]) -> NDArray[Any]:
    return np.ascontiguousarray(values)


@cache
def shipped_model() -> CompiledModel | None:
    """Return the shipped model in the compiled core; None without a core."""
    module = core()
    return CompiledModel(module, load_model()) if module else None
