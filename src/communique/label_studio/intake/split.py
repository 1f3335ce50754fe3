"""Split an export by annotator, without accounts, into files outside the corpus.

Pulled and imported exports take the same path. An export may come in several files with different
documents. Memory use is constant.
"""

import json
import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from communique.label_studio.conflict.exports import content
from communique.label_studio.pseudonyms import People, Task, people, pseudonymise
from communique.label_studio.reading.export_stream import open_export, tasks
from communique.util.json_values import as_list, as_object, as_string, objects


class UnknownAccountError(ValueError):
    """An export contains work of an account without a pseudonym."""

    def __init__(self, users: Sequence[str]) -> None:
        named = (re.sub(r"^other-(?=\d+$)", "user ", user) for user in users)
        super().__init__(f"no pseudonym is known for {', '.join(named)}")


class DifferentAnswersError(ValueError):
    """Files contain the same documents with different content.

    `documents`: for each document, the numbers of the first two such files, from 0.
    """

    def __init__(self, documents: Mapping[str, tuple[int, int]]) -> None:
        super().__init__(f"the files have different content for {', '.join(documents)}")
        self.documents = documents


@dataclass(slots=True)
class Part:
    """One annotator's part of an export, at `path`. `foreign` counts annotations by others."""

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

    With an `owner`, everything goes into the owner's file, including work of others, which the
    project of one annotator should not contain. Without an owner, everyone in the export must have
    a pseudonym and gets a file.
    Raises UnknownAccountError, UnreadableExportError, OSError.
    """
    who = people(tasks(export), accounts)
    owners = [owner] if owner else _owners(who, set(accounts.values()))
    parts = [Part(annotator, folder / f"{annotator}.json") for annotator in owners]
    with ExitStack() as opened:
        files = [opened.enter_context(_list_of_tasks(part.path)) for part in parts]
        for value in tasks(export):
            task = _object(value)
            kept, drafts = pseudonymise(task, who), len(as_list(task.get("drafts")) or ())
            for part, file in zip(parts, files, strict=True):
                _write(file, part, kept, drafts, everything=owner is not None)
    return parts


def join(parts: Sequence[Part], path: Path, *, first_holds: bool = False) -> Part:
    """Join one annotator's parts of several exports. Tasks are sorted by document.

    A document with the same content in two parts is written once. A task with an answer replaces
    one without. If answers differ, the first part counts if `first_holds` is set.
    Raises DifferentAnswersError, OSError.
    """
    kept, different = _held(parts)
    if different and not first_holds:
        raise DifferentAnswersError(different)
    places = [
        (document or "", number, index)
        for number, part in enumerate(parts)
        for index, document in enumerate(map(document_of, tasks(part.path)))
        if document is None or kept[document].number == number
    ]
    drafts = sum(part.drafts for part in parts)
    return written(parts, places, Part(parts[0].annotator, path, drafts=drafts))


def written(parts: Sequence[Part], places: Iterable[tuple[str, int, int]], joined: Part) -> Part:
    """Write tasks of the parts to the joined part, sorted by document.

    A place is a document, the number of a part, and the number of a task in it. Raises OSError.
    """
    with ExitStack() as opened:
        exports = [opened.enter_context(open_export(part.path)) for part in parts]
        file = opened.enter_context(_list_of_tasks(joined.path))
        for _, number, index in sorted(places):
            task = _object(exports[number].task(index))
            _write(file, joined, task, 0, everything=True)
    return joined


@dataclass(slots=True)
class _Held:
    """The part whose task for a document is kept, whether it is answered, and its content."""

    number: int
    answered: bool
    contents: set[str]


def _held(parts: Sequence[Part]) -> tuple[dict[str, _Held], dict[str, tuple[int, int]]]:
    """The part that is kept for each document, and the documents with different answers."""
    kept: dict[str, _Held] = {}
    different: dict[str, tuple[int, int]] = {}
    for number, part in enumerate(parts):
        for task in map(_object, tasks(part.path)):
            document = document_of(task)
            if document is None:
                continue  # it cannot be compared with tasks of other parts
            answered, task_content = bool(task.get("annotations")), content(task)
            earlier = kept.get(document)
            if earlier is None or (answered and not earlier.answered):
                kept[document] = _Held(number, answered, {task_content})
            elif earlier.number == number:
                earlier.contents.add(task_content)
            elif answered and task_content not in earlier.contents:
                different.setdefault(document, (earlier.number, number))
    return kept, different


def _object(value: object) -> Task:
    return as_object(value) or {}


def document_of(task: object) -> str | None:
    """The document that a task names; None if it names none."""
    return as_string(_object(_object(task).get("data")).get("doc_id"))


def _owners(who: People, known: set[str]) -> list[str]:
    names = sorted({name for user in who.authors if (name := who.name(user))})
    if strangers := [name for name in names if name not in known]:
        raise UnknownAccountError(strangers)
    return names


def _write(file: TextIO, part: Part, task: Task, drafts: int, *, everything: bool) -> None:
    listed = objects(task.get("annotations"))
    own_annotations = [a for a in listed if a.get("completed_by") == part.annotator]
    if not everything and "annotations" in task:
        task = {**task, "annotations": own_annotations}
    file.write(",\n" if part.tasks else "\n")
    file.write(_indented(task))
    part.tasks += 1
    part.annotations += len(own_annotations)
    part.foreign += len(listed) - len(own_annotations) if everything else 0
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
