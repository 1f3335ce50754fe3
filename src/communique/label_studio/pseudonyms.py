"""A snapshot as it may be committed: people by pseudonym, drafts counted and left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from communique.json_values import as_list, as_object, objects

Task = dict[str, Any]
_PEOPLE = ("completed_by", "updated_by", "last_created_by")


@dataclass(frozen=True, slots=True)
class Pulled:
    """The tasks of a snapshot without accounts, and what was left out."""

    tasks: list[Task]
    annotations: int
    drafts: int


def pseudonymise(tasks: list[Task], accounts: Mapping[str, str]) -> Pulled:
    """Replace every user of a snapshot.

    `accounts` maps e-mail addresses to pseudonyms; whoever is not among them becomes `other-<n>`,
    so that the reader can say that it was somebody else.
    """
    people = _people(tasks, accounts)
    kept = [_task(task, people) for task in tasks]
    return Pulled(
        kept,
        sum(len(task.get("annotations") or ()) for task in kept),
        sum(len(task.get("drafts") or ()) for task in tasks),
    )


def _people(tasks: list[Task], accounts: Mapping[str, str]) -> dict[object, str]:
    found: dict[object, str] = {}
    for task in tasks:
        for annotation in task.get("annotations") or ():
            person = as_object(annotation.get("completed_by"))
            if person is not None and person.get("email") in accounts:
                found[person.get("id")] = accounts[person["email"]]
    return found


def _task(task: Task, people: Mapping[object, str]) -> Task:
    kept = {k: v for k, v in task.items() if k not in ("drafts", "comment_authors")}
    kept["updated_by"] = _pseudonym(task.get("updated_by"), people)
    kept["drafts"] = []
    kept["annotations"] = [_annotation(a, people) for a in task.get("annotations") or ()]
    return kept


def _annotation(annotation: Task, people: Mapping[object, str]) -> Task:
    kept = {k: v for k, v in annotation.items() if k != "prediction"}
    for key in _PEOPLE:
        kept[key] = _pseudonym(annotation.get(key), people)
    return kept


def _pseudonym(person: object, people: Mapping[object, str]) -> str | None:
    listed = objects(person)
    known = as_object(person)
    user: object = person
    if as_list(person) is not None:
        user = listed[0].get("user_id") if listed else None
    elif known is not None:
        user = known.get("id")
    return None if user is None else people.get(user, f"other-{user}")
