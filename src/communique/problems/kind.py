"""Kinds of problems. Each is declared once, in the module that finds it or next to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from communique.problems.problem import Level, Problem

Stage = Literal["schema", "text", "exports", "records", "layers", "corpus", "release"]
STAGES: Final[dict[Stage, str]] = {
    "schema": "Schema and folder",
    "text": "Sources and cleaned text",
    "exports": "Exports",
    "records": "Regions",
    "layers": "Rules of the layers",
    "corpus": "The corpus as a whole",
    "release": "Before a release",
}
_DECLARED: Final[dict[str, "ProblemKind"]] = {}


@dataclass(frozen=True, slots=True, eq=False)
class ProblemKind:
    """What all problems with one id have in common. Declare one with `problem_kind`.

    `what` says what is wrong, `why` why it matters, and `fix` how to fix it. `example` is one
    reported line. `drops` means that a file, document, record or decision was left out.
    `on_import` means that only `pull` and `import` report it: they compare a new file with the
    former one.
    """

    id: str
    level: Level
    stage: Stage
    what: str
    why: str
    fix: str
    example: str
    drops: bool = False
    on_import: bool = False

    def problem(
        self,
        message: str = "",
        *,
        layer: str | None = None,
        document: str | None = None,
        annotator: str | None = None,
        file: str | None = None,
        at: str | None = None,
        fix: str = "",
    ) -> Problem:
        """Return a problem of this kind. The defaults of message and fix are those of the kind."""
        return Problem(
            self.id,
            self.level,
            layer,
            document,
            annotator,
            file,
            at,
            message or self.what,
            fix or self.fix,
        )


Fault = tuple[ProblemKind, str]  # a kind and a message, before the place is known


def problem_kind(
    id_: str,
    *,
    level: Level,
    stage: Stage,
    what: str,
    why: str,
    fix: str,
    example: str,
    drops: bool = False,
    on_import: bool = False,
) -> ProblemKind:
    """Declare a kind. Raises ValueError if its id is already declared."""
    if id_ in _DECLARED:
        raise ValueError(f"the problem id {id_!r} is declared twice")
    kind = ProblemKind(id_, level, stage, what, why, fix, example, drops, on_import)
    _DECLARED[id_] = kind
    return kind


def drops(problem_id: str) -> bool:
    """Whether something was left out because of a problem with this id.

    Raises KeyError if the module that declares the id is not imported.
    """
    return _DECLARED[problem_id].drops


def declared_ids() -> frozenset[str]:
    """Return the ids of all kinds whose modules are imported."""
    return frozenset(_DECLARED)


def kinds_of(names: Mapping[str, object]) -> tuple[ProblemKind, ...]:
    """Return the kinds in the namespace of a module (`globals()`), in order of declaration."""
    return tuple(value for value in names.values() if isinstance(value, ProblemKind))
