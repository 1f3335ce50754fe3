"""A worker that dies loses nothing; a document that ends its worker twice is quarantined."""

import os
import signal
from pathlib import Path

import pytest

import shards
from communique.engines import CleanTask, write_report
from communique.engines.local import run_shards
from communique.engines.tally import Tally


class Log:
    """What was heard, and what to do once a first shard is finished."""

    def __init__(self, kill_once: bool = False) -> None:
        self.deaths: list[tuple[int, int | None]] = []
        self.numbers: list[int] = []
        self.records, self._kill = 0, kill_once

    def progress(self, records: int) -> None:
        self.records += records
        if self._kill and self.numbers:
            self._kill = False
            os.kill(children()[0], signal.SIGKILL)

    def finished(self, number: int, tally: Tally) -> None:
        self.numbers.append(number)

    def died(self, number: int, exit_code: int | None) -> None:
        self.deaths.append((number, exit_code))


def children() -> list[int]:
    """The workers of this process. The tracker of multiprocessing is a child too, but no worker."""
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            command = (stat.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == os.getpid() and b"spawn_main" in command:
            found.append(int(stat.parent.name))
    return found


def test_a_killed_worker_is_noticed_and_a_deadly_document_is_quarantined(tmp_path: Path):
    rows = shards.rows(50)
    rows[40]["text"] += f"\n{shards.DEADLY}"
    file = tmp_path / "a.jsonl"
    file.write_bytes(shards.as_lines(rows))
    folder = shards.begun([file], tmp_path / "out", shard_bytes=25_000)
    log = Log(kill_once=True)
    run_shards(shards.DeadlyTask(folder), list(folder.unfinished()), 2, log)
    report = write_report(folder).to_json()
    assert (report["in"], report["kept"], report["quarantined"]) == (50, 49, {"crashed": 1})
    (row,) = shards.quarantined(folder.path)
    assert (row["id"], row["record"], row["reason"]) == ("d41", 41, "crashed")
    assert sorted(log.numbers) == list(range(len(folder.plan.shards)))
    assert [code for _, code in log.deaths] == [-signal.SIGKILL] * 5
    assert log.records >= 50

    del rows[40]
    file.write_bytes(shards.as_lines(rows))
    shards.plain([file], tmp_path / "plain", shard_bytes=25_000)
    texts = [[row["text"] for row in shards.kept(tmp_path / name)] for name in ("out", "plain")]
    assert texts[0] == texts[1]


def test_an_error_in_a_worker_is_raised_and_leaves_no_half_file(tmp_path: Path):
    file = tmp_path / "a.jsonl"
    file.write_bytes(shards.as_lines(shards.rows(3)))
    folder = shards.begun([file], tmp_path / "out")
    file.unlink()
    with pytest.raises(FileNotFoundError) as raised:
        run_shards(CleanTask(folder), [0], 1, Log())
    assert raised.value.filename == str(file)
    assert list(folder.running.iterdir()) == []


def test_a_document_that_never_ends_is_too_slow_and_the_others_are_kept(tmp_path: Path):
    rows = shards.rows(50)
    rows[10]["text"] += f"\n{shards.ENDLESS}"
    file = tmp_path / "a.jsonl"
    file.write_bytes(shards.as_lines(rows))
    folder = shards.begun([file], tmp_path / "out", shard_bytes=60_000, time_limit=0.4)
    log = Log()
    run_shards(shards.DeadlyTask(folder), list(folder.unfinished()), 2, log)
    report = write_report(folder).to_json()
    assert (report["in"], report["kept"], report["quarantined"]) == (50, 49, {"too-slow": 1})
    (row,) = shards.quarantined(folder.path)
    assert (row["id"], row["record"], row["reason"]) == ("d11", 11, "too-slow")
    assert [code for _, code in log.deaths] == [-signal.SIGPROF] * 2
    assert list(folder.running.glob("*.slow")) == []

    del rows[10]
    file.write_bytes(shards.as_lines(rows))
    shards.plain([file], tmp_path / "plain", shard_bytes=60_000)
    texts = [[row["text"] for row in shards.kept(tmp_path / name)] for name in ("out", "plain")]
    assert texts[0] == texts[1]
