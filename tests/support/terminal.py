"""The command line on a terminal of some width, as a person sees it."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path

from paths import SRC

_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_LEFT_ALONE = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING")


def heed_ctrl_c() -> None:
    """Let a new process get Ctrl-C (`preexec_fn`). A shell lets a command in the background ignore
    it, and so do the processes that this command starts, if it runs the tests.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def on_terminal(*arguments: str | Path, width: int = 80, typed: str = "", **env: str) -> str:
    """What `communique` prints on a terminal, with its colours. `typed` is typed into it."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    kept = {k: v for k, v in os.environ.items() if k not in _LEFT_ALONE}
    process = subprocess.Popen(
        [sys.executable, "-m", "communique", *map(str, arguments)],
        stdin=theirs if typed else subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs if typed else subprocess.DEVNULL,
        env={**kept, "PYTHONPATH": str(SRC), "TERM": "xterm-256color", "LINES": "24", **env},
    )
    os.close(theirs)
    if typed:
        os.write(ours, typed.encode())
    printed = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    process.wait()
    return printed.decode().replace("\r\n", "\n")


def plain(printed: str) -> str:
    """The text without colours."""
    return _STYLE.sub("", printed)


def words(printed: str) -> str:
    """The text without colours and lines of tables, with single blanks: wrapping leaves no trace
    between words.
    """
    return " ".join(plain(printed).replace("│", " ").split())


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux: the other side is closed
        return b""
