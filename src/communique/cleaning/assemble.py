"""Turn typed groups into blocks, pieces, removed ranges and the text. Offsets are code points."""

from collections.abc import Iterable
from hashlib import sha256

from communique.cleaning.decided import Decided
from communique.cleaning.kept import Kept
from communique.cleaning.lines import LineGroup
from communique.text import Block, Piece, Removed
from communique.text.blocks import BODY_TYPES, make_block_id


def build_blocks(raw: str, items: Iterable[Kept]) -> tuple[str, tuple[Block, ...]]:
    """Return the text and its blocks. Body blocks are joined by one "\\n"."""
    blocks: list[Block] = []
    parts: list[str] = []
    offset = 0
    for item in items:
        is_body = item.type in BODY_TYPES
        block = _block(raw, item, offset if is_body else None)
        blocks.append(block)
        if is_body:
            parts.append(block.surface(raw))
            offset = block.range[1] + 1
    return "\n".join(parts), tuple(blocks)


def removed_ranges(decided: Decided) -> tuple[Removed, ...]:
    """Return the removed ranges in raw order, without the white space around each line."""
    return tuple(Removed(g.start, g.end, v.reason, v.rule) for g, v in decided.removed())


def _block(raw: str, item: Kept, start: int | None) -> Block:
    pieces = _pieces(item.group, start or 0)
    raw_start, raw_end = pieces[0].raw_start, pieces[-1].raw_end
    # A lone surrogate has no UTF-8 form. Decoded files have none, but other strings may.
    content_sha256 = sha256(raw[raw_start:raw_end].encode("utf-8", "surrogatepass")).hexdigest()
    return Block(
        block_id=make_block_id(raw_start),
        type=item.type,
        start=start,
        end=None if start is None else pieces[-1].end,
        raw_start=raw_start,
        raw_end=raw_end,
        raw_sha256=content_sha256,
        pieces=pieces,
    )


def _pieces(group: LineGroup, start: int) -> tuple[Piece, ...]:
    """Return one piece for each line. A line of code has its indentation."""
    pieces: list[Piece] = []
    for raw_start, length in raw_pieces(group):
        pieces.append(Piece(start, raw_start, length))
        start += length + 1
    return tuple(pieces)


def raw_pieces(group: LineGroup) -> list[tuple[int, int]]:
    """Return the start and the length of each line. A line of code has its indentation."""
    if not group.is_code:
        return [(line.start, len(line.text)) for line in group.lines]
    return [(line.start - line.indent, len(line.text) + line.indent) for line in group.lines]
