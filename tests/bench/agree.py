"""Nominal alpha against `krippendorff`, and unitizing alpha against pygamma's fast mode.

`scripts/bench agree [ROUNDS]`. The peers are installed for the measurement alone, into a folder
that is removed: neither is a dependency.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

UNITS, ANNOTATORS, LABELS = 100_000, 3, 37
SPANS, PEER_SPANS = 100_000, 350
PEERS = ("krippendorff==0.9.0", "pygamma-agreement==0.5.9")


def coded() -> list[list[str | None]]:
    """Units x annotators, one in twenty missing."""
    rng = random.Random(1)
    names = [f"label {k}" for k in range(LABELS)]
    rows: list[list[str | None]] = []
    for _ in range(UNITS):
        true = rng.choice(names)
        row = [true if rng.random() < 0.8 else rng.choice(names) for _ in range(ANNOTATORS)]
        rows.append([None if rng.random() < 0.05 else value for value in row])
    return rows


def spans(count: int) -> tuple[list[list[tuple[int, int, str]]], int]:
    """Spans that do not overlap, moved a little by each annotator; and the length."""
    rng = random.Random(2)
    passes: list[list[tuple[int, int, str]]] = [[] for _ in range(ANNOTATORS)]
    for n in range(count):
        label = f"label {rng.randrange(LABELS)}"
        for own in passes:
            start = n * 30 + rng.randrange(3)
            own.append((start, start + 10 + rng.randrange(5), label))
    return passes, count * 30 + 30


def alpha() -> Callable[[], object]:
    from communique.agreement import alpha as measure

    units = coded()
    return lambda: measure(units, "nominal").value


def krippendorff() -> Callable[[], object]:
    import krippendorff as peer
    import numpy as np

    index: dict[str | None, float] = {f"label {k}": float(k) for k in range(LABELS)}
    index[None] = np.nan
    data = np.array([[index[v] for v in row] for row in coded()]).T
    return lambda: peer.alpha(reliability_data=data, level_of_measurement="nominal")


def unitizing() -> Callable[[], object]:
    from communique.agreement import unitizing_alpha

    passes, length = spans(SPANS)
    return lambda: unitizing_alpha(passes, length).value


def pygamma_fast() -> Callable[[], object]:
    from pyannote.core import Segment
    from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum

    continuum = Continuum()
    for name, own in enumerate(spans(PEER_SPANS)[0]):
        for start, end, label in own:
            continuum.add(str(name), Segment(start, end), label)
    return lambda: continuum.compute_gamma(CombinedCategoricalDissimilarity(), fast=True).gamma


MEASURES: dict[str, Callable[[], Callable[[], object]]] = {
    f.__name__: f for f in (alpha, krippendorff, unitizing, pygamma_fast)
}


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        python = _peers(Path(folder))
        runs = {name: [_run(python, name) for _ in range(rounds)] for name in MEASURES}
    for name, peer, what in (
        ("alpha", "krippendorff", f"{UNITS} units x {ANNOTATORS} annotators x {LABELS} labels"),
        (
            "unitizing",
            "pygamma_fast",
            f"{SPANS} spans x {ANNOTATORS} annotators; {PEER_SPANS} spans for the peer",
        ),
    ):
        if any(run is None for run in (*runs[name], *runs[peer])):
            print(f"{name}: not measured, because {peer} did not run")
            continue
        mine, other = _middle(runs[name]), _middle(runs[peer])
        print(f"{name}: {what}")
        print(f"  time   {mine[0]:9.3f} s  {other[0]:9.3f} s  {other[0] / mine[0]:7.1f} x {peer}")
        print(f"  memory {mine[1]:9.0f} MB {other[1]:9.0f} MB {other[1] / mine[1]:7.1f} x {peer}")


def _peers(folder: Path) -> Path:
    """A Python that has our dependencies and the peers."""
    python = folder / "bin/python"
    subprocess.run([sys.executable, "-P", "-m", "venv", folder], check=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for peer in PEERS:
        done = subprocess.run([*pip, peer], capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{peer} could not be installed: {done.stderr.strip()[-200:]}")
    return python


def _middle(runs: list[Any]) -> tuple[float, float]:
    return median(run[0] for run in runs), median(run[1] for run in runs)


def _run(python: Path, name: str) -> tuple[float, float] | None:
    """Seconds, and the memory in MB that the measure itself added at its peak."""
    command = [str(python), __file__, "--one", name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{name} failed: {done.stderr.strip()[-300:]}")
        return None
    seconds, memory = done.stdout.split()[-2:]
    return float(seconds), float(memory)


def one(name: str) -> None:
    run = MEASURES[name]()
    before = _memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    start = time.perf_counter()
    run()
    print(time.perf_counter() - start, max(_memory("VmHWM") - before, 1))


def _memory(field: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(field))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2])
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 3)
