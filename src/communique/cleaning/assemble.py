"""Turn typed groups into blocks, pieces, removed ranges and the text. Offsets are code points."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from communique.cleaning.lines import Line, LineGroup
from communique.cleaning.matching import Verdicts
from communique.cleaning.structure import Kept
from communique.text import Block, Piece, Removed
from communique.text.blocks import BODY_TYPES, make_block_id


def build_blocks(raw: str, items: Iterable[Kept]) -> tuple[str, tuple[Block, ...]]:
    """Return the text and its blocks. Body blocks are joined by one "\\n"."""
    blocks: list[Block] = []
    parts: list[str] = []
    offset = 0
    for item in items:
        if item.type in BODY_TYPES:
            blocks.append(_block(raw, item, offset))
            parts.append(item.group.text)
            offset += len(item.group.text) + 1
        else:
            blocks.append(_block(raw, item, None))
    return "\n".join(parts), tuple(blocks)


def removed_ranges(groups: Sequence[LineGroup], verdicts: Verdicts) -> tuple[Removed, ...]:
    """Return the removed ranges in raw order, without the white space around each line."""
    return tuple(
        Removed(groups[i].start, groups[i].end, verdicts[i].reason, verdicts[i].rule)
        for i in sorted(verdicts)
    )


def _block(raw: str, item: Kept, start: int | None) -> Block:
    lines = item.group.lines
    raw_start, raw_end = lines[0].start, lines[-1].end
    pieces = _pieces(lines, start or 0)
    content = lines[0].text if len(lines) == 1 else raw[raw_start:raw_end]
    # A lone surrogate has no UTF-8 form. Decoded files have none, but other strings may.
    content_sha256 = sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
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


def _pieces(lines: Sequence[Line], start: int) -> tuple[Piece, ...]:
    if len(lines) == 1:
        return (Piece(start, lines[0].start, len(lines[0].text)),)
    pieces: list[Piece] = []
    for line in lines:
        pieces.append(Piece(start, line.start, len(line.text)))
        start += len(line.text) + 1
    return tuple(pieces)
