"""The compiled core, after it has been given the Python functions that it calls."""

from functools import cache
from typing import Any

from communique.cleaning.core import core
from communique.cleaning.lines import Line
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
