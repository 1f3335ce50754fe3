"""Distances between two values. 0 means that they are equal."""

from collections.abc import Callable, Collection, Hashable, Sequence
from math import isfinite
from numbers import Real
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.agreement.values import as_set

Distance = Callable[[Any, Any], float]
Matrix = NDArray[np.float64]


def jaccard_distance(x: Collection[Hashable], y: Collection[Hashable]) -> float:
    """1 minus the share of common elements in the union; 0 for two empty sets (0 to 1).

    >>> round(jaccard_distance({"a", "b"}, {"b", "c"}), 3)
    0.667
    """
    a, b = _both(x, y)
    return 1 - len(a & b) / len(a | b) if a | b else 0.0


def masi_distance(x: Collection[Hashable], y: Collection[Hashable]) -> float:
    """1 minus Jaccard similarity times monotonicity (0 to 1).

    Monotonicity is 1 for equal sets, 2/3 if one contains the other, 1/3 if they overlap, 0 if they
    are disjoint.
    Source: Passonneau (2006), Measuring agreement on set-valued items.

    >>> round(masi_distance({"a", "b"}, {"b"}), 3)
    0.667
    """
    a, b = _both(x, y)
    if a == b:
        return 0.0
    if not a & b:
        return 1.0
    monotonicity = 2 / 3 if a < b or b < a else 1 / 3
    return 1 - len(a & b) / len(a | b) * monotonicity


def _both(x: Any, y: Any) -> tuple[frozenset[Any], frozenset[Any]]:
    a, b = as_set(x), as_set(y)
    if a is None or b is None:
        raise ValueError("expected a set of values, found a missing value")
    return a, b


SETS: Final = {"masi": masi_distance, "jaccard": jaccard_distance}
METRICS: Final = ("nominal", "ordinal", "interval", "ratio", *SETS)


def of_metric(metric: str, values: Sequence[Any], counts: NDArray[np.int64]) -> Matrix:
    """The squared difference function of a level of measurement, as a matrix values x values.

    `counts`: how often each value occurs; ordinal differences depend on it.
    Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability, step E.
    Raises ValueError for a value that must be a number and is not.
    """
    if metric == "nominal":
        return 1 - np.eye(len(values))
    places = np.cumsum(counts) - counts / 2 if metric == "ordinal" else _numbers(values, metric)
    difference = places[:, None] - places[None, :]
    if metric == "ratio":
        total = places[:, None] + places[None, :]
        difference = np.divide(difference, total, out=np.zeros_like(difference), where=total != 0)
    return difference**2


def of_function(distance: Distance, values: Sequence[Any]) -> Matrix:
    """The distances of a function, as a matrix values x values."""
    rows = [[float(distance(a, b)) for b in values] for a in values]
    matrix = np.array(rows).reshape(len(values), len(values))
    if not np.isfinite(matrix).all():
        raise ValueError("the distance function returned a value that is not a finite number")
    return matrix


def _numbers(values: Sequence[Any], metric: str) -> Matrix:
    for value in values:
        if isinstance(value, bool) or not isinstance(value, Real) or not isfinite(value):
            raise ValueError(f"metric {metric}: {value!r} is not a finite number")
    return np.array(values, dtype=np.float64)
