"""Cleaners as sub-processes on one core: JSON lines in, JSON lines out, start-up taken off.

Seconds are those of the processor, because others may use the machine, too.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
PEERS_PYTHON = ROOT / ".venv-peers/bin/python"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT / "src")}


@dataclass
class Contestant:
    """A cleaner's command and input, what it answered, and the seconds of each run."""

    name: str
    sees: str
    command: Sequence[str]
    input: bytes
    kept: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Once without input, for the start-up, then with it."""
        start_up, _ = self._timed(b"")
        took, answer = self._timed(self.input)
        self.seconds.append(max(took - start_up, 1e-9))
        answers = [json.loads(line) for line in answer.splitlines()]
        self.kept = {d["id"]: d["text"] for d in answers}
        self.faults = [d["fault"] for d in answers if "fault" in d]

    def _timed(self, given: bytes) -> tuple[float, bytes]:
        start = _processor_seconds()
        done = subprocess.run(
            self.command, input=given, capture_output=True, env={**os.environ, **ONE_THREAD}
        )
        took = _processor_seconds() - start
        if done.returncode:
            raise SystemExit(f"{self.name} failed: {done.stderr.decode(errors='replace')[-500:]}")
        return took, done.stdout


def _processor_seconds() -> float:
    """The time that all sub-processes that have ended took of a processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ours(policy: str, given: bytes, *, html: bool = False) -> Contestant:
    """Our cleaner as a person runs it, on texts or on pages of HTML."""
    command = [sys.executable, "-P", "-m", "communique", "clean", "-", "--policy", policy]
    name, sees = ("communique, HTML", "HTML") if html else ("communique", "text")
    return Contestant(name, sees, command, given)


def peer(name: str, sees: str, given: bytes) -> Contestant:
    """A peer in its own environment."""
    program = str(Path(__file__).with_name("peer.py"))
    return Contestant(name, sees, [str(PEERS_PYTHON), program, name], given)


def pairwise(mine: Contestant, others: Sequence[Contestant], rounds: int) -> dict[str, float]:
    """Run ours beside each peer, who is first in turn; how many times as fast as each we are."""
    ratios: dict[str, list[float]] = {other.name: [] for other in others}
    for n in range(rounds):
        for other in others:
            for one in (mine, other) if n % 2 else (other, mine):
                one.run()
            ratios[other.name].append(other.seconds[-1] / mine.seconds[-1])
        if not others:
            mine.run()
    return {name: median(found) for name, found in ratios.items()}


def pin_to_one_core() -> str:
    """Keep this process and all it starts on one core, where the system can; what was done."""
    if not hasattr(os, "sched_setaffinity"):
        return "not limited to one core"
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return "limited to one core"
