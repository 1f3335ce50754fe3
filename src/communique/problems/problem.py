"""A problem: its id, where it is, what is wrong, and how to fix it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in the corpus. `file` is relative to the corpus; `at` is a place in it.

    >>> problem = Problem("an-id", file="corpus/raw/one.txt", document="one", message="gone")
    >>> problem.level, problem.where
    ('error', 'corpus/raw/one.txt · one')
    >>> print(problem)
    corpus/raw/one.txt · one: gone
    """

    id: str
    level: Level = "error"
    layer: str | None = None
    document: str | None = None
    annotator: str | None = None
    file: str | None = None
    at: str | None = None
    message: str = ""
    fix: str = ""

    def __str__(self) -> str:
        """Return the place and the message in one line."""
        return f"{self.where}: {self.message}" if self.where else self.message

    @property
    def where(self) -> str:
        """File, document, annotator and place, as far as known, for example `a.json · one`."""
        return " · ".join(filter(None, (self.file, self.document, self.annotator, self.at)))

    def to_json(self) -> dict[str, str | None]:
        """Return the fields as plain data. The order of the keys is fixed."""
        return asdict(self)


def sorted_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Sort by file, document, layer, annotator, place, id and message, without duplicates."""
    return sorted(set(problems), key=lambda p: tuple(v or "" for v in _order(p)))


def has_errors(problems: Iterable[Problem], *, strict: bool = False) -> bool:
    """Whether there is an error, or with `strict` any problem."""
    return any(strict or p.level == "error" for p in problems)


def _order(p: Problem) -> tuple[str | None, ...]:
    return (p.file, p.document, p.layer, p.annotator, p.at, p.id, p.message)
