"""A line of a poem may have the words of a button. There, one such line alone is no boilerplate."""

from collections.abc import Sequence
from typing import Final

from communique.cleaning.lines import LineGroup
from communique.cleaning.page import Page
from communique.cleaning.verdict import Verdicts

_REACH: Final = 3
_EDGE: Final = 2
_UNSAID: Final = frozenset({"invisible", "boilerplate"})
_FEWEST: Final = 6
_FEW_WORDS: Final = 3


def supported(page: Page, verdicts: Verdicts) -> Verdicts:
    """Return the verdicts that hold. In a text of short lines only, a button amid the lines needs
    another removed line near it.
    """
    groups = page.groups
    if len(groups) < _FEWEST or page.prose:
        return verdicts
    return {i: v for i, v in verdicts.items() if v.reason in _UNSAID or _holds(i, groups, verdicts)}


def _holds(i: int, groups: Sequence[LineGroup], verdicts: Verdicts) -> bool:
    if groups[i].words > _FEW_WORDS or i < _EDGE or i >= len(groups) - _EDGE:
        return True
    around = {*range(i - _REACH, i), *range(i + 1, i + _REACH + 1)}
    return not around.isdisjoint(verdicts)
