"""How far two values are from each other; 0 is the same."""

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Distance = Callable[[Any, Any], float]
Matrix = NDArray[np.float64]


def jaccard_distance(x: Collection[Hashable], y: Collection[Hashable]) -> float:
    """1 minus the share of elements that both sets have; two empty sets are the same."""
    a, b = frozenset(x), frozenset(y)
    return 1 - len(a & b) / len(a | b) if a | b else 0.0


def masi_distance(x: Collection[Hashable], y: Collection[Hashable]) -> float:
    """1 minus Jaccard times monotonicity: 1 for equal sets, 2/3 where one holds the other, 1/3
    where they meet, 0 where they do not (Passonneau 2006, Measuring agreement on set-valued items).
    """
    a, b = frozenset(x), frozenset(y)
    if a == b:
        return 0.0
    if not a & b:
        return 1.0
    monotonicity = 2 / 3 if a < b or b < a else 1 / 3
    return 1 - len(a & b) / len(a | b) * monotonicity


SETS: Final = {"masi": masi_distance, "jaccard": jaccard_distance}


def of_metric(metric: str, values: Sequence[Any], counts: NDArray[np.int64]) -> Matrix:
    """The difference function of a level of measurement, squared, as a matrix values x values
    (Krippendorff 2011, Computing Krippendorff's alpha-reliability, step E).

    `counts` is how often each value occurs: ordinal differences hang on it.
    Raises ValueError for an unknown metric, or a value that is no number where it must be one.
    """
    if metric == "nominal":
        return 1 - np.eye(len(values))
    if metric == "ordinal":
        places = np.cumsum(counts) - counts / 2
    elif metric in ("interval", "ratio"):
        places = _numbers(values, metric)
    else:
        raise ValueError(f"unknown metric {metric!r}")
    difference = places[:, None] - places[None, :]
    if metric == "ratio":
        total = places[:, None] + places[None, :]
        difference = np.divide(difference, total, out=np.zeros_like(difference), where=total != 0)
    return difference**2


def of_function(distance: Distance, values: Sequence[Any]) -> Matrix:
    """The distances of a function, as a matrix values x values."""
    rows = [[float(distance(a, b)) for b in values] for a in values]
    return np.array(rows).reshape(len(values), len(values))


def _numbers(values: Sequence[Any], metric: str) -> Matrix:
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{metric}: {value!r} is no number")
    return np.array(values, dtype=np.float64)
