"""The type of a check: a function of a corpus, and the kinds of problems that it can find."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from communique.problems import Problem, ProblemKind
from communique.workspace.reading import CorpusReading

Find = Callable[[CorpusReading], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Check:
    """A function that reads a corpus and yields problems of the listed kinds only.

    `find_in_batch`, if there is one, is given the same corpus a batch of documents at a time.
    """

    find: Find
    kinds: tuple[ProblemKind, ...]
    find_in_batch: Find | None = None

    @property
    def ids(self) -> frozenset[str]:
        """The problem ids that the check can report."""
        return frozenset(kind.id for kind in self.kinds)


def check(*kinds: ProblemKind, in_batch: Find | None = None) -> Callable[[Find], Check]:
    """Make a check from a function that yields problems of these kinds, and from one for a batch of
    documents.
    """
    return lambda find: Check(find, kinds, in_batch)
