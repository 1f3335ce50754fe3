"""The table of checks and its runner."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from communique.checks.clean import clean_sound
from communique.checks.exports import exports_sound
from communique.checks.pages import hotkeys_free
from communique.checks.quoted import numbers_current, splits_fit
from communique.checks.rendered import rendered_current
from communique.checks.sources import sources_sound
from communique.checks.state import State, read_state
from communique.corpus import CorpusFolder
from communique.problems import Problem, sorted_problems

Check = Callable[[State], Iterator[Problem]]
CHECKS: Final[tuple[Check, ...]] = (
    rendered_current,
    hotkeys_free,
    sources_sound,
    clean_sound,
    splits_fit,
    exports_sound,
    numbers_current,
)


def run(corpus: str | Path | CorpusFolder) -> list[Problem]:
    """Every problem of a corpus, sorted; [] if it is sound. What is absent is not checked.

    Raises CorpusNotFoundError where there is no `schema/corpus.yaml`.
    """
    folder = corpus if isinstance(corpus, CorpusFolder) else CorpusFolder.find(corpus)
    state, problems = read_state(folder)
    for check in CHECKS:
        problems += check(state)
    return sorted_problems(problems)
