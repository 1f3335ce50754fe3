"""Taking in an export, whoever made it: split by annotator, without accounts, beside the corpus.

Fetched and handed-over exports take this one path. Memory stays flat.
"""

import json
import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from communique.json_values import as_list, as_object, objects
from communique.label_studio.export import tasks
from communique.label_studio.pseudonyms import People, Task, people, pseudonymise


class UnknownAccountError(ValueError):
    """An export holds work of somebody whose pseudonym is not known."""

    def __init__(self, users: Sequence[str]) -> None:
        named = (re.sub(r"^other-(?=\d+$)", "user ", user) for user in users)
        super().__init__(f"no pseudonym for {', '.join(named)}")
        self.users = tuple(users)


@dataclass(slots=True)
class Taken:
    """One annotator's part of an export, written to `path`; foreign work in it is counted."""

    annotator: str
    path: Path
    tasks: int = 0
    annotations: int = 0
    drafts: int = 0
    foreign: int = 0


def take(
    export: Path, accounts: Mapping[str, str], folder: Path, owner: str | None = None
) -> list[Taken]:
    """Write `<annotator>.json` into `folder` for each annotator of the export.

    With an `owner` everything goes into that one's file, the work of others, too: a project of
    one annotator should hold none. Without, everybody must be known and gets a file.
    Raises UnknownAccountError, UnreadableExportError, OSError.
    """
    who = people(tasks(export), accounts)
    owners = [owner] if owner else _owners(export, who, set(accounts.values()))
    taken = [Taken(annotator, folder / f"{annotator}.json") for annotator in owners]
    for part in taken:
        with _list_of_tasks(part.path) as file:
            _write(file, part, tasks(export), who, everything=owner is not None)
    return taken


def _owners(export: Path, who: People, known: set[str]) -> list[str]:
    found = {
        who.name(annotation.get("completed_by"))
        for task in tasks(export)
        for annotation in objects((as_object(task) or {}).get("annotations"))
    }
    names = sorted(name for name in found if name)
    if strangers := [name for name in names if name not in known]:
        raise UnknownAccountError(strangers)
    return names


def _write(
    file: TextIO, part: Taken, found: Iterable[Any], who: People, *, everything: bool
) -> None:
    for value in found:
        task: Task = pseudonymise(as_object(value) or {}, who)
        listed = as_list(task.get("annotations")) or []
        own = [a for a in listed if a["completed_by"] == part.annotator]
        if not everything and "annotations" in task:
            task["annotations"] = own
        file.write(",\n" if part.tasks else "\n")
        file.write(_indented(task))
        part.tasks += 1
        part.annotations += len(own)
        part.foreign += len(listed) - len(own) if everything else 0
        part.drafts += len(as_list((as_object(value) or {}).get("drafts")) or ())


def _indented(task: Task) -> str:
    lines = json.dumps(task, ensure_ascii=False, indent=1).split("\n")
    return "\n".join(f" {line}" for line in lines)


@contextmanager
def _list_of_tasks(path: Path) -> Generator[TextIO]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("[")
        yield file
        file.write("\n]\n")
