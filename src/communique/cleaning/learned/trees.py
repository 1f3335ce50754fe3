"""Boosted trees as plain arrays, walked for many lines at once.

Every tree asks six questions, "is this column above that number?", the same ones whatever the
answers: oblivious trees (Prokhorenkova et al. 2018, "CatBoost: unbiased boosting with categorical
features"). The answers, read as bits from the first question on, number the tree's 64 ends. So a
tree is six comparisons of whole columns, which numpy does far faster than it follows branches.
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
    """By tree, the columns and numbers asked about, shape (trees, 6), and the values, (trees, 64).

    A tree with fewer questions asks whether a column is above infinity.
    """

    columns: Indices
    bounds: Floats
    values: Floats


def predict(forest: Forest, columns: Sequence[NDArray[Any]]) -> Floats:
    """The sum of the trees' values for each line, shape (n,), from columns of that shape."""
    out = np.empty(columns[0].size, np.float32)
    for k in range(0, out.size, _ROWS):
        some = [column[k : k + _ROWS].astype(np.float32, copy=False) for column in columns]
        out[k : k + _ROWS] = _walk_some(forest, some)
    return out


def _walk_some(forest: Forest, columns: Sequence[Floats]) -> Floats:
    total = np.zeros(columns[0].size, np.float32)
    end, is_above = np.empty(total.size, np.uint8), np.empty(total.size, np.bool_)
    bit = is_above.view(np.uint8)
    asked: list[list[int]] = forest.columns.tolist()
    for tree, values in enumerate(forest.values):
        end.fill(0)
        for k in reversed(range(DEPTH)):
            np.greater(columns[asked[tree][k]], forest.bounds[tree, k], out=is_above)
            np.add(end, end, out=end)
            np.add(end, bit, out=end)
        total += values.take(end)
    return total
