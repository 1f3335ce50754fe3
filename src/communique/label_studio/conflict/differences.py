"""Differences between the two sides of a conflict."""

import codecs
from dataclasses import dataclass
from typing import Final

import orjson

from communique.util.json_values import Object, as_list, as_object, objects

_LONGEST_WORD: Final = 40  # characters


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that only one side has, or that differs; `what` describes it in a few words.

    `id` is an annotation id, a uid, or the place of a region without an id. It is "" if the task
    differs in something other than its regions. `by_hand` marks a decision of a person or model.
    """

    id: str
    document: str
    what: str
    candidates: tuple[str, ...] = ()
    by_hand: bool = False

    def __str__(self) -> str:
        """The difference in one line."""
        annotations = f"; annotations {', '.join(self.candidates)}" if self.candidates else ""
        text = f"document {self.document}: {self.what}{annotations}"
        return f"{self.id} ({text})" if self.id else text


@dataclass(frozen=True, slots=True)
class Differences:
    """All differences of two sides.

    `unreadable` says what is wrong with a side that cannot be read; then nothing is compared. The
    other side has no task or no answer for a document in `our_documents` or `their_documents`.
    """

    only_ours: tuple[Difference, ...] = ()
    only_theirs: tuple[Difference, ...] = ()
    both: tuple[Difference, ...] = ()
    our_documents: tuple[str, ...] = ()
    their_documents: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


def listed_objects(data: bytes, key: str | None = None) -> list[Object] | str:
    """The objects of the list in the data, or of the list under a key; else what is wrong."""
    try:
        value = orjson.loads(data.removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError as error:
        return f"not JSON: {error}"
    listed = as_list((as_object(value) or {}).get(key) if key else value)
    return f"not a list of {key or 'tasks'}" if listed is None else objects(listed)


def unreadable_sides(ours: list[Object] | str, theirs: list[Object] | str) -> Differences:
    """The result if a side is not a list of objects but a message."""
    named = (("ours", ours), ("theirs", theirs))
    return Differences(unreadable=tuple(f"{k} is {v}" for k, v in named if isinstance(v, str)))


def short_word(value: object) -> str:
    """The value if it is a short printable word; else ""."""
    text = str(value) if isinstance(value, str | int) else ""
    return text if text.isprintable() and " " not in text and len(text) <= _LONGEST_WORD else ""
