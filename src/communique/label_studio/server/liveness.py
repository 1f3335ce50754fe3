"""Find out whether a server is running, by a lock that its process inherits.

Only this module uses `fcntl`. A `filelock` that a child process inherits is also unlocked for the
child when its owner releases it. It also has no shared lock without a file of its own, so two
commands that check at the same moment would take each other for the server.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

from communique.label_studio.server.data_dir import ServerError

_FILE: Final = ".alive"


@contextmanager
def life_lock(data_dir: Path) -> Generator[int]:
    """The file descriptor of a lock. A process that inherits it holds the lock until it ends.

    Raises ServerError if the system has no such locks.
    """
    with (data_dir / _FILE).open("w") as file:
        _lock(file, shared=False)
        yield file.fileno()  # closed here, never unlocked: the child has the same lock


def is_alive(data_dir: Path) -> bool:
    """Whether a process holds the server's lock. A pid is not enough, because it can be reused.

    Raises ServerError if the system has no such locks.
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
            "the annotation server does not run on Windows, or where Python has no `fcntl`;"
            " run `communique annotate` on Linux, macOS or the Windows Subsystem for Linux"
        ) from None
    fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB if shared else fcntl.LOCK_EX)
