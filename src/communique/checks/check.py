"""The type of a check: a function of a corpus, and the kinds of problems that it can find."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from communique.problems import Problem, ProblemKind
from communique.workspace.reading import CorpusReading

Find = Callable[[CorpusReading], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Check:
    """A function that reads a corpus and yields problems of the listed kinds only."""

    find: Find
    kinds: tuple[ProblemKind, ...]

    @property
    def ids(self) -> frozenset[str]:
        """The problem ids that the check can report."""
        return frozenset(kind.id for kind in self.kinds)


def check(*kinds: ProblemKind) -> Callable[[Find], Check]:
    """Make a check from a function that yields problems of these kinds."""
    return lambda find: Check(find, kinds)
