"""Split an export by annotator, without accounts, into files outside the corpus.

Pulled and imported exports take the same path. An export may come in several files with different
documents. Memory use is constant.
"""

import json
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO

from communique.label_studio.conflict.exports import content
from communique.label_studio.people import NO_AUTHOR, People, people
from communique.label_studio.pseudonyms import Task, pseudonymise
from communique.label_studio.reading.export_stream import UnreadableExportError, open_export, tasks
from communique.util.json_values import as_list, as_object, as_string, objects
from communique.util.plural import counted

_NAMED: Final = 10  # documents that a message names


class UnknownAccountError(ValueError):
    """An export contains work of an account without a pseudonym, or of nobody.

    `documents`: the document of each annotation, by user id or address ("" for nobody).
    """

    def __init__(self, documents: Mapping[str, Sequence[str]]) -> None:
        users = [f"{_user(u)} ({_work(docs)})" for u, docs in sorted(documents.items()) if u]
        parts = [f"no pseudonym is known for {'; '.join(users)}"] if users else []
        if nobodys := documents.get(NO_AUTHOR):
            parts.append(f"some annotations have no author ({_work(nobodys)})")
        super().__init__(". And ".join(parts))
        self.documents = documents

    @property
    def fix(self) -> str:
        """How to name the authors."""
        parts: list[str] = []
        if any(self.documents):
            parts.append("Say who uses the account: --account ACCOUNT=PSEUDONYM.")
        if NO_AUTHOR in self.documents:
            parts.append(
                "Give annotations without an author (a deleted account) a pseudonym:"
                " --account none=PSEUDONYM."
            )
        return " ".join(parts)


def _user(user: str) -> str:
    return f"user {user}" if user.isdigit() else user


def _work(documents: Sequence[str]) -> str:
    """How many annotations, and on which documents."""
    distinct = list(dict.fromkeys(documents))
    more = f" and {len(distinct) - _NAMED} more" if len(distinct) > _NAMED else ""
    return f"{counted(len(documents), 'annotation')}: {', '.join(distinct[:_NAMED])}{more}"


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
    try:
        return _split(export, accounts, folder, owner)
    except RecursionError:
        raise UnreadableExportError("not JSON: nested too deeply") from None


def _split(
    export: Path, accounts: Mapping[str, str], folder: Path, owner: str | None
) -> list[Part]:
    who = people(map(_whole, tasks(export)), accounts)
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


def _whole(task: Any) -> Any:
    """The task. Raises UnreadableExportError if it has only the ids of its annotations."""
    found = _object(task)
    listed = as_list(found.get("annotations")) or ()
    if len(objects(listed)) < len(listed):
        raise UnreadableExportError(
            f"task {found.get('id')} holds ids of annotations instead of the annotations",
            "Export the annotations in full: the format JSON, or a snapshot without `only_id`.",
        )
    return found


def _owners(who: People, known: set[str]) -> list[str]:
    if unknown := who.unknown_authors(known):
        raise UnknownAccountError(unknown)
    names = (who.name(user) or who.accounts.get(NO_AUTHOR) for user in who.authors)
    return sorted({name for name in names if name})


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
