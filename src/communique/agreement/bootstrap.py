"""Bootstrap intervals: how much alpha depends on the sample of units or documents."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.agreement.alpha import Metric, alpha, contributions
from communique.agreement.inputs import listed, plain_value
from communique.agreement.values import Units, rows_of

FEW: Final = 20  # with fewer documents, an interval only describes this corpus
SEED: Final = 0  # of every interval that is published
_AT_ONCE: Final = 100  # rounds computed together, to limit memory
Counts = NDArray[np.int64]
Rows = list[list[Any]]
Alphas = Callable[[Counts], list[float]]  # drawn groups (samples x draws) -> alphas


@dataclass(frozen=True, slots=True)
class Interval:
    """A percentile interval.

    `low` and `high` are None if fewer than half of the rounds had a value. `rounds` counts the
    rounds with a value, `drawn_from` the units or documents. `descriptive` is true if documents
    were drawn and there are fewer than 20 of them.
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
    seed: int = SEED,
) -> Interval:
    """A bootstrap interval of alpha.

    Units are drawn one by one. With `documents` (the document of each unit), whole documents are
    drawn, because units of one document are not independent. The same seed gives the same interval.
    `units` and `order` are as in `alpha`. Ordinal distances depend on the sample, so they are
    computed again in each round.
    Source: Efron and Tibshirani (1993), An introduction to the bootstrap, chapter 13.
    Raises ValueError as `alpha` does, and if `documents` does not name one document for each unit.
    """
    units = rows_of(units)
    names = range(len(units)) if documents is None else _documents(documents, len(units))
    index = {name: i for i, name in enumerate(dict.fromkeys(names))}
    group = np.array([index[name] for name in names], dtype=np.int64)
    is_anew = metric == "ordinal"
    alphas = _anew(units, order, group) if is_anew else _at_once(units, metric, group)
    random = np.random.default_rng(seed)
    values: list[float] = []
    for start in range(0, rounds if index else 0, _AT_ONCE):
        size = (min(_AT_ONCE, rounds - start), len(index))
        values += alphas(random.integers(0, len(index), size))
    enough = bool(values) and len(values) * 2 >= rounds
    tail = (1 - level) / 2 * 100
    low, high = np.percentile(values, [tail, 100 - tail]).tolist() if enough else (None, None)
    few = documents is not None and len(index) < FEW
    return Interval(low, high, level, len(values), len(index), few)


def _documents(documents: Any, size: int) -> list[Any]:
    names = [plain_value(d) for d in listed("documents", documents, "documents, one for each unit")]
    if len(names) != size:
        raise ValueError(f"there are {size} units and {len(names)} documents; give one for each")
    return names


def _at_once(units: Rows, metric: Metric, group: Counts) -> Alphas:
    """Compute all samples together, for distances that do not depend on the sample.

    Units with the same values are one pattern with a count, because there are far fewer patterns.
    """
    number: dict[tuple[Any, ...], int] = {}
    keys = _plain_units(units)
    pattern = np.array([number.setdefault(key, len(number)) for key in keys], np.int64)
    within, counts, distance = contributions(list(number), metric)
    sampled = _sampler(pattern, group, len(number))

    def alphas(picked: Counts) -> list[float]:
        times = sampled(picked)
        totals = times @ counts
        n = totals.sum(axis=1)
        expected = np.einsum("ri,ij,rj->r", totals, distance, totals)
        fine = (n > 1) & (expected > 0)
        ratio = (times @ within)[fine] * (n[fine] - 1) / expected[fine]
        return (1 - ratio).tolist()

    return alphas


def _plain_units(units: Rows) -> list[Any]:
    """The plain values of each unit. Most units are alike."""
    try:
        known = {key: plain_value(key) for key in dict.fromkeys(map(tuple, units))}
    except TypeError:  # a value that cannot be hashed, such as a list
        return [plain_value(unit) for unit in units]
    return [known[tuple(unit)] for unit in units]


def _sampler(pattern: Counts, group: Counts, size: int) -> Callable[[Counts], NDArray[np.float64]]:
    """Drawn groups (samples x draws) to the number of units of each pattern: samples x patterns."""
    if int(group.max(initial=-1)) + 1 == len(pattern):  # each group is one unit
        return lambda picked: _drawn(pattern[picked], size)
    held = _held(pattern, group, size)
    return lambda picked: _drawn(picked, len(held)) @ held


def _held(pattern: Counts, group: Counts, size: int) -> NDArray[np.float64]:
    """The number of units of each pattern in each group: groups x patterns."""
    held = np.zeros((int(group.max(initial=-1)) + 1, size))
    np.add.at(held, (group, pattern), 1)
    return held


def _drawn(picked: Counts, size: int) -> NDArray[np.float64]:
    """How often each group is in each sample: samples x groups."""
    return np.stack([np.bincount(row, minlength=size) for row in picked]).astype(np.float64)


def _anew(units: Rows, order: Sequence[Hashable] | None, group: Counts) -> Alphas:
    alpha(units, "ordinal", order)  # raises ValueError for values that do not fit

    def alphas(picked: Counts) -> list[float]:
        times = _drawn(picked, int(group.max(initial=-1)) + 1).astype(np.int64)[:, group]
        drawn = ([units[i] for i in np.repeat(np.arange(len(row)), row)] for row in times)
        values = (alpha(rows, "ordinal", order).value for rows in drawn)
        return [value for value in values if value is not None]

    return alphas
