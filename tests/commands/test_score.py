"""`communique score`: the figures for people, as JSON and for LaTeX, and refusals."""

import json
from pathlib import Path
from typing import Any

import pytest

import terminal
from paths import ROOT

GOLD = ROOT / "releases/2.0.0"


@pytest.fixture
def predictions(communique: Any, tmp_path: Path) -> Path:
    """The gold of the block layer as a file, with one wrong label."""
    done = communique("score", "--gold", GOLD, "--sample", "framing")
    assert (done.returncode, done.stderr) == (0, "")
    head, first, *rest = done.stdout.splitlines()
    assert json.loads(head)["split"] == "all"
    unit = json.loads(first)
    unit |= {"label": "crime", "attributes": {"frames": ["crime"]}}
    path = tmp_path / "p.jsonl"
    path.write_text("\n".join([head, json.dumps(unit), *rest]))
    return path


def test_the_json_has_the_agreed_keys(communique: Any, predictions: Path):
    done = communique("score", predictions, "--gold", GOLD, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    wanted = ["layer", "data_version", "content_sha256", "split", "n_documents", "n_units"]
    wanted += ["scores", "macro_all_labels", "by_label", "by_document", "soft"]
    assert list(found)[: len(wanted)] == wanted
    assert (found["layer"], found["n_units"]) == ("framing", 64)
    assert found["scores"]["label"]["tp"] == 63
    assert found["macro_all_labels"]["f1"] < found["scores"]["macro"]["f1"] < 1
    assert found["by_label"]["crime"]["support"] == 0


def test_people_see_figures_meaning_version_and_hash(predictions: Path):
    shown = terminal.plain(terminal.on_terminal("score", predictions, "--gold", GOLD))
    for words in (
        "content sha256 ",
        "data 2.0.0, split all: 5 documents, 64 units",
        "macro: mean over the labels that the gold has",
        "No interval. 5 documents: an interval needs 6.",
        "Macro F1 over all 15 labels:",
    ):
        assert words in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_latex_escapes_what_is_special(communique: Any, predictions: Path):
    lines = predictions.read_text().replace('"system": "gold"', '"system": "a_b & 5%"')
    predictions.write_text(lines)
    done = communique("score", predictions, "--gold", GOLD, "--latex")
    assert done.returncode == 0, done.stderr
    assert r"a\_b \& 5\%" in done.stdout
    assert done.stdout.count(r"\\") == 1 + 3


def test_a_comparison_names_both_systems(communique: Any, predictions: Path):
    done = communique("score", predictions, "--gold", GOLD, "--compare", predictions)
    assert "Compared with gold" in done.stdout
    assert "No p-value. 5 documents: a p-value needs 6." in done.stdout


def test_problems_are_printed_without_figures(communique: Any, predictions: Path):
    predictions.write_text("\n".join(predictions.read_text().splitlines()[:-1]))
    done = communique("score", predictions, "--gold", GOLD)
    assert done.returncode == 1
    assert "prediction-missing" in done.stdout
    assert "--missing empty" in done.stdout
    assert "F1" not in done.stdout
    listed = json.loads(communique("score", predictions, "--gold", GOLD, "--json").stdout)
    assert [p["id"] for p in listed] == ["prediction-missing"]
    done = communique("score", predictions, "--gold", GOLD, "--missing", "empty")
    assert "1 unit without a prediction, counted as empty" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "--sample LAYER"),
        (("nowhere.jsonl", "--gold", GOLD), "nowhere.jsonl: No such file"),
        (("--sample", "x", "--gold", GOLD), "no layer 'x'; expected entities, stance, framing"),
        (("--sample", "framing", "--gold", ROOT / "src"), "is not a dataset"),
    ],
)
def test_what_cannot_be_scored_is_refused(communique: Any, arguments: Any, words: str):
    done = communique("score", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
