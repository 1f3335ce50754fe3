"""A snapshot as it may be committed: people by pseudonym, drafts left out, all else as it came."""

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
    """Who is who: pseudonyms by user, and by e-mail address for wherever one may turn up;
    `authors` are the users who made annotations.

    A user of whom nothing is said is `other-<id>`, so that a reader can tell them apart.
    """

    users: Mapping[object, str]
    addresses: Mapping[str, str]
    authors: frozenset[str | int] = frozenset()

    def name(self, person: object) -> str | None:
        """The pseudonym of whatever form the server gives a person in; None for nobody."""
        user = _user(person)
        if user is None:
            return None
        return self.users.get(user) or (user if isinstance(user, str) else f"other-{user}")


def people(tasks: Iterable[Any], accounts: Mapping[str, str]) -> People:
    """Everybody who made an annotation. `accounts` maps e-mail addresses or user ids."""
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
            known = accounts.get(str(email)) or accounts.get(str(user))
            if known:
                users[user] = known
            if isinstance(email, str) and email:
                addresses[email] = known or f"other-{user}"
    return People(users, addresses, frozenset(authors))


def pseudonymise(task: Task, who: People) -> Task:
    """The task without accounts and drafts."""
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
    """Pseudonyms for addresses in any other field; what was annotated stays as it is."""
    rest = {k: v for k, v in task.items() if k != "data"}
    written = json.dumps(rest)
    if not any(address in written for address in who.addresses):
        return task
    for address, name in who.addresses.items():
        written = written.replace(address, name)
    cleaned = json.loads(written)
    return {k: task["data"] if k == "data" else cleaned[k] for k in task}


def _user(person: object) -> str | int | None:
    if as_list(person) is not None:
        listed = objects(person)
        return _user(listed[-1].get("user_id")) if listed else None
    return user_of(person)


def user_of(person: object) -> str | int | None:
    """The id of a user, given as an object or by the id itself."""
    known = as_object(person)
    user = person if known is None else known.get("id")
    return user if isinstance(user, str | int) else None
