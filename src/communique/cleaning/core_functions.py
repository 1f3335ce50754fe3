"""The compiled core, after it has been given the Python functions that it calls."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from communique.cleaning.core import core
from communique.cleaning.lines import Line, LineGroup
from communique.cleaning.phrases import WIDE, phrase_key, phrase_table
from communique.cleaning.verdict import ENDING_MODEL, LINE_MODEL


@cache
def core_with_functions() -> Any | None:
    """Return the core; None without one. Some characters need Python's functions."""
    module = core()
    if module is not None:
        table = phrase_table()
        lines = list({*table.lines, *table.heads})
        openings = [key for some in table.openings.values() for key, _ in some]
        wide = [key for key in openings if WIDE.search(key)]
        others = [key for key in openings if not WIDE.search(key)]
        module.setup(Line, phrase_key, lines, others, wide, LINE_MODEL, ENDING_MODEL)
    return module


def core_of(groups: Sequence[LineGroup]) -> Any | None:
    """Return the core if it made these groups; else None."""
    module = core_with_functions()
    is_own = module is not None and groups and type(groups[0]) is module.Group
    return module if is_own else None
