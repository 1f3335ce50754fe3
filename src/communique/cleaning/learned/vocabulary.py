"""Which known words a line begins and ends with. Ids: 0 is no word, 1 any unknown one."""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.measure import Hashes, Lines

HEAD: Final = 10
TAIL: Final = 4
UNKNOWN: Final = 1

WordIds: TypeAlias = NDArray[np.int32]


def word_ids(lines: Lines, known: Hashes) -> WordIds:
    """The first ten words of each line, and the last four beyond them from the end; (n, 14).

    `known` are sorted hashes; the id of a word is its place there plus two.
    """
    ids = _lookup(lines.words.hash, known)
    first, end = lines.first_word, lines.end_word
    out = np.zeros((first.size, HEAD + TAIL), np.int32)
    for k in range(HEAD):
        has = first + k < end
        out[has, k] = ids[first[has] + k]
    for k in range(TAIL):
        has = end - 1 - k >= first + HEAD
        out[has, HEAD + k] = ids[end[has] - 1 - k]
    return out


def _lookup(hashes: Hashes, known: Hashes) -> WordIds:
    if not known.size:
        return np.full(hashes.size, UNKNOWN, np.int32)
    place = np.minimum(np.searchsorted(known, hashes), known.size - 1)
    return np.where(known[place] == hashes, place + 2, UNKNOWN).astype(np.int32)
