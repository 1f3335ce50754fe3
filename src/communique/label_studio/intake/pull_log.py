"""`annotations/pull.json`: the exports that were pulled or imported, by file."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any, Final

from communique.corpus import CorpusFolder
from communique.problems import Problem, problem_kind
from communique.util.atomic_write import json_text, staged
from communique.util.json_values import parse_object

EXPORT_MISSING: Final = problem_kind(
    "export-missing",
    level="error",
    stage="exports",
    drops=True,
    what="An export that was taken in is missing.",
    why="Its annotations and votes would be left out of every figure and decision.",
    fix=(
        "Restore the file from version control. If the pass was withdrawn on purpose, "
        "remove its entry from annotations/pull.json."
    ),
    example="annotations/names/ann-2.json · ann-2: An export that was taken in is missing.",
)
PULL_LOG_UNREADABLE: Final = problem_kind(
    "pull-log-unreadable",
    level="error",
    stage="exports",
    drops=True,
    what="annotations/pull.json cannot be read.",
    why=(
        "It records which exports there must be, with their hashes. A new pull would "
        "lose this record."
    ),
    fix="Restore the file from version control.",
    example="annotations/pull.json: not JSON: Expecting value: line 1 column 1 (char 0)",
)

_NAME: Final = "pull.json"


class UnreadableLogError(ValueError):
    """`pull.json` is not a JSON object. It must not be overwritten."""


def read_pull_log(folder: CorpusFolder) -> dict[str, Any]:
    """The entries by file; {} if there is no log. Raises UnreadableLogError, OSError."""
    path = folder.annotations / _NAME
    if not path.is_file():
        return {}
    try:
        return parse_object(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise UnreadableLogError(f"not JSON: {error}") from None


@contextmanager
def recording(folder: CorpusFolder, file: str, entry: dict[str, Any]) -> Generator[None]:
    """Record an export that is stored meanwhile. After an error, the log is as it was.

    Raises UnreadableLogError, OSError.
    """
    entries = {**read_pull_log(folder), file: entry}
    text = json_text(dict(sorted(entries.items())))
    with staged({folder.annotations / _NAME: text}):
        yield


def missing_exports(folder: CorpusFolder) -> Iterator[Problem]:
    """Report exports of the log whose file is missing, or why the log cannot be read."""
    try:
        log = read_pull_log(folder)
    except UnreadableLogError as error:
        file = folder.relative(folder.annotations / _NAME)
        yield PULL_LOG_UNREADABLE.problem(str(error), file=file)
        return
    for file in sorted(log):
        path = folder.root / file
        is_export = path.is_relative_to(folder.annotations) and path.suffix == ".json"
        if is_export and not path.is_file():
            where = {"layer": path.parent.name, "annotator": path.name.split(".")[0]}
            yield EXPORT_MISSING.problem(file=file, **where)
