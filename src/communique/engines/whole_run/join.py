"""Join documents that share something, directly or through others."""

import numpy as np
from numpy.typing import NDArray

from communique.engines.whole_run.pairs import Numbers


def links(pairs: Numbers) -> NDArray[np.int64]:
    """The documents that share a key, each with the next one, from sorted pairs. Two rows."""
    keys, documents = pairs[0], pairs[1].astype(np.int64)
    shared = keys[1:] == keys[:-1]
    return np.unique(np.stack([documents[:-1][shared], documents[1:][shared]]), axis=1)


def join(parents: NDArray[np.int64], linked: NDArray[np.int64]) -> NDArray[np.int64]:
    """Join linked documents. `parents` has the smallest document of each one's group so far."""
    while True:
        first, second = parents[linked[0]], parents[linked[1]]
        low, high = np.minimum(first, second), np.maximum(first, second)
        apart = low != high
        if not apart.any():
            return parents
        np.minimum.at(parents, high[apart], low[apart])
        while not np.array_equal(above := parents[parents], parents):
            parents = above
