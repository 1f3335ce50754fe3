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
_MOST_DRAWS: Final = 10_000_000  # of the rounds computed together
Counts = NDArray[np.int64]
Rows = list[list[Any]]
Alphas = Callable[[Counts], list[float]]  # drawn groups (samples x draws) -> alphas


@dataclass(frozen=True, slots=True)
class Interval:
    """A percentile interval.

    `low` and `high` are None if fewer than half of the rounds had a value. `rounds` counts the
    rounds with a value, `drawn_from` the units or documents. `descriptive` is true if documents
    were drawn and there are fewer than 20 of them.

    >>> interval = alpha_interval([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")] * 5, rounds=100)
    >>> interval.level, interval.drawn_from, interval.descriptive
    (0.95, 20, False)
    >>> interval.low < interval.high
    True
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

    >>> units = [["a", "a"], ["a", "b"], ["b", "b"], ["b", "b"], ["a", "a"], ["b", "b"]]
    >>> interval = alpha_interval(units)
    >>> round(interval.low, 2), interval.high, interval.drawn_from
    (-0.22, 1.0, 6)
    """
    units = rows_of(units)
    number: dict[Any, int] = {}
    patterns = [number.setdefault(key, len(number)) for key in _plain_units(units)]
    groups = None
    if documents is not None:
        index: dict[Any, int] = {}
        named = _documents(documents, len(units))
        groups = np.array([index.setdefault(name, len(index)) for name in named], np.int64)
    drawn = Patterns(list(number), np.array(patterns, np.int64), groups)
    return pattern_interval(drawn, metric, order=order, level=level, rounds=rounds, seed=seed)


@dataclass(frozen=True, slots=True)
class Patterns:
    """Many units of few kinds: what annotators gave, and for each unit the number of its kind.

    `documents` are the numbers of the units' documents, from 0 in order of appearance.
    """

    values: Sequence[Sequence[Any]]
    of_unit: NDArray[Any]
    documents: NDArray[Any] | None = None


def pattern_interval(
    units: Patterns,
    metric: Metric = "nominal",
    *,
    order: Sequence[Hashable] | None = None,
    level: float = 0.95,
    rounds: int = 1000,
    seed: int = SEED,
) -> Interval:
    """As `alpha_interval`, of units that are given as patterns."""
    by_document = units.documents is not None
    group = np.arange(len(units.of_unit)) if units.documents is None else units.documents
    size = int(group.max(initial=-1)) + 1
    alphas = (_anew if metric == "ordinal" else _at_once)(units, metric, order, size)
    random = np.random.default_rng(seed)
    values: list[float] = []
    together = max(1, min(_AT_ONCE, _MOST_DRAWS // max(size, 1)))
    for start in range(0, rounds if size else 0, together):
        drawn = (min(together, rounds - start), size)
        values += alphas(random.integers(0, size, drawn))
    enough = bool(values) and len(values) * 2 >= rounds
    tail = (1 - level) / 2 * 100
    low, high = np.percentile(values, [tail, 100 - tail]).tolist() if enough else (None, None)
    return Interval(low, high, level, len(values), size, by_document and size < FEW)


def _documents(documents: Any, size: int) -> list[Any]:
    names = [plain_value(d) for d in listed("documents", documents, "documents, one for each unit")]
    if len(names) != size:
        raise ValueError(f"there are {size} units and {len(names)} documents; give one for each")
    return names


def _at_once(units: Patterns, metric: Metric, _: Any, size: int) -> Alphas:
    """Compute all samples together, for distances that do not depend on the sample."""
    within, counts, distance = contributions(units.values, metric)
    sampled = _sampler(units, size)

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


def _sampler(units: Patterns, size: int) -> Callable[[Counts], NDArray[np.float64]]:
    """Drawn groups (samples x draws) to the number of units of each pattern: samples x patterns."""
    if units.documents is None or size == len(units.of_unit):  # each group is one unit
        return lambda picked: _drawn(units.of_unit, picked, len(units.values))
    held = _held(units, size)
    every = np.arange(size)
    return lambda picked: _drawn(every, picked, size) @ held


def _held(units: Patterns, size: int) -> NDArray[np.float64]:
    """The number of units of each pattern in each group: groups x patterns."""
    held = np.zeros((size, len(units.values)))
    cells: Any = units.documents, units.of_unit
    np.add.at(held, cells, 1)
    return held


def _drawn(kinds: NDArray[Any], picked: Counts, size: int) -> NDArray[np.float64]:
    """How often each kind is in each sample: samples x kinds."""
    times = np.empty((len(picked), size), np.float64)
    for own, row in zip(times, picked, strict=True):
        own[:] = np.bincount(kinds[row], minlength=size)
    return times


def _anew(units: Patterns, metric: Metric, order: Sequence[Hashable] | None, size: int) -> Alphas:
    alpha(units.values, metric, order)  # raises ValueError for values that do not fit
    sampled = _sampler(units, size)

    def alphas(picked: Counts) -> list[float]:
        times = sampled(picked).astype(np.int64)
        values = (_of_sample(units, metric, order, row) for row in times)
        return [value for value in values if value is not None]

    return alphas


def _of_sample(
    units: Patterns, metric: Metric, order: Sequence[Hashable] | None, times: Counts
) -> float | None:
    """Alpha of a sample; patterns that are not in it are left out."""
    there = np.flatnonzero(times)
    rows = [units.values[i] for i in there]
    return alpha(rows, metric, order, times=times[there].tolist()).value
