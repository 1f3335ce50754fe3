"""`communique clean INPUT… --out DIR`: stopped in any way, it loses nothing and goes on."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest

import shards
from communique.commands._clean_files import clean_files
from communique.commands._shared import Refusal
from communique.engines import RunFolder, finish_run
from communique.engines.local import Silent
from communique.engines.whole_run import make_groups
from paths import SRC
from terminal import heed_ctrl_c, on_terminal

SHARD = 9_000
SIZE = ["--shard-bytes", str(SHARD)]


def test_a_system_that_cannot_end_a_slow_document_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delattr(signal, "SIGPROF")
    with pytest.raises(Refusal, match="needs Linux, macOS or WSL"):
        clean_files(cast("Any", None))


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "a.jsonl"
    path.write_bytes(shards.as_lines(shards.rows(70)) + b"{broken\n")
    return path


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """`start(*args)`: a running command, in a session of its own."""
    started: list[subprocess.Popen[str]] = []

    def run(*args: str | Path, **more: Any) -> subprocess.Popen[str]:
        command = [sys.executable, "-P", "-m", "communique", "clean", *map(str, args)]
        env = {**os.environ, "PYTHONPATH": str(SRC)}
        pipe = subprocess.PIPE
        more.setdefault("preexec_fn", heed_ctrl_c)
        process = subprocess.Popen(
            command, stdout=pipe, stderr=pipe, text=True, env=env, start_new_session=True, **more
        )
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def workers(process: subprocess.Popen[str]) -> list[int]:
    """The workers of a command; the tracker of multiprocessing is not one."""
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            command = (stat.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == process.pid and b"spawn_main" in command:
            found.append(int(stat.parent.name))
    return sorted(found)


def finished(out: Path) -> int:
    return len(list(out.glob("finished/*.json")))


def wait_for(process: subprocess.Popen[str], condition: Callable[[], Any]) -> None:
    until = time.monotonic() + 60
    while process.poll() is None and not condition() and time.monotonic() < until:
        time.sleep(0.005)


def state(pid: int) -> str:
    """The state of a process, a letter; `Z` if it is dead."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def is_running(pid: int) -> bool:
    """Whether a process runs; one that is dead but not yet waited for does not."""
    return state(pid) != "Z"


def wait_for_two_workers(process: subprocess.Popen[str]) -> None:
    """Wait until a command with two workers has given each a part, and waits for them."""
    wait_for(process, lambda: len(workers(process)) == 2 and state(process.pid) == "S")


