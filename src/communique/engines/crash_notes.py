"""Note which records a worker is busy with, so that a document that ends its worker is known.

The notes are files, because nothing else outlives a process that is killed. A worker that dies
leaves the range of records of its last batch. Whoever makes the shard again cleans these records
in small batches, and after another death one by one. A record at which a worker dies twice then is
quarantined. The death of a batch counts for none of its records: most workers are killed from
outside, whatever they are busy with.

A worker that exceeds the time limit ends itself. Its records are cleaned one by one at once, and
the one that alone exceeds the limit is quarantined: it would do so again.
"""

import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from communique.engines.faults import CRASHED, TOO_SLOW
from communique.engines.settings import TIME_LIMIT
from communique.engines.time_limit import TimeLimit, take_note

MOST_RECORDS: Final = 32  # of a batch
_SMALL: Final = 4
_RANGE: Final = struct.Struct("<QQ")
_DEATH: Final = struct.Struct("<QQ?")


@dataclass(frozen=True, slots=True)
class _Death:
    """The records that a worker was busy with when it died, and whether they took too long."""

    first: int
    count: int
    is_slow: bool

    def is_at(self, index: int) -> bool:
        return self.first <= index < self.first + self.count


class CrashNotes:
    """The notes of one shard, while it is made. `limit` is in seconds of processor time."""

    def __init__(self, folder: Path, number: int, limit: float = TIME_LIMIT) -> None:
        self._busy = folder / f"part-{number:05d}.busy"
        self._deaths = folder / f"part-{number:05d}.deaths"
        slow = folder / f"part-{number:05d}.slow"
        self._died = _note_death(self._busy, self._deaths, is_slow=take_note(slow))
        self._handle = os.open(self._busy, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o644)
        self._limit = TimeLimit(slow, limit)

    def busy(self, first: int, count: int) -> None:
        """Note that the records from `first` (from 0, in the shard) are read and cleaned now."""
        os.pwrite(self._handle, _RANGE.pack(first, count), 0)
        self._limit.start()

    def rest(self) -> None:
        """Stop the time: what follows is not the reading and cleaning of documents."""
        self._limit.stop()

    @property
    def n_deaths(self) -> int:
        """How many workers have died at this shard."""
        return len(self._died)

    def reason(self, index: int) -> str | None:
        """Why a record must not be cleaned again: `crashed`, `too-slow`, or None: it may."""
        alone = [d.is_slow for d in self._died if d.count == 1 and d.first == index]
        if any(alone):
            return TOO_SLOW
        return CRASHED if len(alone) > 1 else None

    def most(self, index: int) -> int:
        """The largest batch that a record may be in."""
        deaths = [death for death in self._died if death.is_at(index)]
        if not deaths:
            return MOST_RECORDS
        is_first = min(death.count for death in deaths) > _SMALL
        return _SMALL if is_first and not any(death.is_slow for death in deaths) else 1

    def close(self) -> None:
        """End without a death; the notes of earlier deaths stay."""
        self._limit.close()
        os.close(self._handle)
        self._busy.unlink(missing_ok=True)

    def finish(self) -> None:
        """Remove the notes of a shard that is finished."""
        self.close()
        self._deaths.unlink(missing_ok=True)


def _note_death(busy: Path, deaths: Path, *, is_slow: bool) -> list[_Death]:
    """Add what a dead worker left to the deaths. Returns all deaths."""
    try:
        left = busy.read_bytes()
    except FileNotFoundError:
        left = b""
    if len(left) == _RANGE.size:
        with deaths.open("ab") as file:
            file.write(_DEATH.pack(*_RANGE.unpack(left), is_slow))
        busy.unlink(missing_ok=True)
    noted = deaths.read_bytes() if deaths.exists() else b""
    whole = len(noted) - len(noted) % _DEATH.size
    return [_Death(*death) for death in _DEATH.iter_unpack(noted[:whole])]
