"""A number for each run of seven words of a text, the same on every machine."""

from typing import Final

import numpy as np

from communique.engines.whole_run.pairs import Numbers
from communique.engines.whole_run.site_lines import number_of
from communique.text.overlap import RUN, words

_FACTORS: Final = np.array([pow(0x9E3779B97F4A7C15, i + 1, 2**64) for i in range(RUN)], np.uint64)
_MOST_WORDS: Final = 1 << 20  # that are remembered


class RunHashes:
    """Hashes runs of words, and remembers the numbers of the words."""

    def __init__(self, window: int = 1) -> None:
        self._window = window
        self._known: dict[str, int] = {}

    def of(self, text: str) -> Numbers:
        """The distinct numbers of the runs of a text, sorted.

        With a window, the smallest number of each so many neighbours (winnowing: Schleimer,
        Wilkerson and Aiken 2003): two texts that share `window + 6` words in a row share a number.
        """
        return np.unique(winnowed(self._hashes(words(text)), self._window))

    def _hashes(self, text: list[str]) -> Numbers:
        if len(self._known) > _MOST_WORDS:
            self._known.clear()
        known = self._known
        for word in set(text).difference(known):
            known[word] = number_of(word)
        codes = np.array([known[word] for word in text], np.uint64)
        length = max(len(text) - RUN + 1, 0)
        total = np.zeros(length, np.uint64)
        for i, factor in enumerate(_FACTORS):
            total += codes[i : i + length] * factor
        return total


def winnowed(hashes: Numbers, window: int) -> Numbers:
    """The smallest number of each `window` neighbours."""
    if window == 1 or not len(hashes):
        return hashes
    if len(hashes) <= window:
        return hashes.min(keepdims=True)
    return np.lib.stride_tricks.sliding_window_view(hashes, window).min(axis=1)
