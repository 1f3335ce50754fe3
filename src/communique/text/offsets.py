"""The exact map between a cleaned text and its raw source, in both directions.

The cleaner inserts blanks between pieces and newlines between blocks, so these have no raw offset.
A range can be mapped if its first and last code points were copied.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable

from communique.text.blocks import Block, Piece


class OffsetMap:
    """The exact map between the cleaned text of a document and its raw text, both ways.

    All offsets count code points. The cleaner inserts blanks and line feeds between the parts that
    it keeps, so these have no raw offset.

    >>> from communique.text.blocks import Piece
    >>> offsets = OffsetMap([Piece(start=0, raw_start=4, length=5)])  # the words [4, 9) of raw
    >>> offsets.to_raw(1, 3), offsets.from_raw(5, 7), offsets.from_raw(0, 7)
    ((5, 7), (1, 3), None)
    """

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._by_text = sorted(pieces)
        self._by_raw = sorted(self._by_text, key=lambda p: p.raw_start)
        self._starts = [p.start for p in self._by_text]
        self._raw_starts = [p.raw_start for p in self._by_raw]

    @classmethod
    def of(cls, blocks: Iterable[Block]) -> "OffsetMap":
        """Return the map of the blocks that are part of `text`."""
        return cls(p for b in blocks if b.start is not None for p in b.pieces)

    def point_to_raw(self, offset: int) -> int | None:
        """Return the raw offset of one code point of the text; None if the cleaner inserted it."""
        at = bisect_right(self._starts, offset) - 1
        if at < 0 or offset >= self._by_text[at].end:
            return None
        piece = self._by_text[at]
        return piece.raw_start + offset - piece.start

    def point_from_raw(self, offset: int) -> int | None:
        """Return the text offset of one raw code point; None if it was removed."""
        at = bisect_right(self._raw_starts, offset) - 1
        if at < 0 or offset >= self._by_raw[at].raw_end:
            return None
        piece = self._by_raw[at]
        return piece.start + offset - piece.raw_start

    def to_raw(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the raw range of `text[start:end]`; None if empty or an edge was inserted."""
        return _range(self.point_to_raw, start, end)

    def from_raw(self, raw_start: int, raw_end: int) -> tuple[int, int] | None:
        """Return the text range of `raw[raw_start:raw_end]`; None if empty or an edge is gone."""
        return _range(self.point_from_raw, raw_start, raw_end)


def _range(point: Callable[[int], int | None], start: int, end: int) -> tuple[int, int] | None:
    if start >= end:
        return None
    first, last = point(start), point(end - 1)
    if first is None or last is None or first > last:
        return None
    return first, last + 1
