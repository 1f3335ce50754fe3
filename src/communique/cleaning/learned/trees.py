"""Boosted trees as plain arrays, evaluated for many lines at once.

The trees are oblivious (Prokhorenkova et al. 2018, "CatBoost: unbiased boosting with categorical
features"): each asks the same six questions for every line, "is this column above that number?".
The six answers, read as bits with the first question highest, are the number of one of 64 leaves.
So a tree is six comparisons of whole columns, which numpy does much faster than branches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.arrays import Floats, Indices

DEPTH: Final = 6
_ROWS: Final = 8192


@dataclass(frozen=True, slots=True)
class Forest:
    """The columns and bounds of each tree, shape (trees, 6), and its leaf values, (trees, 64).

    A tree with fewer questions also asks whether a column is above infinity.
    """

    columns: Indices
    bounds: Floats
    values: Floats


def predict(forest: Forest, columns: Sequence[NDArray[Any]]) -> Floats:
    """Return the sum of the trees' values for each line, shape (n,), from columns of that shape."""
    out = np.empty(columns[0].size, np.float32)
    for k in range(0, out.size, _ROWS):
        some = [column[k : k + _ROWS].astype(np.float32, copy=False) for column in columns]
        out[k : k + _ROWS] = _predict_rows(forest, some)
    return out


def _predict_rows(forest: Forest, columns: Sequence[Floats]) -> Floats:
    total = np.zeros(columns[0].size, np.float32)
    end, is_above = np.empty(total.size, np.uint8), np.empty(total.size, np.bool_)
    bit = is_above.view(np.uint8)
    tree_columns: list[list[int]] = forest.columns.tolist()
    for tree, values in enumerate(forest.values):
        end.fill(0)
        for k in reversed(range(DEPTH)):
            np.greater(columns[tree_columns[tree][k]], forest.bounds[tree, k], out=is_above)
            np.add(end, end, out=end)
            np.add(end, bit, out=end)
        total += values.take(end)
    return total
