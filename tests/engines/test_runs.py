"""A run accounts for every document, whatever its shards, and goes on where it stopped."""

import json
import os
from pathlib import Path

import pytest

import shards
from communique.engines import BusyRunError, InputError, OtherRunError, RunFolder, clean_shard
from communique.engines.crash_notes import CrashNotes
from communique.engines.faults import REASONS
from paths import ROOT

ROWS = shards.rows(24)


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "in/a.jsonl"
    path.parent.mkdir()
    path.write_bytes(shards.as_lines(ROWS))
    return path


def test_shards_of_any_size_hold_each_record_once_under_its_line_number(
    tmp_path: Path, lines: Path
):
    lines.write_bytes(b"\n" + lines.read_bytes().rstrip(b"\n"))
    small = tmp_path / "in/b.jsonl"
    small.write_bytes(b'{"text": "One."}\n')
    wanted = [(str(lines), n) for n in range(2, 26)] + [(str(small), 1)]
    contents: set[str] = set()
    for size in (1, 5_000, 30_000, 10_000_000):
        out = tmp_path / f"out-{size}"
        shards.plain([lines.parent], out, shard_bytes=size)
        rows = shards.kept(out)
        assert [(row["file"], row["record"]) for row in rows] == wanted
        contents.add(json.dumps(rows))
    assert len(contents) == 1
    assert len(RunFolder(tmp_path / "out-1").plan.shards) == 25
    assert len(RunFolder(tmp_path / "out-10000000").plan.shards) == 1


def test_the_range_of_a_block_is_its_words(tmp_path: Path, lines: Path):
    extra = {
        "text": "Menu\n  A headline here  \n\nBy Ann Lee\n\n  The first words,\ngo on here.\nShare"
    }
    lines.write_bytes(lines.read_bytes() + shards.as_lines([extra]))
    shards.plain([lines], tmp_path / "out")
    for given, row in zip([*ROWS, extra], shards.kept(tmp_path / "out"), strict=True):
        for block in row["blocks"]:
            words = [given["text"][start : start + n] for _, start, n in block["pieces"]]
            assert row["text"][block["start"] : block["end"]].split() == " ".join(words).split()
            assert [row["text"][at : at + n] for at, _, n in block["pieces"]] == words


def test_two_runs_write_the_same_bytes(tmp_path: Path, lines: Path):
    for name in ("one", "two"):
        shards.plain([lines], tmp_path / name, shard_bytes=9_000)
    assert shards.hashes(tmp_path / "one") == shards.hashes(tmp_path / "two")
    assert len(shards.hashes(tmp_path / "one")) > 3


def test_a_run_goes_on_where_it_stopped(tmp_path: Path, lines: Path):
    shards.plain([lines], tmp_path / "whole", shard_bytes=9_000)
    folder = shards.begun([lines], tmp_path / "out", shard_bytes=9_000)
    for number in (0, 2):
        clean_shard(folder, number)
    before = {p.name: p.stat().st_mtime_ns for p in folder.path.glob("part-*")}
    assert len(before) == 2
    (folder.running / "part-00001.99.kept").write_bytes(b"half")
    report = shards.plain([lines], tmp_path / "out", shard_bytes=9_000)
    assert report["in"] == report["kept"] == 24
    assert shards.hashes(tmp_path / "out") == shards.hashes(tmp_path / "whole")
    after = {p.name: p.stat().st_mtime_ns for p in folder.path.glob("part-*")}
    assert {name: after[name] for name in before} == before
    assert list(folder.running.iterdir()) == []
    folder.part(1).unlink()
    assert list(folder.unfinished()) == [1]
    shards.plain([lines], tmp_path / "out", shard_bytes=9_000)
    assert shards.hashes(tmp_path / "out") == shards.hashes(tmp_path / "whole")


def test_the_documentation_explains_every_reason():
    page = (ROOT / "docs/scale.md").read_text(encoding="utf-8")
    assert [r for r, why in REASONS.items() if f"| `{r}` | {why} |" not in page] == []


def test_other_arguments_are_refused_and_nothing_is_touched(tmp_path: Path, lines: Path):
    out = tmp_path / "out"
    shards.plain([lines], out)
    before = shards.hashes(out)
    for settings in ({"policy": "page"}, {"text_column": "body"}, {"shard_bytes": 9}):
        with pytest.raises(OtherRunError) as refused:
            shards.begun([lines], out, **settings)
        assert any(next(iter(settings)) in line for line in refused.value.why)
    facts = lines.stat()
    os.utime(lines, ns=(facts.st_atime_ns, facts.st_mtime_ns + 1))
    with pytest.raises(OtherRunError):
        shards.begun([lines], out)
    assert shards.hashes(out) == before


def test_a_file_that_changes_during_a_run_stops_it(tmp_path: Path, lines: Path):
    folder = shards.begun([lines], tmp_path / "out")
    lines.write_bytes(lines.read_bytes() + b'{"text": "more"}\n')
    with pytest.raises(InputError, match="has changed since the run began"):
        clean_shard(folder, 0)
    assert shards.hashes(tmp_path / "out") == {}


def test_two_runs_at_once_in_one_folder_are_refused(tmp_path: Path, lines: Path):
    with RunFolder(tmp_path / "out").locked(), pytest.raises(BusyRunError):
        shards.begun([lines], tmp_path / "out")


def test_a_folder_with_other_files_is_refused(tmp_path: Path, lines: Path):
    with pytest.raises(InputError, match="is not empty"):
        shards.begun([lines], tmp_path)


def test_inputs_that_cannot_be_used_are_refused(tmp_path: Path, lines: Path):
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    for wrong, message in (
        ([tmp_path / "notes.txt"], "the format is unknown"),
        ([lines, lines.parent], "named twice"),
        ([tmp_path / "empty"], "no input file"),
    ):
        with pytest.raises(InputError, match=message):
            shards.begun(wrong, tmp_path / "out")
    with pytest.raises(FileNotFoundError):
        shards.begun([tmp_path / "absent.jsonl"], tmp_path / "out")


def test_the_output_inside_an_input_folder_is_no_input(tmp_path: Path, lines: Path):
    out = lines.parent / "out"
    first = shards.plain([lines.parent], out)
    assert shards.plain([lines.parent], out) == first


def die(folder: Path, first: int, count: int) -> None:
    """Leave the note that a worker leaves when it is killed."""
    notes = CrashNotes(folder, 0)
    notes.busy(first, count)
    os.close(notes._handle)


def test_a_record_crashes_if_it_ends_two_workers_while_it_is_alone(tmp_path: Path):
    die(tmp_path, 32, 32)
    die(tmp_path, 40, 1)
    notes = CrashNotes(tmp_path, 0)
    assert [n for n in range(100) if notes.reason(n)] == []
    assert [n for n in range(100) if notes.most(n) == 4] == [n for n in range(32, 64) if n != 40]
    assert [n for n in range(100) if notes.most(n) == 1] == [40]
    notes.close()
    die(tmp_path, 50, 1)
    die(tmp_path, 40, 1)
    notes = CrashNotes(tmp_path, 0)
    assert [n for n in range(100) if notes.reason(n)] == [40]
    assert notes.n_deaths == 4
    notes.finish()
    assert CrashNotes(tmp_path, 0).n_deaths == 0
