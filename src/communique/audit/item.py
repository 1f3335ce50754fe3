"""What an audit looks at: decisions with their values, and the texts around them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from communique.dataset.tokens import Tokens, tokenize
from communique.records import RecordKind, Values

LABEL: Final = "label"
BORDER: Final = "border"


@dataclass(frozen=True)
class Text:
    """A document: its text, its blocks as (start, end, type), and its group of near-duplicates."""

    doc_id: str
    text: str
    blocks: tuple[tuple[int, int, str], ...]
    group: str

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens of the text."""
        return tokenize(self.text)

    @cached_property
    def lower(self) -> list[str]:
        """The tokens without case."""
        return [token.casefold() for token in self.tokens.texts]

    @cached_property
    def block_of(self) -> list[tuple[int, int, str]]:
        """For each token the first token, the end and the type of its block."""
        blocks: list[tuple[int, int, str]] = [(0, len(self.lower), "")] * len(self.lower)
        for start, end, type_ in self.blocks:
            inside = self.tokens.overlapping(start, end)
            for i in inside:
                blocks[i] = inside.start, inside.stop, type_
        return blocks

    def edge(self, first: int, stop: int) -> tuple[int, int]:
        """The range of characters of some tokens."""
        last = stop - 1
        return self.tokens.starts[first], self.tokens.starts[last] + len(self.tokens.texts[last])


@dataclass(frozen=True, slots=True)
class AuditItem:
    """A decision. `values`: its label and attributes by question; None where it has no value.

    `start end` are code points of the document's text, None for a document value; then `subject`
    says what was asked. `candidates` are the annotations that it rests on.
    """

    layer: str
    doc_id: str
    uid: str
    kind: RecordKind
    start: int | None
    end: int | None
    values: Mapping[str, Values | None]
    candidates: tuple[str, ...] = ()
    subject: Mapping[str, Values] = field(default_factory=dict[str, Values])

    @property
    def place(self) -> tuple[int, int]:
        """Start and end; (0, 0) for a document value."""
        return self.start or 0, self.end or 0

    def words(self, text: Text) -> range:
        """The tokens of the item; all of them for a document value."""
        if self.start is None:
            return range(len(text.lower))
        return text.tokens.overlapping(*self.place)

    def surface(self, text: Text) -> str:
        """The characters of the item; "" for a document value."""
        return text.text[slice(*self.place)]


def values_of(value: Values | None) -> tuple[str, ...]:
    """The single values of a value."""
    return () if value is None else (value,) if isinstance(value, str) else value


def shown(value: Values | None) -> str:
    """A value in words."""
    return ", ".join(values_of(value)) or "nothing"


def asked(item: AuditItem) -> Iterator[str]:
    """The questions that are asked of an item: its values, and the border of a span."""
    yield from item.values
    if item.kind == "span":
        yield BORDER
