"""Write a file compressed with Zstandard. The same lines give the same bytes."""

import io
import os
from collections.abc import Generator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, cast

import pyarrow

pa = cast("Any", pyarrow)
_BUFFER: Final = 1 << 20


@contextmanager
def _plainly(path: Path) -> Generator[None]:
    """Let an error of the operating system have its plain words and name the file."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, os.strerror(error.errno), str(path)) from None


class _Sink(io.RawIOBase):
    """A file. Once it is abandoned it takes what comes, else pyarrow complains on a full disk."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb", buffering=0)
        self.is_abandoned = False

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        rest = memoryview(b"" if self.is_abandoned else data)
        while rest:
            rest = rest[self._file.write(rest) :]
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


class ZstWriter:
    """A new file beside `target`, which it replaces when it is complete."""

    def __init__(self, target: Path, beside: Path) -> None:
        self._target, self._beside = target, beside
        self._lines: list[bytes] = []
        self._size = 0
        with _plainly(target):
            self._file = _Sink(beside)
            self._stream: Any = pa.CompressedOutputStream(pa.PythonFile(self._file, "w"), "zstd")

    def write(self, line: bytes) -> None:
        """Add a line. Raises OSError, which names the target."""
        self._lines.append(line)
        self._size += len(line)
        if self._size >= _BUFFER:
            self._flush()

    def _flush(self) -> None:
        with _plainly(self._target):
            self._stream.write(b"".join(self._lines))
        self._lines, self._size = [], 0

    def complete(self) -> str:
        """Finish the file and put it in its place. Returns its sha256. Raises OSError."""
        self._flush()
        with _plainly(self._target):
            self._stream.close()
            self._file.close()
            with self._beside.open("rb+") as file:
                os.fsync(file.fileno())
                digest = sha256()
                while data := file.read(_BUFFER):
                    digest.update(data)
            self._beside.replace(self._target)
        return digest.hexdigest()

    def abandon(self) -> None:
        """Leave nothing behind."""
        self._file.is_abandoned = True
        self._stream.close()
        self._file.close()
        self._beside.unlink(missing_ok=True)
