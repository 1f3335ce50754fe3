"""A problem: a stable id, where it is, what is wrong, how to fix it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding of a check. `file` is relative to the corpus; `at` says where inside it."""

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
        """Where it is and what is wrong, in one line."""
        return f"{self.where}: {self.message}" if self.where else self.message

    @property
    def where(self) -> str:
        """File, document, annotator and place, as far as they are known."""
        return " · ".join(filter(None, (self.file, self.document, self.annotator, self.at)))

    def to_json(self) -> dict[str, str | None]:
        """Plain data in the order of the contract."""
        return asdict(self)


def sorted_problems(problems: Iterable[Problem]) -> list[Problem]:
    """A stable order: file, document, layer, annotator, place, id; each problem once."""
    return sorted(set(problems), key=lambda p: tuple(v or "" for v in _order(p)))


def has_errors(problems: Iterable[Problem], *, strict: bool = False) -> bool:
    """Whether the report must fail: any error, or with `strict` any problem."""
    return any(strict or p.level == "error" for p in problems)


def _order(p: Problem) -> tuple[str | None, ...]:
    return (p.file, p.document, p.layer, p.annotator, p.at, p.id, p.message)
