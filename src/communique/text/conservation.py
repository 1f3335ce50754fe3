"""Check that every raw character is kept, removed with a reason, or white space."""

from collections.abc import Iterator, Sequence

from communique.text.blocks import Block, Removed


def unaccounted(
    raw: str, blocks: Sequence[Block], removed: Sequence[Removed]
) -> Iterator[tuple[int, int, str]]:
    """Yield raw ranges that are used twice, or that are visible and neither kept nor removed."""
    claims = [(p.raw_start, p.raw_end) for b in blocks for p in b.pieces]
    claims += [(r.raw_start, r.raw_end) for r in removed]
    at = 0
    for start, end in sorted(claims):
        if not 0 <= start < end <= len(raw):
            yield start, end, "outside the raw text"
            continue
        if start < at:
            yield start, min(at, end), "kept or removed more than once"
        elif raw[at:start].strip():
            yield at, start, "neither kept nor removed"
        at = max(at, end)
    if raw[at:].strip():
        yield at, len(raw), "neither kept nor removed"


def broken_pieces(raw: str, text: str, blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """Yield the ids of blocks whose pieces do not match the text, each with a message."""
    at = 0
    for block in blocks:
        if message := _broken(raw, text, block):
            yield block.block_id, message
        if block.start is None or block.end is None:
            continue
        if block.start != at:
            yield block.block_id, f"the block starts at {block.start}, expected {at}"
        at = block.end + 1
    if text and at != len(text) + 1:
        yield blocks[-1].block_id if blocks else "-", "the blocks do not cover the whole text"


def _broken(raw: str, text: str, block: Block) -> str | None:
    if not block.pieces:
        return "the block has no pieces"
    if (block.raw_start, block.raw_end) != (block.pieces[0].raw_start, block.pieces[-1].raw_end):
        return "the raw range is not that of the pieces"
    at = block.start or 0
    for piece in block.pieces:
        if piece.start != at or piece.length <= 0 or piece.raw_end > len(raw):
            return f"a piece starts at {piece.start}, expected {at}"
        at = piece.end + 1
    surface = block.surface(raw)
    if block.start is not None and text[block.start : block.end] != surface:
        return "the text differs from the pieces"
    if "\n" in surface or surface != surface.rstrip() or _is_loose(raw, block, surface):
        return "the block has a line break inside, or white space at an edge"
    return None


def _is_loose(raw: str, block: Block, surface: str) -> bool:
    """Whether white space at the start is not the whole indentation of a line."""
    return surface[:1].isspace() and raw[block.raw_start - 1 : block.raw_start] not in ("", "\n")
