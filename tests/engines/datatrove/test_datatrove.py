"""The pipeline of datatrove writes what the loop writes, whatever is killed on the way.

datatrove and Ray are in an environment of their own: `scripts/setup --scale`.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import shards
from absent import absent
from paths import ROOT
from ray_cluster import processes

PROGRAMS = ROOT / ".venv-scale/bin"
FILTER = """            LambdaFilter(lambda document: len(document.text) % 2 == 0),
            WriteShard(job),"""

pytestmark = pytest.mark.long


@pytest.fixture(scope="module", autouse=True)
def environment() -> None:
    done = subprocess.run([ROOT / "scripts/setup", "--scale"], capture_output=True, text=True)
    if done.returncode:
        absent("long", f"the environment could not be made: {done.stderr[-300:]}")


def start(*arguments: str | Path, **env: str) -> subprocess.Popen[str]:
    command = [PROGRAMS / "communique", "clean", *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env={**os.environ, **env})


def finished(out: Path) -> int:
    return len(list(out.glob("finished/*.json")))


def wait_until(process: subprocess.Popen[str], condition: Callable[[], Any]) -> None:
    """Wait for a condition. The process must not end before."""
    while not condition():
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)


def test_the_local_executor_survives_a_killed_worker_and_a_killed_driver(tmp_path: Path):
    lines = tmp_path / "a.jsonl"
    slow = {"text": "\n".join(row["text"] for row in shards.rows(20_000))}
    lines.write_bytes(shards.as_lines([*shards.rows(900), slow]) + b"{broken\n")
    options = ("--shard-bytes", "60000", "--workers", "2", "--time-limit", "0.5")
    out = tmp_path / "out"
    arguments = (lines, "--out", out, *options, "--engine", "datatrove")
    process = start(*arguments)
    wait_until(process, lambda: finished(out) > 1)
    os.kill(processes(parent=process.pid, words=["spawn_main"])[0], signal.SIGKILL)
    before = finished(out)
    wait_until(process, lambda: finished(out) > before + 1)
    process.kill()
    process.communicate()
    process = start(*arguments)
    _, told = process.communicate()
    assert process.returncode == 1
    assert all("are too slow" in line for line in told.splitlines())
    local = start(lines, "--out", tmp_path / "local", *options)
    local.communicate()
    assert shards.counts(out)["quarantined"] == {"invalid-json": 1, "too-slow": 1}
    assert shards.counts(out) == shards.counts(tmp_path / "local")
    assert shards.hashes(out) == shards.hashes(tmp_path / "local")


def test_an_edited_pipeline_accounts_for_what_its_filters_drop(tmp_path: Path):
    lines = tmp_path / "a.jsonl"
    lines.write_bytes(shards.as_lines(shards.rows(60)))
    file = tmp_path / "pipeline.py"
    options = ("--shard-bytes", "20000", "--engine", "datatrove", "--write-pipeline", file)
    assert start(lines, "--out", tmp_path / "out", *options).wait() == 0
    text = "from datatrove.pipeline.filters import LambdaFilter\n" + file.read_text()
    file.write_text(text.replace("            WriteShard(job),", FILTER))
    done = subprocess.run([PROGRAMS / "python", file], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    counts = shards.counts(tmp_path / "out")
    kept = shards.kept(tmp_path / "out")
    assert counts["in"] == 60
    assert counts["kept"] == len(kept) > 0
    assert counts["quarantined"] == {"filtered": 60 - len(kept)}
    assert all(len(row["text"]) % 2 == 0 for row in kept)
    file.write_text(file.read_text() + "\n")
    again = subprocess.run([PROGRAMS / "python", file], capture_output=True, text=True)
    assert "belongs to another run" in again.stderr


def test_a_ray_cluster_loses_nothing_when_a_worker_a_node_and_the_command_are_killed():
    """20,000 documents. What happens is printed (`pytest -s`)."""
    command = [ROOT / "scripts/bench", "cluster", "20000"]
    done = subprocess.run(command, capture_output=True, text=True)
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    killed = [word for word in ("worker", "node", "the command") if f"killed {word}" in done.stdout]
    assert killed == ["worker", "node", "the command"]
    assert "20018 records are written, each once" in done.stdout
    assert "have the same sha256 as those of a plain loop" in done.stdout
