"""Tables of the characters at the edges of lines, which tell which lines need a closer look."""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.arrays import Flags

BEYOND: Final = 127  # stands for all characters beyond ASCII


@cache
def characters_table(characters: str) -> Flags:
    """Return a table of ASCII characters; its last value is for all others."""
    table = np.zeros(BEYOND + 1, np.bool_)
    table[[min(ord(c), BEYOND) for c in characters]] = True
    return table


def plain_i(points: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the points with "i" for the other letters that an expression takes for one."""
    is_i = (points == ord("ı")) | (points == ord("İ"))
    return np.minimum(np.where(is_i, ord("i"), points), BEYOND)


@cache
def pairs(starts: tuple[str, ...]) -> Flags:
    """Return a table of two ASCII characters in any case."""
    table = np.zeros((BEYOND + 1, BEYOND + 1), np.bool_)
    for first, second in starts:
        for a in (first.lower(), first.upper()):
            table[ord(a), [ord(second.lower()), ord(second.upper())]] = True
    return table.ravel()
