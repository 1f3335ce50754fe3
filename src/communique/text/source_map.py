"""Map raw offsets to the bytes and code points of the source file itself.

Raw offsets count code points after decoding (`communique.text.decode`): without a leading byte
order mark, and with each CRLF and each lone CR as one LF.
"""

from collections.abc import Iterator
from itertools import accumulate

from communique.text.decode import decode

_BOM = "\ufeff"


class SourceMap:
    r"""Where each raw code point is in the bytes and the code points of its file.

    Ranges are half-open. A line break that was CRLF is two bytes and two code points. A byte order
    mark belongs to no raw range. Raises UndecodableError for a file that cannot be raw text.

    >>> data = "\ufeffé\r\nb".encode()
    >>> SourceMap(data).to_bytes(0, 2), SourceMap(data).to_code_points(0, 2)
    ((3, 7), (1, 4))
    """

    def __init__(self, data: bytes) -> None:
        self.raw = decode(data)
        text = data.decode("utf-8")
        first = text.startswith(_BOM)
        units = list(_units(text[first:]))
        self._points = list(accumulate(map(len, units), initial=int(first)))
        widths = (len(unit.encode("utf-8")) for unit in units)
        self._bytes = list(accumulate(widths, initial=3 * first))

    def to_bytes(self, start: int, end: int) -> tuple[int, int]:
        """Return the byte range of `raw[start:end]`. Raises ValueError outside the text."""
        return self._range(self._bytes, start, end)

    def to_code_points(self, start: int, end: int) -> tuple[int, int]:
        """Return the range in the file's code points: all of them, with byte order mark and CR.

        Raises ValueError outside the text.
        """
        return self._range(self._points, start, end)

    def _range(self, places: list[int], start: int, end: int) -> tuple[int, int]:
        if not 0 <= start <= end <= len(self.raw):
            raise ValueError(f"[{start}, {end}) is not in a raw text of length {len(self.raw)}")
        return places[start], places[end]


def _units(text: str) -> Iterator[str]:
    """Yield the characters that became one raw code point each."""
    for n, line in enumerate(text.split("\r\n")):
        if n:
            yield "\r\n"
        yield from line
