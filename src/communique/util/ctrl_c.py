"""Ctrl-C in a command that has worker processes: the command ends them, and none prints an error.

A terminal sends the signal to every process of the command. A worker that is just starting would
end with a traceback, because it cannot ignore the signal yet.
"""

import signal
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

INTERRUPTED: Final = 130  # the exit code of a command that Ctrl-C has ended
_SIGNALS: Final = {signal.SIGINT}


@contextmanager
def held_back() -> Generator[None]:
    """Hold Ctrl-C back until the end of the context. A process that is started in it inherits this.

    Needs a POSIX system.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore_ctrl_c() -> None:
    """Let this process, a worker, ignore Ctrl-C, which also ends what `held_back` began."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
