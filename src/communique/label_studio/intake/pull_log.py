"""`annotations/pull.json`: what was taken in, by file."""

from collections.abc import Iterator
from typing import Any, Final

from communique.corpus import CorpusFolder, write_json
from communique.problems import Problem
from communique.problems.catalogue import problem
from communique.util.json_values import parse_object

_NAME: Final = "pull.json"


class UnreadableLogError(ValueError):
    """`pull.json` is not a JSON object; nothing may be written over it."""


def read_pull_log(folder: CorpusFolder) -> dict[str, Any]:
    """What was taken in, by file; {} without a log. Raises UnreadableLogError, OSError."""
    path = folder.annotations / _NAME
    if not path.is_file():
        return {}
    try:
        return parse_object(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise UnreadableLogError(f"not JSON: {error}") from None


def add_to_log(folder: CorpusFolder, file: str, entry: dict[str, Any]) -> None:
    """Record what was taken in. Raises UnreadableLogError, OSError."""
    entries = {**read_pull_log(folder), file: entry}
    write_json(folder.annotations / _NAME, dict(sorted(entries.items())))


def missing_exports(folder: CorpusFolder) -> Iterator[Problem]:
    """`export-missing` and `pull-log-unreadable`."""
    try:
        log = read_pull_log(folder)
    except UnreadableLogError as error:
        file = folder.relative(folder.annotations / _NAME)
        yield problem("pull-log-unreadable", str(error), file=file)
        return
    for file in sorted(log):
        path = folder.root / file
        is_export = path.is_relative_to(folder.annotations) and path.suffix == ".json"
        if is_export and not path.is_file():
            where = {"layer": path.parent.name, "annotator": path.name.split(".")[0]}
            yield problem("export-missing", file=file, **where)
