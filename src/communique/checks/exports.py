"""Exports read cleanly: every problem that the reader finds."""

from collections.abc import Iterator

from communique.checks.state import State
from communique.label_studio.reader import Texts, read_pass
from communique.problems import Problem


def exports_sound(state: State) -> Iterator[Problem]:
    """Every id that the reader can give; see `schema/rendered/checks.md`."""
    if state.schema is None:
        return
    known = state.documents if state.folder.clean.is_dir() else None
    texts = Texts(known, state.former)
    for path in state.folder.exports():
        for event in read_pass(path, state.schema, texts, state.folder.relative(path)):
            if isinstance(event, Problem):
                yield event
