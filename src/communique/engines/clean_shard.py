"""Clean the documents of one shard."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

from communique.engines.batches import clean_records
from communique.engines.crash_notes import CrashNotes
from communique.engines.readers import read_shard
from communique.engines.run_folder import RunFolder
from communique.engines.shard_writer import ShardWriter
from communique.engines.tally import Tally

MOST_DEATHS: Final = 100  # of workers at one shard
_PAUSE: Final = 0.5  # seconds between two reports of progress
Say = Callable[[int], None]
T = TypeVar("T")


class ShardError(RuntimeError):
    """Workers die at this shard again and again, whatever is left out."""


def clean_shard(folder: RunFolder, number: int, say: Say | None = None) -> Tally:
    """Clean one shard and write its part, unless it is finished.

    `say` receives the number of records since its last call. Documents that exceed the time limit
    end this process. Raises OSError, InputError, ShardError.
    """
    if folder.is_finished(number):
        return folder.tally(number)
    notes = open_notes(folder, number)
    settings, plan = folder.settings, folder.plan
    try:
        with ShardWriter(folder, number) as writer:
            records = counted(read_shard(plan, plan.shards[number], settings), say)
            for result in clean_records(records, settings.policy, notes):
                writer.add(result)
            tally = writer.finish()
    except BaseException:
        notes.close()
        raise
    notes.finish()
    return tally


@dataclass(frozen=True, slots=True)
class CleanTask:
    """`clean_shard` for one run, as what a worker gets."""

    folder: RunFolder

    def __call__(self, number: int, say: Say) -> Tally:
        """Clean the shard with this number."""
        return clean_shard(self.folder, number, say)

    def forget(self, number: int) -> None:
        """Forget that a worker was busy with this shard; it was stopped on purpose."""
        self.folder.forget(number)


def open_notes(folder: RunFolder, number: int) -> CrashNotes:
    """Open the crash notes of a shard. Raises ShardError if too many workers have died at it."""
    folder.running.mkdir(parents=True, exist_ok=True)
    notes = CrashNotes(folder.running, number, folder.settings.time_limit)
    if notes.n_deaths >= MOST_DEATHS:
        notes.close()
        raise ShardError(f"{MOST_DEATHS} workers have ended at part {number:05d}")
    return notes


def counted(records: Iterable[T], say: Say | None) -> Iterator[T]:
    """Yield the records, and report their number from time to time."""
    if say is None:
        yield from records
        return
    count, due = 0, time.monotonic() + _PAUSE
    for record in records:
        yield record
        count += 1
        if time.monotonic() >= due:
            say(count)
            count, due = 0, time.monotonic() + _PAUSE
    say(count)
