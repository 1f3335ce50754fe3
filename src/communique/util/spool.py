"""Bytes that are kept for later: in memory while they are few, else in a temporary file."""

import os
import tempfile
from typing import Final

_MOST: Final = 1 << 25  # bytes that stay in memory
_BUFFERED: Final = 1 << 20  # bytes that are written to the file at once


class Spool:
    """Bytes that are put one after another and read by their place.

    Small content stays in memory. Larger content is in a temporary file without a name, which ends
    with the process. Processes that are forked from this one can read it at the same time.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._memory = bytearray()
        self._file: int | None = None
        self._written = 0  # bytes that are in the file

    def put(self, data: bytes) -> int:
        """Keep some bytes. Return their place. Raises OSError, for example on a full disk."""
        at = self._written + len(self._memory)
        self._memory += data
        if len(self._memory) > (self._most if self._file is None else _BUFFERED):
            self._flush()
        return at

    def get(self, at: int, length: int) -> bytes:
        """The bytes that were put at a place. Raises OSError."""
        if self._file is None or at >= self._written:
            start = at - self._written
            return bytes(self._memory[start : start + length])
        return os.pread(self._file, length, at)

    def _flush(self) -> None:
        if self._file is None:
            handle, name = tempfile.mkstemp(prefix="communique-")
            os.unlink(name)  # noqa: PTH108 - the file ends with its handle
            self._file = handle
        data = memoryview(self._memory)
        while data:
            data = data[os.write(self._file, data) :]
        self._written += len(self._memory)
        self._memory = bytearray()

    def __del__(self) -> None:
        if self._file is not None:
            os.close(self._file)
