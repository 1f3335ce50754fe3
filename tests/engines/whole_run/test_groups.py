"""The groups of a run are those that a corpus would have, whatever its parts and workers."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest

import shards
from communique.cleaning import clean
from communique.dataset.groups import overlapping
from communique.engines import RunFolder, finish_run
from communique.engines.local import Silent
from communique.engines.whole_run import Groups, make_groups, pairs
from communique.text.overlap import words
from shared_passages import word_lists

WORDS = [f"word{n}" for n in range(3000)]


def articles(count: int = 120, seed: int = 1) -> list[shards.Row]:
    """Documents of made-up sentences; some share a passage of 5 to 30 words with an earlier one."""
    listed = word_lists(WORDS, count, Random(seed), words=range(60, 150), longest=30)
    texts = [" ".join(words).capitalize() + "." for words in listed]
    return [{"id": f"d{n}", "text": text} for n, text in enumerate(texts, 1)]


def partition(groups: dict[str, int]) -> set[frozenset[str]]:
    members: defaultdict[int, set[str]] = defaultdict(set)
    for name, group in groups.items():
        members[group].add(name)
    return {frozenset(names) for names in members.values()}


def exact(rows: list[shards.Row]) -> set[frozenset[str]]:
    """The groups of a corpus with these documents."""
    texts = {row["id"]: clean(row["text"]).text for row in rows}
    return closed(list(texts), overlapping(texts, ()))


def closed(names: list[str], linked: Iterable[Iterable[str]]) -> set[frozenset[str]]:
    """The groups of documents that are linked, directly or through others."""
    groups = {name: frozenset([name]) for name in names}
    for some in linked:
        joined = frozenset[str]().union(*(groups[name] for name in some))
        groups |= dict.fromkeys(joined, joined)
    return set(groups.values())


def cleaned(tmp_path: Path, rows: list[shards.Row], name: str = "out", size: int = 9000) -> Path:
    file = tmp_path / "a.jsonl"
    if not file.exists():
        file.write_bytes(shards.as_lines(rows) + b"{broken\n")
    shards.plain([file], tmp_path / name, shard_bytes=size)
    return tmp_path / name


def groups_of(out: Path) -> dict[str, int]:
    rows = [row for path in sorted(out.glob("groups/part-*")) for row in shards.read_zst(path)]
    assert [(r["id"], r["file"], r["record"]) for r in rows] == [
        (r["id"], r["file"], r["record"]) for r in shards.kept(out)
    ]
    return {row["id"]: row["group"] for row in rows}


def test_the_groups_are_those_of_a_corpus(tmp_path: Path):
    rows = articles()
    out = cleaned(tmp_path, rows)
    counts = make_groups(RunFolder(out), 7, 1, Silent())
    groups = groups_of(out)
    wanted = exact(rows)
    assert partition(groups) == wanted
    shared = [group for group in wanted if len(group) > 1]
    assert len(shared) > 5
    largest = max(map(len, wanted))
    assert counts == Groups(7, len(wanted), len(shared), sum(map(len, shared)), largest)
    firsts = list(dict.fromkeys(groups.values()))
    assert firsts == list(range(len(wanted)))  # numbered in the order of their first documents


def test_parts_workers_and_ranges_do_not_change_the_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    rows = articles(60)
    few, many = cleaned(tmp_path, rows, "few", 10**8), cleaned(tmp_path, rows, "many", 5000)
    make_groups(RunFolder(few), 7, 1, Silent())
    make_groups(RunFolder(many), 7, 2, Silent())
    assert groups_of(few) == groups_of(many)
    monkeypatch.setattr(pairs, "MOST_PAIRS", 500)
    ranges = cleaned(tmp_path, rows, "ranges", 5000)
    make_groups(RunFolder(ranges), 7, 1, Silent())
    assert shards.hashes(ranges) == shards.hashes(many)
    left = {path.name for path in ranges.glob("groups/*")} - {p.name for p in ranges.glob("part-*")}
    assert left == {"report.json", "words"}


def test_longer_runs_join_only_documents_that_share_them(tmp_path: Path):
    rows = articles()
    out = cleaned(tmp_path, rows)
    make_groups(RunFolder(out), 7, 1, Silent())
    before = groups_of(out)
    make_groups(RunFolder(out), 20, 1, Silent())
    groups = groups_of(out)
    runs: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in rows:
        own = words(clean(row["text"]).text)
        for start in range(len(own) - 19):
            runs[tuple(own[start : start + 20])].add(row["id"])
    linked = [names for names in runs.values() if len(names) > 1]
    assert len(linked) > 50
    assert partition(groups) == closed(list(groups), linked) != partition(before)


def test_finished_groups_are_not_made_again_and_a_stop_costs_only_what_is_missing(tmp_path: Path):
    rows = articles(60)
    out = cleaned(tmp_path, rows)
    counts = make_groups(RunFolder(out), 7, 1, Silent())
    before = {p: p.stat().st_mtime_ns for p in out.glob("groups/part-*")}
    assert len(before) > 2
    assert make_groups(RunFolder(out), 7, 1, Silent()) == counts
    assert {p: p.stat().st_mtime_ns for p in out.glob("groups/part-*")} == before
    hashes = shards.hashes(out)
    (out / "groups/part-00001.jsonl.zst").unlink()
    make_groups(RunFolder(out), 7, 1, Silent())
    after = {p: p.stat().st_mtime_ns for p in out.glob("groups/part-*")}
    assert {p.name for p in after if after[p] != before[p]} == {"part-00001.jsonl.zst"}
    assert shards.hashes(out) == hashes


def test_a_run_without_documents_has_no_groups(tmp_path: Path):
    (tmp_path / "a.jsonl").write_bytes(b"{broken\n")
    out = cleaned(tmp_path, [])
    finish_run(RunFolder(out), 1, Silent())
    assert make_groups(RunFolder(out), 7, 1, Silent()) == Groups(7, 0, 0, 0, 0)
