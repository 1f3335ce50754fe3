"""Split texts into line groups, in the compiled core if there is one."""

from collections.abc import Sequence
from typing import Any

from communique.cleaning.core_functions import core_of, core_with_functions
from communique.cleaning.lines import LineGroup, Ranges, split_lines
from communique.cleaning.wrapping import group_lines


def grouped(
    texts: Sequence[str], codes: Sequence[Ranges], *, compiled: bool = True
) -> list[list[LineGroup]]:
    """Return the groups of each text. `compiled=False` does without the compiled core.

    The core makes groups of its own class, with the properties of `LineGroup`. It leaves texts that
    may be hard-wrapped, and texts with code, to Python.
    """
    module = core_with_functions() if compiled else None
    both = zip(texts, codes, strict=True)
    if module is None:
        return [group_lines(split_lines(text, code)) for text, code in both]
    by_core = module.split(list(texts))
    return [
        group_lines(split_lines(text, code)) if code or groups is None else groups
        for (text, code), groups in zip(both, by_core, strict=True)
    ]


def score_input(groups: Sequence[LineGroup], *, compiled: bool) -> Sequence[Any]:
    """Return the lines of a page for the line model: texts, or groups of the core."""
    if compiled and core_of(groups) is not None:
        return groups
    return [group.text for group in groups]
