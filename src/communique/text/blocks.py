"""The parts of a cleaned document. Offsets are code points, half-open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

BLOCK_TYPES: Final = ("title", "byline", "heading", "paragraph", "caption", "reference")
BODY_TYPES: Final = frozenset({"title", "heading", "paragraph"})


class Piece(NamedTuple):
    """A run of `length` code points, equal at `start` in `text` and at `raw_start` in raw."""

    start: int
    raw_start: int
    length: int

    @property
    def end(self) -> int:
        return self.start + self.length

    @property
    def raw_end(self) -> int:
        return self.raw_start + self.length


@dataclass(frozen=True, slots=True)
class Block:
    """A title, byline, heading, paragraph, caption or reference.

    `start` and `end` are offsets in the document's text. Both are None for types that are not part
    of the text; the starts of their pieces count from the start of the block.

    >>> raw = "News, today"
    >>> block = Block("b000000", "title", 0, 4, 0, 4, "", (Piece(0, 0, 4),))
    >>> block.range, block.surface(raw)
    ((0, 4), 'News')
    """

    block_id: str
    type: str
    start: int | None
    end: int | None
    raw_start: int
    raw_end: int
    raw_sha256: str
    pieces: tuple[Piece, ...]

    @property
    def range(self) -> tuple[int, int]:
        """The range of the block in the document's text; (0, 0) if it is not part of the text."""
        return self.start or 0, self.end or 0

    def surface(self, raw: str) -> str:
        """Return the text of the block: its pieces joined by one blank."""
        return " ".join(raw[p.raw_start : p.raw_end] for p in self.pieces)


@dataclass(frozen=True, slots=True)
class Removed:
    """A raw range that was removed, with the reason (closed list) and the rule."""

    raw_start: int
    raw_end: int
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """The range of a paragraph's dateline ("LYON, France") in the document's text."""

    start: int
    end: int


def make_block_id(raw_start: int) -> str:
    """Return `b` and the raw start of the block in six or more digits; unique in a document."""
    return f"b{raw_start:06d}"


def body_blocks(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks that are part of `text`, in order."""
    return [block for block in blocks if block.start is not None]
