"""Join the lines of hard-wrapped text, but only on clear evidence.

In a text that was wrapped at W columns, the first word of the next line never fits at the end of a
line. Verses, lists and texts with one paragraph per line do not have this property.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from communique.cleaning.lines import Line, LineGroup, ends_sentence, single_groups

_NARROWEST: Final = 45
_WIDEST: Final = 100
_FEWEST_PAIRS: Final = 4
_FULL: Final = 0.9
_OPEN: Final = 0.6
_WORDS_A_LINE: Final = 5


def group_lines(lines: Sequence[Line]) -> list[LineGroup]:
    """Return one group for each line, or for each paragraph if the text was hard-wrapped."""
    columns = wrap_width(lines)
    if columns is None:
        return single_groups(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _continues(groups[-1][-1], line, columns):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [LineGroup(tuple(members)) for members in groups]


def wrap_width(lines: Sequence[Line]) -> int | None:
    """Return the column at which the text was wrapped; None if it was not clearly wrapped."""
    pairs = [(a, b) for a, b in pairwise(lines) if not b.after_blank and len(a.text) >= _NARROWEST]
    if len(pairs) < _FEWEST_PAIRS or _too_wide(lines):
        return None
    widths = sorted(len(above.text) for above, _ in pairs)
    columns = widths[len(widths) * 9 // 10]
    full = sum(_is_full(above, below, columns) for above, below in pairs)
    if full < _FULL * len(pairs):
        return None
    still_open = sum(not ends_sentence(above.text) for above, _ in pairs)
    spaced = sum(len(above.text.split()) >= _WORDS_A_LINE for above, _ in pairs)
    enough = still_open >= _OPEN * len(pairs) and spaced >= _FULL * len(pairs)
    return columns if enough else None


def _too_wide(lines: Sequence[Line]) -> bool:
    return sum(len(line.text) > _WIDEST for line in lines) * 20 > len(lines)


def _is_full(above: Line, below: Line, columns: int) -> bool:
    first_word = below.text.split(maxsplit=1)[0]
    return len(above.text) + 1 + len(first_word) > columns


def _continues(above: Line, below: Line, columns: int) -> bool:
    if below.after_blank or below.indent > above.indent:
        return False
    return _is_full(above, below, columns)
