"""Taking in an export, whoever made it: split by annotator, without accounts, beside the corpus.

Fetched and handed-over exports take this one path. An export may come in several files, a batch of
documents in each. Memory stays flat.
"""

import json
import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from communique.label_studio.conflict.exports import content
from communique.label_studio.pseudonyms import People, Task, people, pseudonymise
from communique.label_studio.reading.export_stream import tasks
from communique.util.json_values import as_list, as_object, as_string


class UnknownAccountError(ValueError):
    """An export holds work of somebody whose pseudonym is not known."""

    def __init__(self, users: Sequence[str]) -> None:
        named = (re.sub(r"^other-(?=\d+$)", "user ", user) for user in users)
        super().__init__(f"no pseudonym for {', '.join(named)}")


class DifferentAnswersError(ValueError):
    """Files hold the same documents with different content.

    `documents` gives for each the numbers of the first two such files, counted from 0.
    """

    def __init__(self, documents: Mapping[str, tuple[int, int]]) -> None:
        super().__init__(f"different content of {', '.join(documents)}")
        self.documents = documents


@dataclass(slots=True)
class Part:
    """One annotator's part of an export, written to `path`; foreign work in it is counted."""

    annotator: str
    path: Path
    tasks: int = 0
    annotations: int = 0
    drafts: int = 0
    foreign: int = 0


def split_by_annotator(
    export: Path, accounts: Mapping[str, str], folder: Path, owner: str | None = None
) -> list[Part]:
    """Write `<annotator>.json` into `folder` for each annotator of the export.

    With an `owner` everything goes into that one's file, the work of others, too: a project of
    one annotator should hold none. Without, everybody must be known and gets a file.
    Raises UnknownAccountError, UnreadableExportError, OSError.
    """
    who = people(tasks(export), accounts)
    owners = [owner] if owner else _owners(who, set(accounts.values()))
    taken = [Part(annotator, folder / f"{annotator}.json") for annotator in owners]
    with ExitStack() as opened:
        files = [opened.enter_context(_list_of_tasks(part.path)) for part in taken]
        for value in tasks(export):
            task = _object(value)
            kept, drafts = pseudonymise(task, who), len(as_list(task.get("drafts")) or ())
            for part, file in zip(taken, files, strict=True):
                _write(file, part, kept, drafts, everything=owner is not None)
    return taken


def join(parts: Sequence[Part], path: Path, *, first_holds: bool = False) -> Part:
    """Write one annotator's parts of several exports as one, tasks in the order given.

    A document of the same content in two parts counts once; a task without an answer yields to one
    with an answer. Of different answers the first holds, if `first_holds` says so.
    Raises DifferentAnswersError, OSError.
    """
    held, different = _held(parts)
    if different and not first_holds:
        raise DifferentAnswersError(different)
    joined = Part(parts[0].annotator, path, drafts=sum(part.drafts for part in parts))
    with _list_of_tasks(path) as file:
        for number, part in enumerate(parts):
            for task in map(_object, tasks(part.path)):
                document = _document(task)
                if document is None or held[document].number == number:
                    _write(file, joined, task, 0, everything=False)
    return joined


@dataclass(slots=True)
class _Held:
    """The part whose task of a document is kept, and what is known of that task."""

    number: int
    answered: bool
    contents: set[str]


def _held(parts: Sequence[Part]) -> tuple[dict[str, _Held], dict[str, tuple[int, int]]]:
    """Which part holds each document, and the documents that two parts answer differently."""
    held: dict[str, _Held] = {}
    different: dict[str, tuple[int, int]] = {}
    for number, part in enumerate(parts):
        for task in map(_object, tasks(part.path)):
            document = _document(task)
            if document is None:
                continue  # nothing tells whether it stands in another part, too
            answered, now = bool(task.get("annotations")), content(task)
            known = held.get(document)
            if known is None or (answered and not known.answered):
                held[document] = _Held(number, answered, {now})
            elif known.number == number:
                known.contents.add(now)
            elif answered and now not in known.contents:
                different.setdefault(document, (known.number, number))
    return held, different


def _object(value: object) -> Task:
    return as_object(value) or {}


def _document(task: Task) -> str | None:
    return as_string(_object(task.get("data")).get("doc_id"))


def _owners(who: People, known: set[str]) -> list[str]:
    names = sorted({name for user in who.authors if (name := who.name(user))})
    if strangers := [name for name in names if name not in known]:
        raise UnknownAccountError(strangers)
    return names


def _write(file: TextIO, part: Part, task: Task, drafts: int, *, everything: bool) -> None:
    listed = as_list(task.get("annotations")) or []
    own = [a for a in listed if a["completed_by"] == part.annotator]
    if not everything and "annotations" in task:
        task = {**task, "annotations": own}
    file.write(",\n" if part.tasks else "\n")
    file.write(_indented(task))
    part.tasks += 1
    part.annotations += len(own)
    part.foreign += len(listed) - len(own) if everything else 0
    part.drafts += drafts


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
