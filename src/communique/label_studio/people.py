"""The people of an export: who made annotations, and by which names the server knows them."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from communique.util.json_values import Object, as_list, as_object, as_string, objects

NO_AUTHOR: Final = ""  # the account of annotations that name nobody
_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.\w{2,}")
_OTHER: Final = re.compile(r"other(?:-[\w-]+)?")
_NAMES: Final = frozenset(("email", "username", "first_name", "last_name", "initials"))
_BY: Final = ("completed_by", "updated_by", "last_created_by")
_NO_PEOPLE: Final = frozenset(("data", "result"))  # the text and the answers


@dataclass(slots=True)
class People:
    """The pseudonyms of an export.

    `accounts`: pseudonyms by user id or address. `ids`: the user id of each address. `names`: the
    addresses and full names that the server wrote, with a user each. `authors`: the documents of
    each author, in order. Someone without a pseudonym is `other-<id>`, or `other-n<number>` without
    an id, so that such people remain distinct.
    """

    accounts: Mapping[str, str]
    ids: dict[str, str] = field(default_factory=dict[str, str])
    names: dict[str, str] = field(default_factory=dict[str, str])
    authors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _others: dict[str, str] = field(default_factory=dict[str, str])
    _pattern: re.Pattern[str] | None = None

    def name(self, person: object) -> str | None:
        """The pseudonym of a person, in any form that the server uses; None without a person."""
        user = self.user(person)
        return self.pseudonym(user) or self._other(user) if user else None

    def author(self, annotation: Object) -> str | None:
        """The pseudonym of an annotation's author; None if it has none, and nobody is named."""
        return self.name(annotation.get("completed_by")) or self.accounts.get(NO_AUTHOR)

    def unknown_authors(self, known: Collection[str]) -> dict[str, list[str]]:
        """The documents of each author who is not one of the known pseudonyms, by user."""
        unknown: dict[str, list[str]] = defaultdict(list)
        for user, documents in self.authors.items():
            named = self.name(user) if user else self.accounts.get(NO_AUTHOR)
            if named not in known:
                unknown[self.ids.get(user, user)] += documents
        return unknown

    def pseudonym(self, user: str) -> str | None:
        """The pseudonym that was given for a user; None without one."""
        known = (user, *(address for address, id_ in self.ids.items() if id_ == user))
        return next((self.accounts[k] for k in known if k and k in self.accounts), None)

    def user(self, person: object) -> str:
        """The id of a user, or the address or name if no id is known; "" without a user."""
        listed = as_list(person)
        if listed is not None:
            return self.user(objects(listed)[-1].get("user_id")) if objects(listed) else ""
        user = user_of(person)
        known = as_object(person) or {}
        named = user if user is not None else known.get("username") or _full_name(known)
        key = _key(named)
        return self.ids.get(key, key)

    def of_address(self, text: str) -> str | None:
        """The pseudonym, if a string is the address of someone here; else None."""
        return self.name(text) if _key(text) in self.ids else None

    def without_accounts(self, text: str) -> str:
        """A text without the addresses and full names of the people here."""
        if self._pattern is None:
            longest = sorted(self.names, key=len, reverse=True)
            listed = "|".join(re.escape(name) for name in longest) or r"(?!)"
            self._pattern = re.compile(rf"(?<![\w@])(?:{listed})(?!\w)", re.IGNORECASE)
        return self._pattern.sub(lambda m: self.name(self.names.get(_key(m[0]))) or "other", text)

    def without_people(self, text: str) -> str:
        """A text without any address, and without the full names of the people here."""
        return _ADDRESS.sub("other", self.without_accounts(text))

    def _other(self, user: str) -> str:
        if user.isdigit():
            return f"other-{user}"
        if user in self.accounts.values() or _OTHER.fullmatch(user):
            return user
        return self._others.setdefault(user, f"other-n{len(self._others) + 1}")


def people(tasks: Iterable[Any], accounts: Mapping[str, str]) -> People:
    """Find everyone in an export.

    `accounts` maps e-mail addresses or user ids to pseudonyms.
    """
    who = People({_key(account): pseudonym for account, pseudonym in accounts.items()})
    for account in accounts:
        _learn(who, {"email": account})
    for task in (as_object(t) or {} for t in tasks):
        for person in _mentioned(task):
            _learn(who, person)
        data = as_object(task.get("data")) or {}
        document = as_string(data.get("doc_id")) or f"task {task.get('id')}"
        _learn(who, {"email": task.get("updated_by")})
        for annotation in objects(task.get("annotations")):
            for key in _BY:
                _learn(who, {"email": annotation.get(key)})
            who.authors[who.user(annotation.get("completed_by"))].append(document)
    return who


def _learn(who: People, person: Object) -> None:
    """Remember the address and the full name of a user. An address without an id stands alone."""
    address, name = _key(person.get("email")), _key(_full_name(person))
    user = _key(person.get("id")) or who.ids.get(address, address)
    if "@" in address:
        who.ids[address] = who.names[address] = user
    if user and " " in name:
        who.names[name] = user


def _mentioned(value: object) -> Iterator[Object]:
    """The users that are written as objects, anywhere but in texts and answers."""
    found = as_object(value)
    if found is None:
        for item in as_list(value) or ():
            yield from _mentioned(item)
        return
    if is_person(found):
        yield found
    for key, item in found.items():
        if key not in _NO_PEOPLE:
            yield from _mentioned(item)


def is_person(found: Object) -> bool:
    """Whether an object is how the server writes a user."""
    has = {key for key in _NAMES if isinstance(found.get(key), str)}
    has_name = {"first_name", "last_name"} <= has or ("username" in has and "id" in found)
    return "email" in has or has_name


def _full_name(person: Object) -> str:
    parts = (as_string(person.get("first_name")), as_string(person.get("last_name")))
    return " ".join(part for part in parts if part)


def _key(account: object) -> str:
    """An account in the form that is compared: case and outer blanks make no difference."""
    is_account = type(account) is int or isinstance(account, str)
    return str(account).strip().casefold() if is_account else ""


def user_of(person: object) -> str | int | None:
    """The id of a user who is given as an object, an id or an address; None if nobody is given.

    An object without an id is known by its address.
    """
    known = as_object(person)
    users = (person,) if known is None else (known.get("id"), known.get("email"))
    return next((u for u in users if type(u) is int or (isinstance(u, str) and u)), None)
