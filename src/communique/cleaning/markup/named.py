"""What the names of the elements around a line say, by a table of their words.

A word weighs differently in the element itself, in the two around it, and in those further up.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.arrays import Columns, Floats, Indices
from communique.cleaning.learned.measure import mix
from communique.cleaning.learned.page import Pages
from communique.cleaning.learned.words import Keys, WordTable, find
from communique.cleaning.markup.tokens import name_keys
from communique.cleaning.markup.trees import Trees

PLACES: Final = 3
_FACTOR: Final = np.uint64(0x51ED27)
_HALF: Final = np.uint64(32)


def named_columns(pages: Pages, trees: Trees, table: WordTable) -> Columns:
    """Return the log odds that the lines are content by the names around them."""
    own, near, far = element_sums(trees, table)
    up = trees.parent
    around = near[up] + near[up[up]]
    further = trees.below(far)[up[up[up]]]
    parts = {
        "named": own + around + further + table.constant[0],
        "named_own": own,
        "named_near": around,
        "named_far": further,
    }
    out: Columns = {k: part[trees.element].astype(np.float32) for k, part in parts.items()}
    named = out["named"]
    out |= {f"named{d:+}": pages.shifted(named, d, 0) for d in (-2, -1, 1, 2)}
    out |= {f"named_near_{k}": pages.around(named, k) for k in (3, 10)}
    return out | {"named_highest": pages.highest(named)}


def element_sums(trees: Trees, table: WordTable) -> Sequence[Floats]:
    """Return the sums of the weights of each element's words, for each of the three places."""
    elements, keys = name_tokens(trees)
    size = trees.parent.size
    sums: list[Floats] = []
    for place in range(PLACES):
        weight = table.weights_or_none.take(find(table, keys_at(keys, place)))
        sums.append(np.bincount(elements, weight, size).astype(np.float32))
    return sums


def name_tokens(trees: Trees) -> tuple[Indices, NDArray[np.uint64]]:
    """Return the element and the key of each word in the names of elements, elements in order."""
    elements: list[int] = []
    keys: list[int] = []
    for element, (tag, names) in enumerate(trees.each()):
        own = name_keys(tag, names)
        keys += own
        elements += [element] * len(own)
    return np.array(elements, np.int64), np.array(keys, np.uint64)


def keys_at(keys: NDArray[np.uint64], place: int) -> Keys:
    """Return the keys of words at a place: 0 the element, 1 the two around it, 2 further up."""
    mixed = mix(keys ^ np.uint64(place + 1) * _FACTOR)
    return (mixed >> _HALF).astype(np.uint32)
