"""The kept lines of a text, as they were, and the places of blocks in them."""

from collections.abc import Sequence

from communique.cleaning.clean import CleanText
from communique.text import Block, Piece


def kept_lines(text: str, cleaned: CleanText) -> str:
    """Return the kept lines of `text` unchanged, one per line, whatever their type."""
    pieces = (piece for block in cleaned.blocks for piece in block.pieces)
    return "\n".join(line_around(text, p.raw_start, p.raw_start + p.length)[1] for p in pieces)


def lines_and_blocks(text: str, blocks: Sequence[Block]) -> tuple[str, tuple[Block, ...]]:
    """Return the kept lines, and the blocks with `start`, `end` and pieces in them.

    There every block has a place, whatever its type.
    """
    lines: list[str] = []
    moved: list[Block] = []
    offset = 0
    for block in blocks:
        pieces: list[Piece] = []
        for _, raw_start, length in block.pieces:
            first, line = line_around(text, raw_start, raw_start + length)
            lines.append(line)
            pieces.append(Piece(offset + raw_start - first, raw_start, length))
            offset += len(line) + 1
        raw = block.raw_start, block.raw_end, block.raw_sha256
        places = pieces[0].start, pieces[-1].end
        moved.append(Block(block.block_id, block.type, *places, *raw, tuple(pieces)))
    return "\n".join(lines), tuple(moved)


def line_around(raw: str, start: int, end: int) -> tuple[int, str]:
    """Return where the line around a range starts, and the line without its "\\n", with white space
    at its edges.
    """
    first, stop = raw.rfind("\n", 0, start) + 1, raw.find("\n", end)
    return first, raw[first : stop if stop >= 0 else len(raw)]
