"""A number for each run of words of a text, the same on every machine."""

from typing import Final

import numpy as np

from communique.engines.whole_run.pairs import Numbers
from communique.engines.whole_run.site_lines import number_of
from communique.text.overlap import words

_BASE: Final = 0x9E3779B97F4A7C15
_MOST_WORDS: Final = 1 << 20  # that are remembered


class RunHashes:
    """Hashes runs of `length` words, and remembers the numbers of the words."""

    def __init__(self, length: int) -> None:
        self._factors = np.array([pow(_BASE, i + 1, 2**64) for i in range(length)], np.uint64)
        self._known: dict[str, int] = {}

    def of(self, text: str) -> Numbers:
        """The distinct numbers of the runs of a text, sorted."""
        codes = self._codes(words(text))
        size = max(len(codes) - len(self._factors) + 1, 0)
        total = np.zeros(size, np.uint64)
        for i, factor in enumerate(self._factors):
            total += codes[i : i + size] * factor
        return np.unique(total)

    def _codes(self, text: list[str]) -> Numbers:
        if len(self._known) > _MOST_WORDS:
            self._known.clear()
        for word in set(text).difference(self._known):
            self._known[word] = number_of(word)
        return np.array([self._known[word] for word in text], np.uint64)
