"""Open a file as a stream of bytes, decompressed if its name ends in `.gz` or `.zst`."""

import gzip
import io
import zlib
from pathlib import Path
from typing import IO, Any, Final, cast

import pyarrow

from communique.engines.faults import TRUNCATED, UNREADABLE

pa = cast("Any", pyarrow)
# An error loses what the same call has decompressed, so a call asks for little.
_MOST: Final = 1 << 14


class _Zst(io.RawIOBase):
    """A file compressed with Zstandard, as a raw stream."""

    def __init__(self, path: str) -> None:
        self._stream = pa.input_stream(path, compression="zstd")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        data: bytes = self._stream.read(min(len(buffer), _MOST))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


def open_bytes(path: str) -> IO[bytes]:
    """Open a file for reading. Raises OSError."""
    lower = path.lower()
    if lower.endswith(".gz"):
        return cast("IO[bytes]", gzip.open(path, "rb"))
    if lower.endswith(".zst"):
        Path(path).open("rb").close()  # an OSError that names the file
        return cast("IO[bytes]", io.BufferedReader(_Zst(path)))
    return Path(path).open("rb")


def damage(error: Exception) -> tuple[str, str]:
    """Return the reason and the detail for an error of a compressed stream.

    Raises the error again if the operating system reports it: then the file may be sound.
    """
    if isinstance(error, EOFError) or "Truncated" in str(error):
        return TRUNCATED, "the compressed file is truncated"
    if isinstance(error, OSError) and error.errno is not None:
        raise error
    return UNREADABLE, str(error) or type(error).__name__


DAMAGE: Final = (EOFError, OSError, zlib.error)
