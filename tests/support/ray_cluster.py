"""A Ray cluster of two nodes on this machine, and its processes."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path


def processes(parent: int | None = None, words: Sequence[str] = ()) -> list[int]:
    """The processes below `parent` whose command line has all words, the oldest first."""
    found: list[int] = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            above = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if (parent is None or above == parent) and all(word in command for word in words):
            found.append(int(folder.name))
    return sorted(found)


class Cluster:
    """Started with `ray start`, as on a real cluster. Its processes name its folder."""

    def __init__(self, program: Path) -> None:
        self._program = program
        self._folder = Path(tempfile.mkdtemp(prefix="ray-"))  # short: a socket has 107 characters
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"

    def start(self) -> None:
        port = self.address.rpartition(":")[2]
        head = ("--head", "--port", port, "--include-dashboard=false", "--disable-usage-stats")
        self._start(*head, "--temp-dir", str(self._folder))
        self.add_node()

    def add_node(self) -> None:
        """Start one more node."""
        self._start("--address", self.address)

    def _start(self, *options: str) -> None:
        common = ("--num-cpus", "1", "--node-ip-address", "127.0.0.1")
        command = [self._program, "start", *options, *common, "--object-store-memory", "100000000"]
        env = {**os.environ, "RAY_DISABLE_IMPORT_WARNING": "1"}
        done = subprocess.run(command, capture_output=True, text=True, env=env)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]

    def raylets(self) -> list[int]:
        """The process of each node, the head first."""
        return processes(words=["raylet/raylet", str(self._folder)])

    def workers(self, title: str) -> list[int]:
        """The workers of all nodes whose title, such as `ray::task`, is this."""
        return [pid for node in self.raylets() for pid in processes(parent=node, words=[title])]

    def stop(self) -> None:
        for _ in range(20):
            pids = processes(words=[str(self._folder)])
            if not pids:
                break
            for pid in pids:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            time.sleep(0.2)
        shutil.rmtree(self._folder, ignore_errors=True)
