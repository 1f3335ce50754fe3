"""Clean many documents on a Ray cluster of two nodes on this machine, and kill what can be killed.

`scripts/bench cluster [DOCUMENTS] [--pages FILE] [--folder DIR]`. The documents are recombined,
with a seed, from the lines of the corpus, and of the pages in FILE (JSON lines with `text` or
`lines`, also .gz). Between them are broken ones. A worker is killed, then a node, then the command
itself; a new node is started, and the same command is run again. At the end every document must be
there once, and a plain loop must write the same bytes. The exit code is 0 only if all this holds.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))
os.environ["PYTHONPATH"] = str(ROOT / "src")  # the nodes and the command run this code

from cluster_documents import write_inputs  # noqa: E402
from cluster_proof import prove_contents, prove_counts, prove_keys  # noqa: E402

from ray_cluster import Cluster  # noqa: E402

# After which share of the parts each is killed.
WORKER, NODE, COMMAND = 0.15, 0.35, 0.6
SHARD_BYTES: Final = "100000"  # less than a file, so that each file is a part


class Run:
    """One run on a cluster: its command, its events, and the largest memory of its processes."""

    def __init__(self, cluster: Cluster, source: Path, out: Path, n_parts: int) -> None:
        self.cluster, self.out, self.n_parts = cluster, out, n_parts
        self._source, self._began = source, time.monotonic()
        self.megabytes = {"a worker": 0.0, "the command": 0.0}

    def tell(self, event: str) -> None:
        """Print an event with the time and the number of parts."""
        seconds = time.monotonic() - self._began
        print(f"{seconds:7.1f} s, {self.finished():4} parts: {event}", flush=True)

    def finished(self) -> int:
        """The number of parts that are finished."""
        return len(list(self.out.glob("finished/*.json")))

    def start(self) -> subprocess.Popen[str]:
        """Start the command."""
        options = ["--shard-bytes", SHARD_BYTES, "--engine", "datatrove", "--executor", "ray"]
        command = [sys.executable, "-P", "-m", "communique", "clean", str(self._source)]
        command += ["--out", str(self.out), *options]
        env = {**os.environ, "RAY_ADDRESS": self.cluster.address}
        pipe = subprocess.PIPE
        return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=env)

    def wait(self, process: subprocess.Popen[str], condition: Callable[[], bool]) -> None:
        """Wait for a condition, or for the end of the command if that comes first."""
        while process.poll() is None and not condition():
            workers = self.cluster.workers("ray::run_rank")
            for name, pids in (("a worker", workers), ("the command", [process.pid])):
                self.megabytes[name] = max(self.megabytes[name], *map(_peak, pids), 0.0)
            time.sleep(0.5)

    def wait_for_share(self, process: subprocess.Popen[str], share: float) -> None:
        """Wait until this share of the parts is finished. The command must not end before."""
        self.wait(process, lambda: self.finished() >= share * self.n_parts)
        if process.poll() is not None:
            sys.exit(f"the command ended too early: {process.communicate()}")


def _peak(pid: int) -> float:
    """The largest memory of a process so far, in MB."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if "VmHWM" in line), 0.0)


def run_with_kills(run: Run) -> int:
    """Run the command until it ends by itself. Returns its exit code."""
    process = run.start()
    run.tell(f"started; the cluster has {len(run.cluster.raylets())} nodes")
    run.wait_for_share(process, WORKER)
    run.wait(process, lambda: bool(run.cluster.workers("ray::run_rank")))
    worker = run.cluster.workers("ray::run_rank")[0]
    os.kill(worker, signal.SIGKILL)
    run.tell(f"killed worker {worker}")
    run.wait_for_share(process, NODE)
    node = run.cluster.raylets()[-1]
    os.kill(node, signal.SIGKILL)
    run.tell(f"killed node {node}; {len(run.cluster.raylets())} is left")
    run.wait_for_share(process, COMMAND)
    process.kill()
    process.communicate()
    run.tell(f"killed the command, {process.pid}")
    run.cluster.add_node()
    process = run.start()
    run.tell(f"started a node and the same command again; {len(run.cluster.raylets())} nodes")
    run.wait(process, lambda: False)
    printed, told = process.communicate()
    run.tell(f"ended with exit code {process.returncode}\n{printed}{told}".rstrip())
    return process.returncode


def main(asked: argparse.Namespace) -> None:
    """Make the inputs, run with kills, and prove the result."""
    with tempfile.TemporaryDirectory(prefix="communique-", dir=asked.folder) as name:
        place = Path(name)
        inputs = write_inputs(place / "in", asked.documents, asked.pages)
        print(
            f"{inputs.count} documents in {len(inputs.records)} files, {inputs.size} bytes (.zst)"
        )
        cluster = Cluster(Path(sys.executable).with_name("ray"))
        run = Run(cluster, place / "in", place / "out", len(inputs.records))
        try:
            cluster.start()
            code = run_with_kills(run)
        finally:
            cluster.stop()
        if code != 1:
            sys.exit(f"exit code {code}; expected 1, because documents are quarantined")
        print(", ".join(f"{who}: at most {n:.0f} MB" for who, n in run.megabytes.items()))
        seconds = prove_counts(run.out, inputs)
        run.tell(f"in = kept + quarantined; {seconds:.0f} seconds of processor time")
        run.tell(f"{prove_keys(run.out, inputs)} records are written, each once")
        compared = prove_contents(run.out, inputs, place / "plain", run.tell)
        run.tell(f"{compared} files have the same sha256 as those of a plain loop")


def arguments() -> argparse.Namespace:
    """What was asked for."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("scripts/bench cluster", None, __doc__, formatter_class=raw)
    parser.add_argument("documents", type=int, nargs="?", default=20_000)
    parser.add_argument("--pages", type=Path, help="JSON lines with `text` or `lines`, also .gz")
    parser.add_argument("--folder", type=Path, help="where the temporary folder is made")
    return parser.parse_args()


if __name__ == "__main__":
    main(arguments())
