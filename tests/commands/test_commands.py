"""The command line: exit codes, refusals without traceback, nothing lost on the way."""

import json
import re
from pathlib import Path

import pytest

import mini
from communique.commands._shared import Refusal
from communique.commands.build import put


def test_check_gives_the_contracts_json(tmp_path: Path, communique):
    task = mini.names_task()
    mini.rows_of(task, "r2")[0]["value"]["labels"] = ["animal"]
    mini.write_corpus(tmp_path, {"names/ann-1": [task]})
    done = communique("check", "--json", "--corpus", tmp_path)
    assert done.returncode == 1
    assert json.loads(done.stdout) == [
        {
            "id": "unknown-label",
            "level": "error",
            "layer": "names",
            "document": "one",
            "annotator": "ann-1",
            "file": "annotations/names/ann-1.json",
            "at": "annotation 70, region r2",
            "message": "label 'animal' is not in the schema",
            "fix": "Choose another label, or add this one to the schema.",
        }
    ]


def test_a_warning_fails_only_where_asked(tmp_path: Path, communique):
    task = mini.names_task()
    task["drafts"] = [{"id": 1}]
    mini.write_corpus(tmp_path, {"names/ann-1": [task]})
    assert communique("check", "--corpus", tmp_path).returncode == 0
    assert communique("check", "--strict", "--corpus", tmp_path).returncode == 1


def test_a_broken_schema_is_reported_and_nothing_is_traced(tmp_path: Path, communique):
    root = mini.write_corpus(tmp_path)
    (root / "schema/corpus.yaml").write_text("name: [\n")
    done = communique("check", "--json", "--corpus", root)
    assert [p["id"] for p in json.loads(done.stdout)] == ["schema-invalid"]
    for verb in ("clean", "render", "build"):
        done = communique(verb, "--corpus", root)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr + done.stdout
        assert "line" in done.stderr


@pytest.mark.parametrize("verb", ["check", "clean", "render", "build"])
def test_without_a_corpus_the_verb_refuses(tmp_path: Path, communique, verb: str):
    done = communique(verb, cwd=tmp_path)
    assert done.returncode == 2
    assert "schema/corpus.yaml" in done.stderr
    assert "Traceback" not in done.stderr


def test_frozen_text_is_refused_then_rebased_and_carried(tmp_path: Path, communique):
    root = mini.write_corpus(tmp_path, {"names/ann-1": [mini.names_task()]})
    path = root / "corpus/clean/one.json"
    old = json.loads(path.read_text())
    # an earlier cleaner that lost the title's block
    other = _without_title(old)
    path.write_text(json.dumps(other))
    done = communique("clean", "--corpus", root)
    assert (done.returncode, json.loads(path.read_text())) == (2, other)
    assert "frozen" in done.stderr
    assert communique("clean", "--rebase", "one", "--corpus", root).returncode == 0
    assert json.loads(path.read_text()) == old
    (former,) = json.loads((root / "corpus/clean/one.history.json").read_text())
    assert former["text_sha256"] == other["text_sha256"]


def _without_title(document: dict) -> dict:
    import hashlib

    cut = document["blocks"][0]["end"] + 1
    text = document["text"][cut:]
    blocks = []
    for block in document["blocks"][1:]:
        pieces = [[p[0] - cut, p[1], p[2]] for p in block["pieces"]]
        blocks.append(
            {**block, "start": block["start"] - cut, "end": block["end"] - cut, "pieces": pieces}
        )
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {**document, "text": text, "text_sha256": digest, "blocks": blocks}


def test_a_raw_file_that_changed_is_not_cleaned(tmp_path: Path, communique):
    root = mini.write_corpus(tmp_path)
    before = (root / "corpus/clean/one.json").read_bytes()
    (root / "corpus/raw/one.txt").write_text("Another text altogether.\n")
    assert communique("clean", "--corpus", root).returncode == 2
    assert (root / "corpus/clean/one.json").read_bytes() == before
    done = communique("check", "--json", "--corpus", root)
    assert {p["id"] for p in json.loads(done.stdout)} == {"raw-changed", "clean-stale"}


