"""A shell on a terminal, and a person who types an answer whenever a question is asked."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path

WIDTH = 80
_QUESTION = re.compile(rb"[^\n]*:[ ]?\Z")


def run_on_terminal(
    script: str, folder: Path, env: Mapping[str, str], typed: Sequence[str]
) -> tuple[int, str]:
    """The exit code of a bash script, and what is on the screen in the end, answers included."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, WIDTH, 0, 0))
    process = subprocess.Popen(
        ["bash", "-c", script],
        cwd=folder,
        env={**env, "TERM": "dumb", "NO_COLOR": "1"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    screen, answers = b"", list(typed)
    while True:
        is_quiet = not select.select([ours], [], [], 0.1)[0]
        if is_quiet and answers and _QUESTION.search(screen):
            os.write(ours, answers.pop(0).encode() + b"\n")
        if is_quiet:
            continue
        try:
            screen += os.read(ours, 65536)
        except OSError:  # the other side is closed
            break
    os.close(ours)
    return process.wait(), screen.decode().replace("\r\n", "\n")
