"""Boosted trees as plain arrays, evaluated for many lines at once.

The trees are oblivious (Prokhorenkova et al. 2018, "CatBoost: unbiased boosting with categorical
features"): each asks the same six questions for every line, "is this column above that number?".
The six answers, read as bits with the first question lowest, are the number of one of 64 leaves.
So a tree is six comparisons of whole columns, which numpy does much faster than branches.

Leaf values are whole numbers of steps, and a step is a power of two. So the sum over the trees is
exact, and it does not depend on their order.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.arrays import Floats, Indices

Leaves: TypeAlias = NDArray[np.int16]

DEPTH: Final = 6
_ROWS: Final = 8192
_LARGEST: Final = 32767


@dataclass(frozen=True, slots=True)
class Forest:
    """The columns and bounds of each tree, shape (trees, 6), and its leaf values, (trees, 64).

    The log odds of a line are (`bias` + the sum of its leaf values) * `step`. A tree with fewer
    questions also asks whether a column is above infinity.
    """

    columns: Indices
    bounds: Floats
    values: Leaves
    step: float
    bias: int = 0


def in_steps(values: NDArray[np.floating], bias: float) -> tuple[Leaves, float, int]:
    """Return the leaf values in steps, the finest step that fits 16 bits, and the bias in steps."""
    largest = max(float(np.abs(values).max(initial=0)), 2.0**-20)
    step = 2.0 ** math.ceil(math.log2(largest / _LARGEST))
    return np.rint(values / step).astype(np.int16), step, round(bias / step)


def predict(forest: Forest, columns: Sequence[NDArray[Any]]) -> Floats:
    """Return the log odds of each line, shape (n,), from columns of that shape."""
    out = np.empty(columns[0].size, np.float32)
    for k in range(0, out.size, _ROWS):
        some = [column[k : k + _ROWS].astype(np.float32, copy=False) for column in columns]
        out[k : k + _ROWS] = _predict_rows(forest, some) * forest.step
    return out


def _predict_rows(forest: Forest, columns: Sequence[Floats]) -> NDArray[np.int32]:
    """Return the sum of the leaf values of each line, in steps."""
    total = np.full(columns[0].size, forest.bias, np.int32)
    end, is_above = np.empty(total.size, np.uint8), np.empty(total.size, np.bool_)
    last, bit = end.view(np.bool_), is_above.view(np.uint8)
    all_columns: list[list[int]] = forest.columns.tolist()
    all_bounds: list[list[float]] = forest.bounds.tolist()
    for values, tree, bounds in zip(forest.values, all_columns, all_bounds, strict=True):
        np.greater(columns[tree[-1]], bounds[-1], out=last)
        for k in reversed(range(DEPTH - 1)):
            np.greater(columns[tree[k]], bounds[k], out=is_above)
            np.add(end, end, out=end)
            np.add(end, bit, out=end)
        total += values.take(end, mode="wrap")  # no number is above 63; this checks least
    return total
