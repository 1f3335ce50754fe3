"""The kept lines of a text, as they were, and the places of blocks in them."""

from collections.abc import Sequence

from communique.cleaning.clean import CleanText
from communique.text import Block, Piece


def kept_lines(text: str, cleaned: CleanText) -> str:
    """Return the kept lines of `text` unchanged, one per line, whatever their type."""
    pieces = (piece for block in cleaned.blocks for piece in block.pieces)
    return "\n".join(whole_line(text, p.raw_start, p.raw_start + p.length) for p in pieces)


def blocks_in_lines(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with `start`, `end` and pieces in what `kept_lines` returns.

    There every block has a place, whatever its type.
    """
    return lines_and_blocks(text, blocks)[1]


def lines_and_blocks(text: str, blocks: Sequence[Block]) -> tuple[str, tuple[Block, ...]]:
    """Return the kept lines and the blocks with their places there; see `blocks_in_lines`."""
    lines: list[str] = []
    moved: list[Block] = []
    offset = 0
    for block in blocks:
        pieces: list[Piece] = []
        for _, raw_start, length in block.pieces:
            first = text.rfind("\n", 0, raw_start) + 1
            last = text.find("\n", raw_start + length)
            lines.append(text[first : last if last >= 0 else len(text)])
            pieces.append(Piece(offset + raw_start - first, raw_start, length))
            offset += len(lines[-1]) + 1
        raw = block.raw_start, block.raw_end, block.raw_sha256
        places = pieces[0].start, pieces[-1].end
        moved.append(Block(block.block_id, block.type, *places, *raw, tuple(pieces)))
    return "\n".join(lines), tuple(moved)


def whole_line(raw: str, start: int, end: int) -> str:
    """Return the line of `raw` around a range, with white space at its edges, without its "\\n"."""
    return line_around(raw, start, end)[1]


def line_around(raw: str, start: int, end: int) -> tuple[int, str]:
    """Return where the line around a range starts, and the line (see `whole_line`)."""
    first, stop = raw.rfind("\n", 0, start) + 1, raw.find("\n", end)
    return first, raw[first : stop if stop >= 0 else len(raw)]