def catches_ctrl_c(pid: int) -> bool:
    """Whether a process is so far that Python gets the signal."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return True  # it has ended
    (caught,) = (line.split()[1] for line in lines if line.startswith("SigCgt"))
    return bool(int(caught, 16) >> (signal.SIGINT - 1) & 1)


def ctrl_c(process: subprocess.Popen[str]) -> None:
    """Send what a terminal sends to all processes of a command."""
    os.killpg(process.pid, signal.SIGINT)


def test_a_run_that_is_stopped_and_killed_ends_like_one_that_is_not(
    tmp_path: Path, lines: Path, start: Any
):
    whole = shards.plain([lines], tmp_path / "whole", shard_bytes=SHARD)
    out = tmp_path / "out"
    arguments = (lines, "--out", out, "--workers", "2", *SIZE)

    total = len(list((tmp_path / "whole/finished").iterdir()))
    stopped = start(*arguments)
    wait_for_two_workers(stopped)
    stopped.send_signal(signal.SIGSTOP)  # so that no worker gets a second part
    wait_for(stopped, lambda: finished(out))
    ctrl_c(stopped)
    stopped.send_signal(signal.SIGCONT)
    _, told = stopped.communicate()
    assert stopped.returncode == 130
    assert told.count("\n") == 1
    assert "run the same command again" in told
    assert list((out / "running").iterdir()) == []
    before = finished(out)
    assert 0 < before < total

    killed = start(*arguments)
    wait_for(killed, lambda: finished(out) > before)
    at_work = workers(killed)
    killed.kill()
    killed.wait()
    until = time.monotonic() + 20
    while any(map(is_running, at_work)) and time.monotonic() < until:
        time.sleep(0.01)
    assert not any(map(is_running, at_work))

    ended = start(*arguments)
    _, told = ended.communicate()
    assert (ended.returncode, told) == (1, "")
    assert shards.counts(out) == whole
    assert shards.hashes(out) == shards.hashes(tmp_path / "whole")
    assert not (out / "running").exists()


def test_ctrl_c_while_workers_begin_prints_no_traceback(tmp_path: Path, lines: Path, start: Any):
    """They import modules at that time, and cannot ignore the signal by themselves yet."""
    out = tmp_path / "out"
    process = start(lines, "--out", out, "--workers", "2", *SIZE)
    wait_for_two_workers(process)
    process.send_signal(signal.SIGSTOP)
    wait_for(process, lambda: all(map(catches_ctrl_c, workers(process))))
    ctrl_c(process)
    wait_for(process, lambda: finished(out) == 2 or not workers(process))
    process.send_signal(signal.SIGCONT)
    _, told = process.communicate()
    assert process.returncode == 130
    assert told.count("\n") == 1
    assert "run the same command again" in told


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_kills_at_random_change_nothing(tmp_path: Path, lines: Path, start: Any, seed: int):
    """Workers and drivers are killed at random until a run ends by itself."""
    random = Random(seed)
    lines.write_bytes(shards.as_lines(shards.rows(1500, seed)) + b"{broken\n")
    shards.plain([lines], tmp_path / "whole", shard_bytes=300_000, repeated_lines=20)
    whole = finish_run(RunFolder(tmp_path / "whole"), 1, Silent()).to_json()
    del whole["seconds"]
    make_groups(RunFolder(tmp_path / "whole"), 25, 1, Silent())
    steps = ("--repeated-lines", "20", "--groups", "25")
    out = tmp_path / "out"
    kills = {"driver": 0, "worker": 0}
    while True:
        options = ("--workers", "2", "--shard-bytes", "300000", *steps)
        process = start(lines, "--out", out, *options)
        until = time.monotonic() + random.uniform(2, 20)
        while process.poll() is None and time.monotonic() < until:
            time.sleep(random.uniform(1, 4))
            if pids := workers(process):
                os.kill(random.choice(pids), signal.SIGKILL)
                kills["worker"] += 1
        if process.poll() is not None or sum(kills.values()) > 30:
            break
        process.kill()
        process.wait()
        kills["driver"] += 1
        time.sleep(0.2)
    process.communicate()
    assert process.returncode == 1
    print(f"\nseed {seed}: {kills}")
    assert shards.counts(out) == whole
    assert shards.hashes(out) == shards.hashes(tmp_path / "whole")


def test_a_full_disk_is_said_and_what_is_finished_stays(tmp_path: Path, start: Any):
    """A limit on the size of files stands for a full disk: the first part fits, the second not."""
    random = Random(1)
    rows = shards.rows(4)
    rows += [{"text": "One line.", "more": random.randbytes(30_000).hex()} for _ in range(4)]
    file = tmp_path / "a.jsonl"
    file.write_bytes(shards.as_lines(rows))
    out = tmp_path / "out"
    arguments = (file, "--out", out, "--workers", "1", "--shard-bytes", "7000")

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    process = start(*arguments, preexec_fn=limited)
    _, told = process.communicate()
    assert process.returncode == 2
    assert "Traceback" not in told
    assert "part-00001.jsonl.zst: File too large" in told
    assert told.count("\n") == 2
    assert sorted(p.name for p in out.glob("part-*")) == ["part-00000.jsonl.zst"]
    assert not (out / "report.json").exists()
    again = start(*arguments)
    again.communicate()
    assert again.returncode == 0
    assert shards.counts(out)["kept"] == 8


def test_a_terminal_shows_how_far_it_is(tmp_path: Path, lines: Path, communique: Any):
    out = tmp_path / "out"
    screen = on_terminal("clean", lines, "--out", out, "--workers", "1", typed="\n", width=120)
    assert "part 1 of 1, 71 documents" in screen
    assert "a second" in screen
    assert "quarantined: 1 invalid-json" in screen
    done = communique("clean", lines, "--out", out, "--json")
    assert (done.returncode, done.stderr) == (1, "")
    assert json.loads(done.stdout) == json.loads((out / "report.json").read_text())


def test_repeated_lines_and_groups_are_found_after_cleaning(tmp_path: Path, communique: Any):
    note = "Our reporters work for you on every day of the year."
    rows = shards.rows(8, lines=9)
    for row in rows:
        lines = row["text"].split("\n")
        text = "\n".join([*lines[:4], note, *lines[4:]])
        row |= {"text": text, "url": f"https://one.example/{row['id']}"}
    rows.append({"id": "copy", "text": rows[2]["text"].upper()})
    (tmp_path / "a.jsonl").write_bytes(shards.as_lines(rows))
    out = tmp_path / "out"
    arguments = ("clean", tmp_path / "a.jsonl", "--out", out, "--workers", "1", *SIZE)
    done = communique(*arguments, "--repeated-lines", "8")
    assert (done.returncode, done.stderr) == (0, "")
    assert "removed: 8 lines that many pages of a website have" in done.stdout
    before = shards.hashes(out)
    again = communique(*arguments, "--repeated-lines", "8", "--groups", "7", "--json")
    assert json.loads(again.stdout) == json.loads((out / "report.json").read_text())
    assert json.loads(again.stdout)["repeated_lines"] == 8
    assert {name: h for name, h in shards.hashes(out).items() if name in before} == before
    listed = [row for path in sorted(out.glob("groups/part-*")) for row in shards.read_zst(path)]
    groups = {row["id"]: row["group"] for row in listed}
    assert groups["copy"] == groups["d3"]
    counts = json.loads((out / "groups/report.json").read_text())
    assert counts["documents"] >= 2
    other = communique(*arguments, "--repeated-lines", "7")
    assert (other.returncode, "belongs to another run" in other.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.jsonl"], "add --out DIR"),
        (["--out", "out"], "--out needs files to clean"),
        (["--workers", "2"], "this option needs files to clean"),
        (["-", "--out", "out"], "`-` stands alone"),
        (["a.jsonl", "--out", "out", "--rebase", "x"], "do not go with INPUT"),
        (["a.jsonl", "--out", "out", "--engine", "spark"], "--engine 'spark' is unknown"),
        (["a.jsonl", "--out", "out", "--executor", "ray"], "needs --engine datatrove"),
        (["a.jsonl", "--out", "out", "--workers", "0"], "must be 1 or more"),
        (["a.jsonl", "--out", "out", "--time-limit", "0"], "must be more than 0"),
        (["a.jsonl", "--out", "out", "--repeated-lines", "1"], "must be 2 or more"),
        (["a.jsonl", "--out", "out", "--groups", "0"], "must be 1 or more"),
        (["--groups", "7"], "this option needs files to clean"),
        (
            ["a.jsonl", "--out", "out", "--write-pipeline", "p.py", "--groups", "7"],
            "--groups does not go with --write-pipeline",
        ),
        (["b.jsonl", "--out", "out"], "b.jsonl: No such file or directory"),
        (["crawl/", "--out", "out"], "crawl: No such file or directory"),
    ],
)
def test_what_cannot_be_done_is_refused(
    tmp_path: Path, monkeypatch: Any, capsys: Any, arguments: list[str], message: str
):
    from communique.commands import main

    (tmp_path / "a.jsonl").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["communique", "clean", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert message in capsys.readouterr().err
    assert not list(tmp_path.glob("out/part*"))
