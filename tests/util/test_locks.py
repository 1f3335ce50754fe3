"""Locks end with their processes, and a server's lock is the server's own."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from communique.label_studio.server.data_dir import ServerError, locked
from communique.label_studio.server.liveness import is_alive
from communique.label_studio.server.process import launch
from communique.release.repository import Repository
from communique.release.transaction import BusyError, release_lock
from paths import ROOT
from verbs import git

HOLDING = """
import sys, time
from pathlib import Path
{imports}
with {lock}:
    print("held", flush=True)
    time.sleep(60)
"""
RELEASE = HOLDING.format(
    imports="from communique.release.repository import Repository\n"
    "from communique.release.transaction import release_lock",
    lock="release_lock(Repository.of(Path(sys.argv[1])))",
)
DIRECTORY = HOLDING.format(
    imports="from communique.label_studio.server.data_dir import locked",
    lock="locked(Path(sys.argv[1]))",
)


def holder(program: str, where: Path) -> subprocess.Popen[str]:
    """A process that has the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(where)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_a_release_that_is_killed_leaves_no_lock(tmp_path: Path):
    git(tmp_path, "init", "-q")
    repository = Repository.of(tmp_path)
    process = holder(RELEASE, tmp_path)
    with pytest.raises(BusyError), release_lock(repository):
        pass
    kill(process)
    for _ in range(2):
        with release_lock(repository), pytest.raises(BusyError), release_lock(repository):
            pass


def test_a_start_that_is_killed_leaves_no_lock(tmp_path: Path):
    process = holder(DIRECTORY, tmp_path)
    waiting = subprocess.Popen(
        [sys.executable, "-c", DIRECTORY, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert waiting.stdout is not None
    assert select.select([waiting.stdout], [], [], 1) == ([], [], [])
    kill(process)
    assert waiting.stdout.readline() == "held\n"
    kill(waiting)
    with locked(tmp_path):
        pass


def until(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_a_server_lives_for_as_long_as_its_process(tmp_path: Path):
    executable = tmp_path / "server"
    executable.write_text("#!/bin/sh\nexec sleep 60\n")
    executable.chmod(0o700)
    assert not is_alive(tmp_path)
    with locked(tmp_path):  # as `start` has it; the child gets nothing of this one
        pid = launch(executable, tmp_path, 0, {})
    with locked(tmp_path):
        assert is_alive(tmp_path)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    assert until(lambda: not is_alive(tmp_path))


def test_asking_at_the_same_moment_is_no_server(tmp_path: Path):
    import fcntl

    with (tmp_path / ".alive").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_SH)  # what `is_alive` of another process does
        assert not is_alive(tmp_path)


def test_without_such_locks_the_server_is_refused_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "fcntl", None)
    with pytest.raises(ServerError, match=r"does not run on Windows, or where .*; run"):
        is_alive(tmp_path)
