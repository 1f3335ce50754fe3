"""What a cleaned document is made of. Offsets are code points, half-open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

BLOCK_TYPES: Final = ("title", "byline", "heading", "paragraph", "caption", "reference")
BODY_TYPES: Final = frozenset({"title", "heading", "paragraph"})


class Piece(NamedTuple):
    """A run of `length` code points that `text` has at `start` and raw at `raw_start`."""

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

    `start`, `end` index the document's text; both are None for the types outside it, whose
    piece starts count from the block's own beginning.
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
        """Where a block of the body stands in the document's text; (0, 0) outside the body."""
        return self.start or 0, self.end or 0

    def surface(self, raw: str) -> str:
        """The block's own text: its pieces joined by one blank."""
        return " ".join(raw[p.raw_start : p.raw_end] for p in self.pieces)


@dataclass(frozen=True, slots=True)
class Removed:
    """A raw range that was left out, with the reason (closed list) and the rule that decided."""

    raw_start: int
    raw_end: int
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where a paragraph's dateline stands in the document's text ("LYON, France")."""

    start: int
    end: int


def make_block_id(raw_start: int) -> str:
    """`b` and six or more digits of the block's raw start; unique within a document."""
    return f"b{raw_start:06d}"


def body_blocks(blocks: Sequence[Block]) -> list[Block]:
    """The blocks that stand in `text`, in order."""
    return [block for block in blocks if block.start is not None]
