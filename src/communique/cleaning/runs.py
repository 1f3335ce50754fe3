"""Runs of phrases: each alone could be a word of the text, but several in a row are a menu."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from communique.cleaning.phrase_match import PhraseMatch

_FEWEST: Final = 3


def runs(phrases: Mapping[int, PhraseMatch]) -> Iterator[int]:
    """Yield the groups in runs of three or more neighbours that are whole phrases, all distinct."""
    run: list[int] = []
    places = sorted(i for i, match in phrases.items() if match.is_whole and not match.is_weak)
    for i, following in pairwise([*places, -1]):
        run.append(i)
        if following != i + 1:
            if len(run) >= _FEWEST and len({phrases[j].key for j in run}) == len(run):
                yield from run
            run = []
