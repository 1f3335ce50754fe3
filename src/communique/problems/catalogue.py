"""Every problem id: its level and stage, what it means, why it matters, and how to mend it."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, Literal

from communique.problems import Level, Problem

Stage = Literal["schema", "text", "exports", "records", "layers", "corpus", "release"]
STAGES: Final[dict[Stage, str]] = {
    "schema": "Schema and folder",
    "text": "Sources and cleaned text",
    "exports": "Exports",
    "records": "Regions",
    "layers": "What the layers ask for",
    "corpus": "The corpus as a whole",
    "release": "Before a release",
}
ON_ARRIVAL: Final = frozenset(
    {"annotation-by-other", "annotation-lost", "text-changed", "config-changed"}
)  # told by what was there before, so never by a check


@dataclass(frozen=True, slots=True)
class Entry:
    """What is true of every problem of one id; `example` is the message of one. `drops`: it means
    that the reading left out a file, a document, a record or a decision.
    """

    id: str
    level: Level
    stage: Stage
    what: str
    why: str
    fix: str
    example: str = ""
    drops: bool = False


def _read() -> dict[str, Entry]:
    text = files("communique.problems").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return {id_: Entry(id_, **fields) for id_, fields in tomllib.loads(text).items()}


CATALOGUE: Final = _read()


def drops(problem_id: str) -> bool:
    """Whether a problem of this id means that something was left out. Raises KeyError."""
    return CATALOGUE[problem_id].drops


def problem(
    problem_id: str,
    message: str = "",
    *,
    layer: str | None = None,
    document: str | None = None,
    annotator: str | None = None,
    file: str | None = None,
    at: str | None = None,
    fix: str = "",
) -> Problem:
    """A problem of a catalogued id, with its level, and its fix unless another is given.

    Raises KeyError.
    """
    entry = CATALOGUE[problem_id]
    return Problem(
        entry.id,
        entry.level,
        layer,
        document,
        annotator,
        file,
        at,
        message or entry.what,
        fix or entry.fix,
    )
