"""A line that many pages of a site have goes; what is left still fits, whatever the workers."""

import json
from pathlib import Path

import pytest

import shards
from communique.engines import OtherRunError, RunFolder, finish_run
from communique.engines.local import Silent
from communique.engines.whole_run.rewrite import RULE
from communique.engines.whole_run.site_lines import site_of

NOTE = "Our reporters work for you on every day of the year."


def pages(count: int = 8, site: str = "https://www.one.example/") -> list[shards.Row]:
    """Pages of one site: each has its own lines, and one that all have."""
    rows = shards.rows(count, lines=9)
    for n, row in enumerate(rows):
        lines = row["text"].split("\n")
        row["text"] = "\n".join([*lines[:4], NOTE, *lines[4:]])
        row["url"] = f"{site}{n}"
    return rows


def run(tmp_path: Path, rows: list[shards.Row], least: int, name: str = "out", workers: int = 1):
    file = tmp_path / "a.jsonl"
    file.write_bytes(shards.as_lines(rows)) if not file.exists() else None
    settings = {"repeated_lines": least, "shard_bytes": 6000}
    shards.plain([file], tmp_path / name, **settings)
    return finish_run(RunFolder(tmp_path / name), workers, Silent()).to_json()


def with_note(out: Path) -> int:
    return sum(NOTE in row["text"] for row in shards.kept(out))


def test_a_line_of_many_pages_goes_and_the_other_blocks_keep_their_words(tmp_path: Path):
    rows = pages()
    run(tmp_path, rows, 9, "before")
    assert with_note(tmp_path / "before") == 8
    report = run(tmp_path, rows, 8)
    assert (report["in"], report["kept"], report["repeated_lines"]) == (8, 8, 8)
    for given, before, row in zip(
        rows, shards.kept(tmp_path / "before"), shards.kept(tmp_path / "out"), strict=True
    ):
        assert NOTE not in row["text"]
        assert row["text"] == before["text"].replace(NOTE + "\n", "")
        gone = [r for r in row["removed"] if r not in before["removed"]]
        assert [given["text"][r["raw_start"] : r["raw_end"]] for r in gone] == [NOTE]
        assert gone[0]["rule"] == RULE
        starts = [r["raw_start"] for r in row["removed"]]
        assert starts == sorted(starts)
        assert [b["block_id"] for b in row["blocks"]] == [
            b["block_id"] for b in before["blocks"] if b["raw_start"] != gone[0]["raw_start"]
        ]
        for block in row["blocks"]:
            words = [given["text"][start : start + n] for _, start, n in block["pieces"]]
            assert [row["text"][at : at + n] for at, _, n in block["pieces"]] == words
            assert row["text"][block["start"] : block["end"]].split() == " ".join(words).split()
        own = {"text", "blocks", "removed"}
        assert {k: v for k, v in row.items() if k not in own} == {
            k: v for k, v in before.items() if k not in own
        }


def test_the_pages_of_another_site_and_copies_of_a_page_do_not_count(tmp_path: Path):
    run(tmp_path, pages(4) + pages(4, "https://two.example/"), 5, "two-sites")
    assert with_note(tmp_path / "two-sites") == 8
    (tmp_path / "a.jsonl").unlink()
    run(tmp_path, pages(4) + pages(4) + pages(4), 5, "copies")
    assert with_note(tmp_path / "copies") == 12


def test_a_page_that_would_lose_most_of_its_text_keeps_all_of_it(tmp_path: Path):
    rows = pages(6)
    rows.append({"id": "short", "text": f"A day in Lyon.\n{NOTE}", "url": rows[0]["url"]})
    run(tmp_path, rows, 6)
    assert [NOTE in row["text"] for row in shards.kept(tmp_path / "out")] == [False] * 6 + [True]


def test_the_site_is_the_host_of_the_url_or_the_file():
    file = {"file": "in/a.jsonl"}
    assert site_of({"url": "http://WWW.One.example:80/a", **file}) == "one.example"
    assert site_of({"url": "https://news.one.example/b", **file}) == "news.one.example"
    for url in (None, 7, "no address", "http://[broken", ""):
        assert site_of({"url": url, **file}) == "file in/a.jsonl"


def test_workers_and_stops_do_not_change_the_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from communique.engines.whole_run import repeated_lines

    rows = pages(12)
    report = run(tmp_path, rows, 8, "one")
    assert len(list((tmp_path / "one").glob("part-*"))) > 2
    assert run(tmp_path, rows, 8, "two", workers=2)["repeated_lines"] == 12
    rewrite_part = repeated_lines.rewrite_part

    def stopping(folder: RunFolder, table: Path, number: int) -> None:
        rewrite_part(folder, table, number)
        if number == 1:  # as if the power had failed between the part and its mark
            mark = json.loads(folder.mark(number).read_bytes())
            del mark["repeated_lines"]
            folder.mark(number).write_text(json.dumps(mark))
            raise KeyboardInterrupt

    monkeypatch.setattr(repeated_lines, "rewrite_part", stopping)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, rows, 8, "three")
    monkeypatch.undo()
    folder = RunFolder(tmp_path / "three")
    assert [folder.tally(n).repeated_lines is None for n in range(3)] == [False, True, True]
    again = finish_run(folder, 1, Silent()).to_json()
    del report["seconds"], again["seconds"]
    assert again == report
    names = ("one", "two", "three")
    first, *others = [shards.hashes(tmp_path / name) for name in names]
    assert others == [first, first]
    marks = [json.loads(p.read_text()) for p in sorted(folder.path.glob("finished/*.json"))]
    assert [m["sha256"]["part"] for m in marks] == list(first.values())
    with pytest.raises(OtherRunError):
        run(tmp_path, rows, 7, "one")
