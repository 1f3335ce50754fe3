"""What two sides of a conflict differ in."""

import codecs
from dataclasses import dataclass
from typing import Final

import orjson

from communique.util.json_values import Object, as_list, as_object, objects

_LONGEST_WORD: Final = 40  # characters


@dataclass(frozen=True, slots=True)
class Difference:
    """What one side alone has, or both have but not alike; `what` says it in a few words.

    `id` is an annotation id or a uid; a region without an id has its place there, and a difference
    of a task that is not in its regions has "". `by_hand` is a decision that somebody made.
    """

    id: str
    document: str
    what: str
    candidates: tuple[str, ...] = ()
    by_hand: bool = False

    def __str__(self) -> str:
        """In one line."""
        of = f"; annotations {', '.join(self.candidates)}" if self.candidates else ""
        told = f"document {self.document}: {self.what}{of}"
        return f"{self.id} ({told})" if self.id else told


@dataclass(frozen=True, slots=True)
class Differences:
    """All that two sides differ in. `unreadable` says what is wrong with a side that is not what it
    should be; nothing is compared then.

    Of a document in `our_documents` or `their_documents`, the other side has no task or no answer.
    """

    only_ours: tuple[Difference, ...] = ()
    only_theirs: tuple[Difference, ...] = ()
    both: tuple[Difference, ...] = ()
    our_documents: tuple[str, ...] = ()
    their_documents: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


def listed_objects(data: bytes, key: str | None = None) -> list[Object] | str:
    """The objects of the list that the data are, or have under a key; else what is wrong."""
    try:
        value = orjson.loads(data.removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError as error:
        return f"not JSON: {error}"
    listed = as_list((as_object(value) or {}).get(key) if key else value)
    return f"no list of {key or 'tasks'}" if listed is None else objects(listed)


def unreadable_sides(ours: list[Object] | str, theirs: list[Object] | str) -> Differences:
    named = (("ours", ours), ("theirs", theirs))
    return Differences(unreadable=tuple(f"{k} is {v}" for k, v in named if isinstance(v, str)))


def short_word(value: object) -> str:
    """The value if it is a short word, which can be shown anywhere; else ""."""
    text = str(value) if isinstance(value, str | int) else ""
    return text if text.isprintable() and " " not in text and len(text) <= _LONGEST_WORD else ""
