"""`scripts/bench clean`: the glue between a bench's scorer and the cleaners. Made-up pages only."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from paths import TESTS

# As much of a scorer as the glue needs; its marks are easy to work out by hand.
SCORER = """
import gzip, json

def load(paths):
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from map(json.loads, file)

def slices(record):
    return ["all"] + (["HEADLINE(mine)"] if record["lang"] == "en" else [])

def keep_from_text(lines, text):
    return [line in text.split("\\n") for line in lines]

def evaluate(records, keeps):
    right = [
        sum(k == bool(y) for k, y in zip(keep, r["labels"])) / len(keep)
        for r, keep in zip(records, keeps, strict=True)
    ]
    kept = sum(map(sum, keeps))
    names = "mLineF1", "mBpF1", "tokF1", "bpTokRemoved", "contentTokLost"
    row = {name: sum(right) / len(right) for name in names} | {"kept": kept}
    return {name: row for name in {s for r in records for s in slices(r)}}
"""
BENCH = TESTS / "bench"
LINES = [
    "The harbour opened again on Monday, the port authority said, after a week of storms.",
    "Ships that had waited outside were let in one after another, the smallest of them first.",
    "Share this article on Facebook",
]


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    """A bench of two pages a variant, one of them outside the headline slice."""
    folder = tmp_path / "bench"
    (folder / "pages").mkdir(parents=True)
    (folder / "score.py").write_text(SCORER)
    pages = [
        {"id": name, "lang": lang, "lines": LINES, "labels": [1, 1, 0]}
        for name, lang in (("a", "en"), ("b", "de"))
    ]
    for variant in ("full", "residual", "residual_rp"):
        with gzip.open(folder / "pages" / f"dev.{variant}.jsonl.gz", "wt") as file:
            file.writelines(json.dumps(page) + "\n" for page in pages)
    return folder


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch):
    """The bench's own modules, which are scripts and on no path."""
    monkeypatch.syspath_prepend(BENCH)
    import contest
    import marks

    return contest, marks


def test_ours_is_scored_on_every_variant_and_stands_beside_doing_nothing(bench: Path):
    out = bench / "figures.json"
    program = [sys.executable, BENCH / "clean.py", bench, "--without-peers", "--json", out]
    done = subprocess.run([*program, "--rounds", "1"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "trained on these pages" in done.stdout
    assert "full: 1 pages" in done.stdout
    rows = json.loads(out.read_text())["rows"]
    assert [(r["variant"], r["name"], round(r["marks"]["mLineF1"], 3)) for r in rows] == [
        ("full", "keep everything", 0.667),
        ("full", "communique", 1.0),
        ("residual", "trafilatura (recall) alone", 0.667),
        ("residual", "communique", 1.0),
        ("residual_rp", "resiliparse alone", 0.667),
        ("residual_rp", "communique", 1.0),
    ]
    # Ours has no speed either where a round was too short to be timed.
    assert {r["name"] for r in rows if r["pages_per_second"]} <= {"communique"}
    assert not list(bench.rglob("__pycache__"))


def test_a_page_that_was_not_answered_counts_as_all_dropped(bench: Path, parts):
    _, marks = parts
    pages = marks.read_pages(bench, marks.scorer(bench), "full", "all")
    assert [r["id"] for r in pages.records] == ["a", "b"]
    assert pages.marks({"b": "\n".join(LINES[:2])})["kept"] == 2
    assert pages.everything()["kept"] == 6
    with pytest.raises(SystemExit, match=r"no slice that begins with 'aeb'.*HEADLINE"):
        marks.read_pages(bench, marks.scorer(bench), "full", "aeb")


def test_real_pages_are_handed_over_where_there_are_some(bench: Path, tmp_path: Path, parts):
    _, marks = parts
    records = marks.read_pages(bench, marks.scorer(bench), "full", "HEAD").records
    (tmp_path / "a.html").write_text("<p>Real</p>")
    given = json.loads(marks.as_input(records, tmp_path))
    assert given == {"id": "a", "lang": "en", "text": "\n".join(LINES), "html": "<p>Real</p>"}
    assert "html" not in json.loads(marks.as_input(records))
    assert json.loads(marks.as_html(records, tmp_path)) == {"id": "a", "html": "<p>Real</p>"}
    packed = tmp_path / "pages.jsonl.gz"
    packed.write_bytes(gzip.compress(b'{"id": "a", "html": "<p>Packed</p>"}\n'))
    assert json.loads(marks.as_html(records, packed)) == {"id": "a", "html": "<p>Packed</p>"}
    packed_without = tmp_path / "none.jsonl.gz"
    packed_without.write_bytes(gzip.compress(b""))
    with pytest.raises(SystemExit, match=r"none\.jsonl\.gz has no page a"):
        marks.as_html(records, packed_without)
    with pytest.raises(SystemExit, match=r"a\.html is missing"):
        marks.as_input(records, tmp_path / "elsewhere")


def test_cleaners_run_in_pairs_and_start_up_is_taken_off(parts):
    contest, _ = parts
    # Work, not sleep: the bench counts processor time.
    program = """
import sys, time
def work(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end: pass
work({})
for line in sys.stdin:
    work({})
    print(line, end="")
"""
    given = b'{"id": "a", "text": "kept"}\n'
    mine, peer = (
        contest.Contestant(name, "text", [sys.executable, "-c", program.format(*work)], given)
        for name, work in (("ours", (0.5, 0.1)), ("peer", (0, 0.4)))
    )
    ratios = contest.pairwise(mine, [peer], 2)
    assert mine.kept == {"a": "kept"}
    assert len(mine.seconds) == len(peer.seconds) == 2
    assert ratios["peer"] > 1
