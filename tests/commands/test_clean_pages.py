"""`communique clean -` with pages of HTML: one answer a page, whatever the page is."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from paths import SRC
from webpages import STORY, page

Run = Callable[..., subprocess.CompletedProcess[str]]


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def test_a_page_is_answered_beside_texts_and_in_order(communique: Run) -> None:
    records = [
        {"id": 1, "text": STORY[0]},
        {"id": "p", "html": page(*STORY)},
        {"id": 3, "text": ""},
    ]
    done = communique("clean", "-", stdin=lines(*records))
    assert (done.returncode, done.stderr) == (0, "")
    text, html, empty = map(json.loads, done.stdout.splitlines())
    assert (text["id"], html["id"], empty["id"]) == (1, "p", 3)
    assert html["text"] == "\n".join(("Harbour opens", *STORY))
    assert html["raw"] == "\n".join(("Home News", "Harbour opens", *STORY, "Imprint")) + "\n"
    assert "raw" not in text


def test_offsets_of_blocks_fit_the_text_and_raw_offsets_the_dump(communique: Run) -> None:
    code = "for ship in ships:\n    let_in(ship)"
    html = page(*STORY).replace(
        "</article>", f"<pre>{code}</pre><p>{STORY[0]} Twice.</p></article>"
    )
    done = communique("clean", "-", "--policy", "page", stdin=lines({"id": 1, "html": html}))
    answer = json.loads(done.stdout)
    assert f"\n{code}\n" in answer["text"]
    for block in answer["blocks"]:
        words = answer["text"][block["start"] : block["end"]]
        assert words == answer["raw"][block["raw_start"] : block["raw_end"]]
        for start, raw_start, length in block["pieces"]:
            piece = answer["raw"][raw_start : raw_start + length]
            assert answer["text"][start : start + length] == piece
    kept = "".join(answer["raw"][b["raw_start"] : b["raw_end"]] for b in answer["blocks"])
    assert "".join(answer["text"].split()) == "".join(kept.split())


@pytest.mark.parametrize(
    "html", ["", " ", "\0", "<", "<div>" * 10_000 + "x", "<p>caf\ufffd</p>", "<p>a</p>" * 20_000]
)
def test_odd_pages_are_answered(communique: Run, html: str) -> None:
    done = communique("clean", "-", stdin=lines({"id": 1, "html": html}, {"id": 2, "text": "x"}))
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [1, 2]


def test_what_cannot_be_read_is_named_by_line_and_the_rest_goes_on(communique: Run) -> None:
    large = "x" * 20_000_001
    records = [{"id": 1, "html": large}, {"id": 2, "html": 3}, {"id": 3, "html": "\ud800"}]
    done = communique("clean", "-", stdin=lines(*records, {"id": 4, "html": page(*STORY)}))
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [4]
    messages = done.stderr.splitlines()
    assert messages[0] == "communique: line 1: the page has more than 20 million characters"
    assert messages[1].startswith('communique: line 2: expected {"id": …, "text": "…"} or {"id"')
    assert messages[2].startswith("communique: line 3: ")
    assert len(messages) == 3


def test_a_record_with_text_is_a_text(communique: Run) -> None:
    done = communique("clean", "-", stdin=lines({"id": 1, "text": STORY[0], "html": "<p>other"}))
    assert json.loads(done.stdout)["text"] == STORY[0]


def test_without_the_extra_pages_are_refused_and_texts_are_not(tmp_path: Path) -> None:
    (tmp_path / "lxml.py").write_text("raise ModuleNotFoundError('no', name='lxml')")
    path = os.pathsep.join([str(tmp_path), str(SRC)])
    done = subprocess.run(
        [sys.executable, "-m", "communique", "clean", "-"],
        env={**os.environ, "PYTHONPATH": path},
        input=lines({"id": 1, "html": "<p>x"}, {"id": 2, "text": "x"}),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr == "communique: line 1: HTML needs the extra communique[html]\n"
    assert json.loads(done.stdout)["id"] == 2
