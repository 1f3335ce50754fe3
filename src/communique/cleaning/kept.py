"""Kept groups and their block types."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.lines import LineGroup

TYPES: Final = ("title", "byline", "heading", "paragraph", "caption", "reference")
TITLE, BYLINE, HEADING, PARAGRAPH, CAPTION, REFERENCE = range(len(TYPES))
GONE: Final = 15
JOINED: Final = 16

# For each group the index of its type, or GONE. With the bit JOINED, it continues the block above.
Types: TypeAlias = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept group: `index` in the list of all groups, and its block type."""

    index: int
    group: LineGroup
    type: str = "paragraph"


def kept_items(groups: Sequence[LineGroup], types: bytes) -> list[Kept]:
    """Return the kept groups of a text with their types; a heading of two lines is one group."""
    items: list[Kept] = []
    for i, kind in enumerate(types):
        if kind & JOINED:
            above = items.pop()
            lines = (*above.group.lines, *groups[i].lines)
            items.append(Kept(above.index, LineGroup(lines), above.type))
        elif kind != GONE:
            items.append(Kept(i, groups[i], TYPES[kind]))
    return items