def test_the_filter_keeps_order_and_names_bad_lines(communique):
    lines = [
        json.dumps({"id": "a", "text": "Headline\n\nA sentence that stays.\n\nLeave a comment"}),
        "not json",
        json.dumps({"id": "b", "text": ""}),
        json.dumps({"id": "c"}),
        json.dumps({"id": 4, "text": "x\ud83d"}),
        json.dumps({"id": "d", "text": "Only this.\r\n"}),
    ]
    done = communique("clean", "-", stdin="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [(a["id"], a["text"]) for a in answers] == [
        ("a", "Headline\nA sentence that stays."),
        ("b", ""),
        ("d", "Only this."),
    ]
    assert answers[0]["removed"][0]["reason"] == "comment_widget"
    assert [line.split(":")[1].strip() for line in done.stderr.splitlines()] == [
        "line 2",
        "line 4",
        "line 5",
    ]


def test_explain_shows_what_goes_and_why(tmp_path: Path, communique):
    root = mini.write_corpus(tmp_path)
    shown = communique("clean", "--explain", "one", "--corpus", root).stdout
    assert "Leave a comment" in shown
    assert "comment_widget" in shown
    assert communique("clean", "--explain", "none", "--corpus", root).returncode == 2


def test_a_build_replaces_a_build_and_nothing_else(tmp_path: Path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("kept")
    built = {"manifest.json": b"{}", "data/x": b"1"}
    with pytest.raises(Refusal):
        put(mine, built)
    assert (mine / "thesis.txt").read_text() == "kept"
    out = tmp_path / "out"
    put(out, built)
    put(out, {"manifest.json": b"{}"})
    assert sorted(p.name for p in out.rglob("*")) == ["manifest.json"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine", "out"]


def test_a_corpus_with_errors_is_not_built(tmp_path: Path, communique):
    task = mini.names_task()
    mini.annotation(task)["result"][0]["value"]["end"] = 10**6
    root = mini.write_corpus(tmp_path, {"names/ann-1": [task]})
    assert communique("build", "--corpus", root).returncode == 1
    assert not (root / "dist").exists()


def test_unknown_verbs_and_policies_are_refused(tmp_path: Path, communique):
    assert communique("frobnicate").returncode == 2
    assert communique("clean", "--policy", "bold", "--corpus", tmp_path).returncode == 2


def test_add_copies_byte_for_byte_and_lists(tmp_path: Path, communique):
    root = mini.write_corpus(tmp_path / "corpus")
    text = tmp_path / "Second Text.txt"
    text.write_bytes("\ufeffHeadline\r\n\r\nA second text, as it was.\r\n".encode())
    before = (root / "corpus/sources.yaml").read_text()
    done = communique("add", text, "--corpus", root)
    assert done.returncode == 0, done.stderr
    assert (root / "corpus/raw/Second Text.txt").read_bytes() == text.read_bytes()
    assert (root / "corpus/sources.yaml").read_text().startswith(before)
    assert communique("clean", "--corpus", root).returncode == 0
    cleaned = json.loads((root / "corpus/clean/second-text.json").read_text())
    assert cleaned["text"] == "Headline\nA second text, as it was."
    assert communique("add", text, "--corpus", root).returncode == 2
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"a\0b")
    refused = communique("add", bad, "--corpus", root)
    assert refused.returncode == 2
    assert "NUL character at byte 1" in refused.stderr


def test_the_version_stands_in_one_place(communique):
    from communique import __version__

    done = communique("--version")
    core = r"compiled \d+\.\d+\.\d+|numpy"
    expected = rf"communique {re.escape(__version__)} \(cleaning core: (?:{core})\)\n"
    assert done.returncode == 0
    assert re.fullmatch(expected, done.stdout)
