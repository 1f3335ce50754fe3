"""A large report that is made early and written late."""

from itertools import islice
from typing import Final

from communique.util.atomic_write import json_parts
from communique.util.spool import Spool

_MOST: Final = 1 << 20  # bytes that stay in memory
_AT_ONCE: Final = 10_000  # parts


class KeptJson:
    r"""Plain data as JSON. A large one is in a temporary file: as objects it takes much memory.

    >>> KeptJson({"rows": 2}).read()
    b'{\n "rows": 2\n}\n'
    """

    def __init__(self, data: object) -> None:
        self._spool = Spool(_MOST)
        self._places: list[tuple[int, int]] = []  # start and size of each piece
        parts = json_parts(data)
        while some := list(islice(parts, _AT_ONCE)):
            text = "".join(some).encode("utf-8")
            self._places.append((self._spool.put(text), len(text)))

    def read(self) -> bytes:
        """The JSON as it is committed. Raises OSError."""
        return b"".join(self._spool.get(*place) for place in self._places)
