"""Letters, each below a date: a signature or a salutation that they share is content.

The line model learned that a short line that is repeated is often a button.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from communique.cleaning.lines import LineGroup
from communique.cleaning.phrase_match import match_phrase
from communique.cleaning.stamps import Stamp
from communique.cleaning.verdict import BY_MODEL, Verdicts

_FEWEST: Final = 3
_HEAD_WIDTH: Final = 60
_WIDEST: Final = 40
_REACH: Final = 2


def letters(
    groups: Sequence[LineGroup], verdicts: Verdicts, stamps: Mapping[int, Stamp]
) -> Verdicts:
    """Return the verdicts after the repeated first and last lines of letters stay.

    A letter has a head with a date, and sentences. Both stay. Only lines that the line model alone
    removes can stay.
    """
    heads = [i for i, stamp in stamps.items() if i not in verdicts and _is_head(groups[i], stamp)]
    if len(heads) < _FEWEST:
        return verdicts
    entries = [
        entry for entry in _entries(heads, len(groups)) if _has_sentence(groups, entry, verdicts)
    ]
    if len(entries) < _FEWEST:
        return verdicts
    edges = [{groups[i].text: i for i in _edges(entry)} for entry in entries]
    stay = {
        i
        for edge in edges
        for text, i in edge.items()
        if verdicts.get(i) in BY_MODEL
        and sum(text in other for other in edges) * 2 >= len(edges)
        and _may_be_signature(groups[i])
    }
    return {i: verdict for i, verdict in verdicts.items() if i not in stay} if stay else verdicts


def _is_head(group: LineGroup, stamp: Stamp) -> bool:
    return stamp.date and group.width <= _HEAD_WIDTH and not group.ends_sentence


def _entries(heads: Sequence[int], end: int) -> list[range]:
    """Return the lines below each head; the last entry is not longer than the longest other."""
    longest = max(b - a for a, b in pairwise(heads))
    return [range(a + 1, b) for a, b in pairwise([*heads, min(end, heads[-1] + longest)])]


def _edges(entry: range) -> Sequence[int]:
    """Return the first two lines of an entry and the last two."""
    return sorted({*entry[:_REACH], *entry[-_REACH:]})


def _has_sentence(groups: Sequence[LineGroup], entry: range, verdicts: Verdicts) -> bool:
    return any(groups[i].ends_sentence and i not in verdicts for i in entry)


def _may_be_signature(group: LineGroup) -> bool:
    """Whether a line is short, has letters, and is no phrase of the catalogue."""
    if group.width > _WIDEST or not any(map(str.isalpha, group.text)):
        return False
    return match_phrase(group) is None
