"""End a worker that needs too much processor time for a few documents, whatever it is busy with.

Compiled code does not return to Python while it runs, so neither a thread nor an exception of
Python can stop it. The operating system can: it sends a signal after so much processor time. Time
in which other programs run does not count, so the same document is too slow on a busy machine and
on an idle one.
"""

import faulthandler
import signal
from pathlib import Path


class TimeLimit:
    """A limit of processor time. The process that exceeds it ends, and leaves a note in a file."""

    def __init__(self, note: Path, seconds: float) -> None:
        self._note, self._seconds = note, seconds
        self._file = note.open("wb")
        # faulthandler writes in C, then the signal ends the process.
        faulthandler.register(signal.SIGPROF, self._file, all_threads=False, chain=True)

    def start(self) -> None:
        """Count from now on."""
        signal.setitimer(signal.ITIMER_PROF, self._seconds)

    def stop(self) -> None:
        """Count no more."""
        signal.setitimer(signal.ITIMER_PROF, 0)

    def close(self) -> None:
        """End the limit, and remove the note."""
        self.stop()
        faulthandler.unregister(signal.SIGPROF)
        self._file.close()
        self._note.unlink(missing_ok=True)


def take_note(note: Path) -> bool:
    """Whether the last process ended because of the limit. Removes its note."""
    try:
        is_slow = note.stat().st_size > 0
    except FileNotFoundError:
        return False
    note.unlink(missing_ok=True)
    return is_slow
