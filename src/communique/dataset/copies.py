"""Read files from folders, archives (zip, tar, gzip) and web archives, whatever their names."""

import errno
import gzip
import lzma
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from communique.extraction import ExtractionError, Payload, read_archive

_MOST_BYTES: Final = 500_000_000  # of one file; no text is that long
_DEPTH: Final = 3  # of archives in archives
_GZIP: Final = b"\x1f\x8b"
_WARC: Final = b"WARC/"
_PACKED: Final = (_GZIP, b"PK\x03\x04", b"BZh", b"\xfd7zXZ", _WARC)
_BROKEN: Final = (
    *(tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(EOFError, ExtractionError, NotImplementedError, RuntimeError),  # the last: a password
)


@dataclass(frozen=True, slots=True)
class Copy:
    """The content of a file, and its name for messages. `uri` is set for a page of a web archive.

    A file in an archive is named `ARCHIVE: FILE`.
    """

    name: str
    data: bytes
    uri: str | None = None


@dataclass
class Copies:
    """All files of folders and archives. They are read one by one, again for each iteration.

    `notes` names archives that could not be read to their end, and web archives that were not read
    because the extra `html` is not installed.
    """

    paths: Iterable[Path]
    notes: dict[str, None] = field(default_factory=dict[str, None])

    def __iter__(self) -> Iterator[Copy]:
        """Yield every file. Raises OSError."""
        for path in self.paths:
            listed = sorted(path.rglob("*")) if path.is_dir() else [path]
            for file in listed:
                if file.is_file():
                    yield from self._of_file(file, str(file), _DEPTH)

    def _of_file(self, file: Path, name: str, depth: int) -> Iterator[Copy]:
        """The file itself, then the files in it if it is an archive."""
        size = file.stat().st_size
        if size <= _MOST_BYTES:
            yield Copy(name, file.read_bytes())
        if depth == 0 or size == 0:
            return
        try:
            if _is_warc(file):
                yield from _pages(file, name)
            elif zipfile.is_zipfile(file):
                yield from self._of_zip(file, name, depth)
            elif tarfile.is_tarfile(file):
                yield from self._of_tar(file, name, depth)
            elif _starts(file) == _GZIP:
                with gzip.open(file) as opened:
                    yield Copy(name, opened.read(_MOST_BYTES))
        except (*_BROKEN, OSError) as error:
            if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
                raise  # the disk, not the content
            self.notes[f"{name} cannot be read to its end: {error}"] = None

    def _of_zip(self, file: Path, name: str, depth: int) -> Iterator[Copy]:
        with zipfile.ZipFile(file) as packed:
            for member in packed.infolist():
                if not member.is_dir() and member.file_size <= _MOST_BYTES:
                    data = packed.read(member)
                    yield from self._of_member(f"{name}: {member.filename}", data, depth)

    def _of_tar(self, file: Path, name: str, depth: int) -> Iterator[Copy]:
        with tarfile.open(file) as packed:
            for member in packed:
                if member.isfile() and member.size <= _MOST_BYTES:
                    opened = packed.extractfile(member)
                    data = opened.read() if opened else b""
                    yield from self._of_member(f"{name}: {member.name}", data, depth)

    def _of_member(self, name: str, data: bytes, depth: int) -> Iterator[Copy]:
        if not data.startswith(_PACKED) and data[257:262] != b"ustar":
            yield Copy(name, data)
            return
        with tempfile.TemporaryDirectory() as place:
            inner = Path(place) / "member"
            inner.write_bytes(data)
            yield from self._of_file(inner, name, depth - 1)


def _starts(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(len(_GZIP))


def _is_warc(file: Path) -> bool:
    """Whether the file is a web archive, compressed or not."""
    try:
        with gzip.open(file) if _starts(file) == _GZIP else file.open("rb") as opened:
            return opened.read(len(_WARC)) == _WARC
    except (OSError, EOFError, zlib.error):  # gzip in name only
        return False


def _pages(file: Path, name: str) -> Iterator[Copy]:
    for page in read_archive(file):
        if isinstance(page, Payload):
            yield Copy(f"{name}: {page.uri or page.record}", page.data, page.uri)
