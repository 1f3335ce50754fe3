"""The list of problems: a line each, with the words that it is about, and every fix once."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from communique.corpus import read_document
from terminal import on_terminal, plain, words

SHRINK = "Shrink the span to the visible characters."


def blank_edges(root: Path) -> Path:
    """Two spans that begin with a blank."""
    task = deepcopy(mini.names_task())
    for region in ("r2", "r4"):
        for row in mini.rows_of(task, region):
            value = row["value"]
            value.update(start=value["start"] - 1, text=f" {value['text']}")
    return mini.write_corpus(root, {"names/ann-1": [task]})


def test_a_line_quotes_the_words_and_a_fix_comes_once(tmp_path: Path, communique: Any):
    done = communique("check", "--corpus", blank_edges(tmp_path))
    assert done.returncode == 1
    place = "annotations/names/ann-1.json · one · ann-1 · annotation 70, region"
    what = "white space at the start or end"
    lines = done.stdout.splitlines()
    assert f'error blank-at-edge {place} r2 " Paris": {what}' in lines
    assert f'error blank-at-edge {place} r4 " Rome": {what}' in lines
    assert [line for line in lines if SHRINK in line] == [f"fix blank-at-edge: {SHRINK}"]
    assert lines[-1] == "3 errors, 0 warnings"


def test_full_shows_the_fix_beside_every_problem(tmp_path: Path, communique: Any):
    root = blank_edges(tmp_path)
    lines = communique("check", "--full", "--corpus", root).stdout.splitlines()
    assert [line.split()[1] for line in lines if line.endswith(SHRINK)] == ["blank-at-edge"] * 2
    shown = words(on_terminal("check", "--full", "--corpus", root))
    assert (shown.count(SHRINK), shown.count("How to fix")) == (2, 0)


@pytest.mark.parametrize("width", [80, 140])
def test_on_a_terminal_a_problem_is_a_line_below_its_file(tmp_path: Path, width: int):
    printed = on_terminal("check", "--corpus", blank_edges(tmp_path), width=width)
    lines = [line.rstrip() for line in plain(printed).splitlines()]
    at = lines.index("annotations/names/ann-1.json")
    what = "white space at the start or end"
    assert [line for line in lines[at + 1 : lines.index("How to fix")] if what in line] == [
        f"  error blank-at-edge one · {found}: {what}" for found in ('r2 " Paris"', 'r4 " Rome"')
    ]
    assert f"How to fix\nblank-at-edge: {SHRINK}" in "\n".join(lines)
    assert "\x1b[1;31merror" in printed


def test_a_long_paragraph_is_whole_in_a_pipe_and_begins_on_a_terminal(
    tmp_path: Path, communique: Any
):
    task = deepcopy(mini.frames_task())
    rows = mini.annotation(task)["result"]
    gone = rows[0]["id"]
    rows[:] = [row for row in rows if row["id"] != gone]
    root = mini.write_corpus(tmp_path, {"frames/ann-1": [task]})
    document = read_document(root / "corpus/clean/one.json")
    (block,) = [b for b in document.body if b.block_id == gone]
    paragraph = document.text[slice(*block.range)]
    whole = f'block {gone} "{paragraph}": block {gone} has no region'
    assert whole in communique("check", "--corpus", root).stdout
    shown = words(on_terminal("check", "--corpus", root))
    assert f'one · {gone} "{paragraph[:10]}' in shown
    assert paragraph not in shown


def test_what_cannot_be_seen_is_quoted_as_an_escape(tmp_path: Path, communique: Any):
    task = deepcopy(mini.names_task())
    for row in mini.rows_of(task, "r2"):
        row["value"]["text"] = "\x1b[31mPa\u200bris"
    root = mini.write_corpus(tmp_path, {"names/ann-1": [task]})
    shown = communique("check", "--corpus", root).stdout
    assert r'"\x1b[31mPa\u200bris": ' in shown
    assert "\x1b" not in shown


def test_a_problem_of_an_unreadable_export_quotes_nothing(tmp_path: Path, communique: Any):
    root = mini.write_corpus(tmp_path, {"names/ann-1": [mini.names_task()]})
    (root / "annotations/names/ann-1.json").write_text("[{")
    done = communique("check", "--corpus", root)
    assert (done.returncode, "unreadable-file" in done.stdout, done.stderr) == (1, True, "")


def test_json_has_the_same_keys_whatever_else_is_asked_for(tmp_path: Path, communique: Any):
    root = blank_edges(tmp_path)
    found = [
        json.loads(communique("check", "--json", *more, "--corpus", root).stdout)
        for more in ((), ("--full",))
    ]
    assert found[0] == found[1]
    keys = ["id", "level", "layer", "document", "annotator", "file", "at", "message", "fix"]
    assert {tuple(p) for p in found[0]} == {tuple(keys)}


@pytest.mark.parametrize("verb", ["check", "agree"])
def test_words_are_escaped_for_a_stdout_without_their_characters(
    tmp_path: Path, communique: Any, monkeypatch: pytest.MonkeyPatch, verb: str
):
    """One voter marks words with an emoji: in a label that is unknown, or on which they differ."""
    task, marked = deepcopy(mini.names_task()), "Paris on Monday \U0001f600"
    for row in mini.rows_of(task, "r2"):
        row["value"].update(end=row["value"]["start"] + len(marked), text=marked)
        if verb == "check":
            row["value"]["labels"] = ["beast"]
    other = broken.by("ann-2", mini.names_task())
    root = mini.write_corpus(tmp_path, {"names/ann-1": [task], "names/ann-2": [other]})
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    done = communique(verb, "--corpus", root)
    assert done.stderr == ""
    assert r"Monday \U0001f600" in done.stdout
