"""Make an export safe to commit: replace accounts by pseudonyms and leave out drafts."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from communique.util.json_values import as_list, as_object, objects

Task = dict[str, Any]
_PEOPLE = ("completed_by", "updated_by", "last_created_by")
_LEFT_OUT = ("comment_authors", "created_username", "created_ago")


@dataclass(frozen=True, slots=True)
class People:
    """The pseudonyms of an export, by user id and by e-mail address.

    `authors` are the users who made annotations. A user without a pseudonym is `other-<id>`, so
    that such users remain distinct.
    """

    users: Mapping[object, str]
    addresses: Mapping[str, str]
    authors: frozenset[str | int] = frozenset()

    def name(self, person: object) -> str | None:
        """The pseudonym of a person, in any form that the server uses; None without a person."""
        user = _user(person)
        if user is None:
            return None
        return self.users.get(user) or (user if isinstance(user, str) else f"other-{user}")


def people(tasks: Iterable[Any], accounts: Mapping[str, str]) -> People:
    """Find everyone who made an annotation.

    `accounts` maps e-mail addresses or user ids to pseudonyms.
    """
    users: dict[object, str] = {}
    addresses: dict[str, str] = {}
    authors: set[str | int] = set()
    for task in tasks:
        for annotation in objects((as_object(task) or {}).get("annotations")):
            person = as_object(annotation.get("completed_by")) or {}
            user = _user(annotation.get("completed_by"))
            if user is None:
                continue
            authors.add(user)
            email = person.get("email")
            pseudonym = accounts.get(str(email)) or accounts.get(str(user))
            if pseudonym:
                users[user] = pseudonym
            if isinstance(email, str) and email:
                addresses[email] = pseudonym or f"other-{user}"
    return People(users, addresses, frozenset(authors))


def pseudonymise(task: Task, who: People) -> Task:
    """Return the task with pseudonyms instead of accounts, and without drafts."""
    kept: Task = {k: v for k, v in task.items() if k not in ("drafts", *_LEFT_OUT)}
    annotations = [_annotation(a, who) for a in objects(task.get("annotations"))]
    kept |= {"updated_by": who.name(task.get("updated_by")), "drafts": []}
    if as_list(task.get("annotations")) is not None:
        kept["annotations"] = annotations
    return _without_addresses(kept, who)


def _annotation(annotation: Task, who: People) -> Task:
    kept: Task = {k: v for k, v in annotation.items() if k not in ("prediction", *_LEFT_OUT)}
    return {**kept, **{key: who.name(annotation.get(key)) for key in _PEOPLE}}


def _without_addresses(task: Task, who: People) -> Task:
    """Replace addresses in every field except `data`, which holds the annotated text."""
    others = {k: v for k, v in task.items() if k != "data"}
    text = json.dumps(others)
    if not any(address in text for address in who.addresses):
        return task
    for address, name in who.addresses.items():
        text = text.replace(address, name)
    cleaned = json.loads(text)
    return {k: task["data"] if k == "data" else cleaned[k] for k in task}


def _user(person: object) -> str | int | None:
    if as_list(person) is not None:
        listed = objects(person)
        return _user(listed[-1].get("user_id")) if listed else None
    return user_of(person)


def user_of(person: object) -> str | int | None:
    """The id of a user who is given as an object or as an id; None for anything else."""
    known = as_object(person)
    user = person if known is None else known.get("id")
    return user if isinstance(user, str | int) else None
