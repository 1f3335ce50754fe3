"""Boosted trees as plain arrays, walked for many lines at once.

Every tree is complete: six levels of questions "is this column above that number?" and 64 ends.
A branch that ends early repeats its end. Node k of a level of t trees is k % 2**level of tree
k // 2**level, so its branches are 2k and 2k + 1 of the next level.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.measure import Floats, Indices

DEPTH: Final = 6
_ROWS: Final = 256


@dataclass(frozen=True, slots=True)
class Forest:
    """By level, the column and the number of each node; the value of each end, tree by tree."""

    columns: tuple[Indices, ...]
    bounds: tuple[Floats, ...]
    values: Floats


def walk(forest: Forest, x: Floats) -> Floats:
    """The sum of the trees' values for each row of x, shape (n, columns); result (n,)."""
    out = np.empty(len(x), np.float32)
    for k in range(0, len(x), _ROWS):
        out[k : k + _ROWS] = _walk_some(forest, np.ascontiguousarray(x[k : k + _ROWS]))
    return out


def _walk_some(forest: Forest, x: Floats) -> NDArray[np.float32]:
    rows, width = x.shape
    flat = x.ravel()
    row = (np.arange(rows) * width)[:, None]
    node = np.tile(np.arange(forest.columns[0].size), (rows, 1))
    for columns, bounds in zip(forest.columns, forest.bounds, strict=True):
        is_above = flat.take(columns.take(node) + row) > bounds.take(node)
        node += node
        node += is_above
    return forest.values.take(node).sum(axis=1, dtype=np.float32)
