"""Run pip, and say how many packages and megabytes of how many are there."""

import os
import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Final

Report = Callable[[str], None]
DOWNLOAD_MB: Final = 300  # measured for the current lock under Python 3.11 on Linux
ON_DISK_MB: Final = 1000
_SIZE: Final = re.compile(r"\((?P<number>[\d.]+) (?P<unit>bytes|[kMG]B)\)$")
_MB: Final = {"bytes": 1e-6, "kB": 1e-3, "MB": 1.0, "GB": 1e3}
_SECONDS: Final = 2.0  # between two measurements of a folder


class PipOutput:
    """Reads the lines of pip, and reports how many packages and megabytes it has fetched.

    >>> said = []
    >>> read = PipOutput(2, said.append)
    >>> read("Collecting a==1")
    >>> read("  Downloading a-1-py3-none-any.whl (12.5 MB)")
    >>> said[-1]
    'downloading package 1 of at most 2, 12 MB of about 300 MB'
    """

    def __init__(self, packages: int, report: Report) -> None:
        self.packages, self.report = packages, report
        self.seen, self.megabytes, self.unpacks = 0, 0.0, False

    def __call__(self, line: str) -> None:
        """Take in one line."""
        words = line.split()
        if line.startswith("Installing collected packages"):
            self.unpacks = True
        elif words[:1] == ["Collecting"]:
            self.seen += 1
        elif (size := _SIZE.search(line)) and words[0] in ("Downloading", "Using"):
            self.megabytes += float(size["number"]) * _MB[size["unit"]]
        else:
            return
        self.report(self.step())

    def step(self, on_disk: float | None = None) -> str:
        """What pip does now; `on_disk` are the megabytes that are there."""
        if not self.unpacks:
            fetched = f", {self.megabytes:.0f} MB of about {DOWNLOAD_MB} MB"
            shown = fetched if self.megabytes else ""
            return f"downloading package {self.seen} of at most {self.packages}{shown}"
        there = "" if on_disk is None else f": {on_disk:.0f} MB of about {ON_DISK_MB} MB"
        return f"unpacking {self.seen} packages (this takes a few minutes){there}"


@contextmanager
def measuring(folder: Path, output: PipOutput) -> Generator[None]:
    """Report meanwhile how much is unpacked, for pip says nothing of it."""
    ended = Event()

    def measure() -> None:
        while not ended.wait(_SECONDS):
            if output.unpacks:
                output.report(output.step(size_of(folder) / 1e6))

    thread = Thread(target=measure, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def size_of(folder: Path) -> int:
    """The bytes of all files below a folder, as far as they are there."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(parent, name)).st_size  # noqa: PTH118 - many files
            except FileNotFoundError:
                continue
    return total
