"""What a reader yields for each record of a file: a document, a page, a fault, or neither."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from communique.extraction import Payload

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Key:
    """The key of a document: its input file, and the number of its record there, from 1."""

    file: str
    record: int


@dataclass(frozen=True, slots=True)
class Document:
    """A text to clean, or the HTML of a page.

    `others` are the other values of its record; `code` are ranges of code.
    """

    key: Key
    id: object
    text: str
    others: dict[str, Any] = field(default_factory=dict[str, Any])
    code: Ranges = ()
    is_html: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an archive, whose text is still to be extracted."""

    key: Key
    payload: "Payload"


@dataclass(frozen=True, slots=True)
class Fault:
    """A document that cannot be cleaned. `reason` is one of `faults.REASONS`."""

    key: Key
    reason: str
    detail: str
    id: object = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that is no document, for example the request of a crawler, and what it is."""

    key: Key
    why: str


Record = Document | Page | Fault | Skipped
