"""How much alpha hangs on which units, or which documents, happened to be there."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.agreement.alpha import Metric, alpha, contributions
from communique.agreement.values import Units

FEW: Final = 20  # documents below which an interval describes the corpus and no more
_AT_ONCE: Final = 100  # rounds, so that memory stays small
Counts = NDArray[np.int64]
Alphas = Callable[[Counts], list[float]]  # how often each unit is in each sample -> alpha


@dataclass(frozen=True, slots=True)
class Interval:
    """A percentile interval. `low` and `high` are None where fewer than half of the rounds had a
    value; `descriptive` where documents were drawn and there are fewer than 20 of them.
    """

    low: float | None
    high: float | None
    level: float
    rounds: int
    drawn_from: int
    descriptive: bool


def alpha_interval(
    units: Units,
    metric: Metric = "nominal",
    documents: Sequence[Any] | None = None,
    *,
    order: Sequence[Hashable] | None = None,
    level: float = 0.95,
    rounds: int = 1000,
    seed: int = 0,
) -> Interval:
    """A bootstrap of alpha: units drawn one by one or, with `documents` (that of each unit),
    document by document, for units of one document are not independent.

    The same seed gives the same interval. `order` as in `alpha`; ordinal distances hang on the
    sample, so there each round is worked out anew.
    Source: Efron and Tibshirani (1993), An introduction to the bootstrap, chapter 13.
    """
    alphas = _anew(units, order) if metric == "ordinal" else _at_once(units, metric)
    names = range(len(units)) if documents is None else documents
    index = {name: i for i, name in enumerate(dict.fromkeys(names))}
    group = np.array([index[name] for name in names], dtype=np.int64)
    random = np.random.default_rng(seed)
    values: list[float] = []
    for start in range(0, rounds if index else 0, _AT_ONCE):
        size = (min(_AT_ONCE, rounds - start), len(index))
        picked = random.integers(0, len(index), size)
        times = np.stack([np.bincount(row, minlength=len(index)) for row in picked])
        values += alphas(times[:, group])
    enough = bool(values) and len(values) * 2 >= rounds
    tail = (1 - level) / 2 * 100
    low, high = np.percentile(values, [tail, 100 - tail]).tolist() if enough else (None, None)
    few = documents is not None and len(index) < FEW
    return Interval(low, high, level, len(values), len(index), few)


def _at_once(units: Units, metric: Metric) -> Alphas:
    """All samples together, for distances that do not change with them."""
    within, counts, distance = contributions(units, metric)

    def alphas(times: Counts) -> list[float]:
        totals = times.astype(np.float64) @ counts
        n = totals.sum(axis=1)
        observed = times.astype(np.float64) @ within
        expected = np.einsum("ri,ij,rj->r", totals, distance, totals)
        fine = (n > 1) & (expected > 0)
        ratio = observed[fine] * (n[fine] - 1) / expected[fine]
        return (1 - ratio).tolist()

    return alphas


def _anew(units: Units, order: Sequence[Hashable] | None) -> Alphas:
    listed = [list(unit) for unit in units]

    def alphas(times: Counts) -> list[float]:
        drawn = ([listed[i] for i in np.repeat(np.arange(len(row)), row)] for row in times)
        found = (alpha(rows, "ordinal", order).value for rows in drawn)
        return [value for value in found if value is not None]

    return alphas
