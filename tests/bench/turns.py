"""Readers of one corpus, each in a process of its own, in turn; figures are ratios to a peer."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from exports import SCHEMA, write_export

EXPORT = Path("annotations/names/ann-1.json")
SCHEMA_FILE = Path("schema/corpus.yaml")
# A corpus to what is timed, which says how many tasks it has read if they were not all of them.
Reader = Callable[[Path], Callable[[], int | None]]


def main(readers: Mapping[str, Reader], peers: Sequence[str]) -> None:
    """`[TASKS [ROUNDS]]`: a line a reader, with its speed as a multiple of each peer's."""
    if sys.argv[1:2] == ["--one"]:
        _one(readers[sys.argv[2]](Path(sys.argv[3])))
        return
    given = [int(n) for n in sys.argv[1:]]
    tasks, rounds = (given + [20000, 3][len(given) :])[:2]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_export(root / EXPORT, tasks)
        (root / SCHEMA_FILE).parent.mkdir()
        (root / SCHEMA_FILE).write_text(SCHEMA)
        print(f"{tasks} tasks, {(root / EXPORT).stat().st_size / 1e6:.0f} MB, {rounds} rounds")
        runs = [{name: _run(name, folder, tasks) for name in readers} for _ in range(rounds)]
    for name in readers:
        rate = median(run[name][0] for run in runs)
        peak = max(run[name][1] for run in runs)
        print(f"{name:12} {rate:7.0f} tasks/s  {peak:4d} MB{_ratios(name, peers, runs)}")


def _ratios(name: str, peers: Sequence[str], runs: list[dict[str, tuple[float, int]]]) -> str:
    found = {peer: median(run[name][0] / run[peer][0] for run in runs) for peer in peers}
    return "".join(f"  {found[peer]:6.2f} x {peer}" for peer in peers if peer != name)


def _run(name: str, folder: str, tasks: int) -> tuple[float, int]:
    """Tasks a second, without imports, and the peak of memory in MB."""
    command = [sys.executable, sys.argv[0], "--one", name, folder]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return (int(said[-3]) or tasks) / float(said[-2]), int(said[-1])


def _one(run: Callable[[], int | None]) -> None:
    before = time.perf_counter()
    done = run()
    seconds = time.perf_counter() - before
    status = Path("/proc/self/status").read_text().splitlines()
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    print(done or 0, seconds, peak // 1024)


def ijson_alone(folder: Path) -> Callable[[], None]:
    """Every task of the export as `ijson` gives it, and nothing done with it."""
    import ijson

    def run() -> None:
        with (folder / EXPORT).open("rb") as file:
            for _ in ijson.items(file, "item", use_float=True):
                pass

    return run
