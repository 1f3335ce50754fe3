"""Krippendorff's alpha for coded units, with any number of annotators and missing values."""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.agreement.coefficient import Coefficient
from communique.agreement.distances import METRICS, SETS, Distance, Matrix, of_function, of_metric
from communique.agreement.values import Coded, Codes, Units, code, require_order

Metric = str | Distance


def alpha(
    units: Units,
    metric: Metric = "nominal",
    order: Sequence[Hashable] | None = None,
    *,
    times: Sequence[int] | None = None,
) -> Coefficient:
    """Krippendorff's alpha: agreement above chance. 1 is perfect, 0 is the level of chance.

    `units`: one sequence for each unit, with one value for each annotator; None, NaN and pandas.NA
    are missing values. Lists, tuples, arrays and Series give the same result.
    `metric`: nominal, ordinal, interval, ratio, masi or jaccard (values are sets), or a distance
    function. `order`: the order of the values, for the ordinal metric; it is needed if they are not
    numbers. `times`: how often each unit occurs, by default once. Ingredients: `n` (number of
    pairable values), `units` (with two values or more), `observed` and `expected` disagreement,
    `values` with their `counts`, `coincidences` (values x values).

    The value is None for the reasons `too_few_units` (no unit, or only one has two values),
    `one_annotator`, `not_pairable` (no unit has two values) and `no_variation` (only one value is
    used).
    Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability.
    Raises ValueError for values that do not fit the metric, and for units that are not lists (a
    frame, a mapping, a string, a set).

    >>> alpha([[8, 8], [9, 10], [10, 10], [11, 10]], "interval").value
    0.78125
    """
    _require_metric(metric)
    coded = code(units, order, sets=metric in SETS)
    if metric == "ordinal" and order is None:
        require_order(coded.values, "metric ordinal", "order")
    groups = coded.pairable()
    size = len(coded.values)
    weights = _times(coded, times)
    pairs = _coincidences(groups, size, weights)
    counts = _counts(groups, size, weights)
    n = int(counts.sum())
    units_paired = sum(int(w.sum()) for w in weights)
    found: dict[str, Any] = {"n": n, "units": units_paired, "values": coded.values}
    found |= {"counts": counts, "coincidences": pairs}
    if not len(coded.codes):
        return Coefficient("alpha", None, "too_few_units", found)
    if coded.annotators < 2:
        return Coefficient("alpha", None, "one_annotator", found)
    if not groups:
        return Coefficient("alpha", None, "not_pairable", found)
    distance = _distance(metric, coded.values, counts)
    observed = float((pairs * distance).sum()) / n
    expected = float(counts @ distance @ counts) / (n * (n - 1))
    found |= {"observed": observed, "expected": expected}
    if units_paired < 2:
        return Coefficient("alpha", None, "too_few_units", found)
    if expected == 0:
        return Coefficient("alpha", None, "no_variation", found)
    return Coefficient("alpha", 1 - observed / expected, None, found)


def contributions(
    units: Units, metric: Metric = "nominal"
) -> tuple[NDArray[np.float64], NDArray[np.float64], Matrix]:
    """The contribution of each unit, for resampling.

    Returns the disagreement of each unit, the counts of values (units x values; 0 for a unit
    without pairs), and the distances (values x values).
    """
    _require_metric(metric)
    coded = code(units, sets=metric in SETS)
    size = len(coded.values)
    ends = np.cumsum(coded.sizes)
    counts = np.zeros((len(coded.sizes), size))
    for u in np.flatnonzero(coded.sizes > 1):
        counts[u] = np.bincount(coded.codes[ends[u] - coded.sizes[u] : ends[u]], minlength=size)
    distance = _distance(metric, coded.values, counts.sum(axis=0).astype(np.int64))
    pairs = np.einsum("ui,ij,uj->u", counts, distance, counts)
    return pairs / np.maximum(coded.sizes - 1, 1), counts, distance


def _require_metric(metric: Metric) -> None:
    if not callable(metric) and metric not in METRICS:
        expected = f"{', '.join(METRICS[:-1])} or {METRICS[-1]}"
        raise ValueError(f"unknown metric {metric!r}; expected {expected}, or a function")


def _distance(metric: Metric, values: Sequence[Hashable], counts: Codes) -> Matrix:
    if callable(metric):
        return of_function(metric, values)
    if metric in SETS:
        return of_function(SETS[metric], values)
    return of_metric(metric, values, counts)


def _times(coded: Coded, times: Sequence[int] | None) -> list[Codes]:
    """How often the units occur, grouped as the pairable units are."""
    every = np.ones(len(coded.sizes), np.int64) if times is None else np.array(times, np.int64)
    return [every[coded.sizes == size] for size in np.unique(coded.sizes[coded.sizes > 1])]


def _counts(groups: Sequence[Codes], size: int, times: Sequence[Codes]) -> Codes:
    """How often each value occurs among the pairable values."""
    total = np.zeros(size, np.int64)
    for units, often in zip(groups, times, strict=True):
        for column in units.T:
            total += _counted(column, often, size)
    return total


def _counted(codes: Codes, often: Codes, size: int) -> Codes:
    """The sum of `often` by code. Whole numbers below 2^53 are exact."""
    return np.bincount(codes, weights=often, minlength=size).astype(np.int64)


def _coincidences(
    groups: Sequence[Codes], size: int, times: Sequence[Codes]
) -> NDArray[np.float64]:
    """Coincidences (values x values): how often two annotators of a unit gave a pair of values.

    A unit's weight is its number of values. Pairs are first counted as integers, so the result does
    not depend on the order of rows, annotators or values.
    """
    total = np.zeros((size, size))
    for units, often in zip(groups, times, strict=True):
        m = units.shape[1]
        pairs = np.zeros(size * size, np.int64)
        for i in range(m):
            for j in range(i + 1, m):
                pairs += _counted(units[:, i] * size + units[:, j], often, size * size)
        square = pairs.reshape(size, size)
        total += (square + square.T) / (m - 1)
    return total
