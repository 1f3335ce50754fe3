"""Note which records a worker is busy with, so that a document that ends its worker is known.

The notes are files, because nothing else outlives a process that is killed. A worker that dies
leaves the range of records of its last batch. Whoever makes the shard again cleans these records
in small batches, and after another death one by one. A record at which a worker dies twice then is
quarantined. The death of a batch counts for none of its records: most workers are killed from
outside, whatever they are busy with.
"""

import os
import struct
from pathlib import Path
from typing import Final

MOST_RECORDS: Final = 32  # of a batch
_SMALL: Final = 4
_RANGE: Final = struct.Struct("<QQ")


class CrashNotes:
    """The notes of one shard, while it is made."""

    def __init__(self, folder: Path, number: int) -> None:
        self._busy = folder / f"part-{number:05d}.busy"
        self._deaths = folder / f"part-{number:05d}.deaths"
        self._died = _note_death(self._busy, self._deaths)
        self._handle = os.open(self._busy, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o644)

    def busy(self, first: int, count: int) -> None:
        """Note that the records from `first` (from 0, in the shard) are read and cleaned now."""
        os.pwrite(self._handle, _RANGE.pack(first, count), 0)

    @property
    def n_deaths(self) -> int:
        """How many workers have died at this shard."""
        return len(self._died)

    def has_crashed(self, index: int) -> bool:
        """Whether a record has ended a worker twice while it was cleaned alone."""
        return self._died.count((index, 1)) > 1

    def most(self, index: int) -> int:
        """The largest batch that a record may be in."""
        sizes = [count for first, count in self._died if first <= index < first + count]
        if not sizes:
            return MOST_RECORDS
        return _SMALL if min(sizes) > _SMALL else 1

    def close(self) -> None:
        """End without a death; the notes of earlier deaths stay."""
        os.close(self._handle)
        self._busy.unlink(missing_ok=True)

    def finish(self) -> None:
        """Remove the notes of a shard that is finished."""
        self.close()
        self._deaths.unlink(missing_ok=True)


def _note_death(busy: Path, deaths: Path) -> list[tuple[int, int]]:
    """Add a range that a dead worker left to the deaths. Returns all deaths."""
    try:
        left = busy.read_bytes()
    except FileNotFoundError:
        left = b""
    if len(left) == _RANGE.size:
        with deaths.open("ab") as file:
            file.write(left)
        busy.unlink(missing_ok=True)
    noted = deaths.read_bytes() if deaths.exists() else b""
    return [_range(noted, at) for at in range(0, len(noted), _RANGE.size)]


def _range(data: bytes, at: int) -> tuple[int, int]:
    first, count = _RANGE.unpack_from(data, at)
    return int(first), int(count)
