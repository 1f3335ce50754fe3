"""Whether a server lives: a lock that its process inherits, and that ends with the process.

This is the one place that keeps to `fcntl`. A `filelock` that a child process inherited would be
unlocked for the child, too, when its owner releases it. And it has no shared lock without a file of
its own, so that two commands that ask at the same moment would take each other for the server.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

from communique.label_studio.server.data_dir import ServerError

_FILE: Final = ".alive"


@contextmanager
def life_lock(data_dir: Path) -> Generator[int]:
    """The descriptor of a lock that a process is started with, and holds for as long as it lives.

    Raises ServerError where the system has no such locks.
    """
    with (data_dir / _FILE).open("w") as file:
        _lock(file, shared=False)
        yield file.fileno()  # closed here, never unlocked: the child has the same lock


def is_alive(data_dir: Path) -> bool:
    """Whether somebody holds the lock that a server inherits: a pid alone may be given anew.

    Raises ServerError where the system has no such locks.
    """
    with (data_dir / _FILE).open("a") as file:
        try:
            _lock(file, shared=True)
        except BlockingIOError:
            return True
    return False


def _lock(file: TextIO, *, shared: bool) -> None:
    try:
        import fcntl
    except ImportError:
        raise ServerError(
            "the annotation server cannot be run on Windows, or where Python has no `fcntl`;"
            " run `communique annotate` on Linux, macOS or the Windows Subsystem for Linux"
        ) from None
    fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB if shared else fcntl.LOCK_EX)
