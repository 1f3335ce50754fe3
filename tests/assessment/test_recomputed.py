"""Every figure of `agreement.json` follows from the tables `annotations` and `documents` alone."""

import json
from pathlib import Path
from typing import Any

import pytest

import panel
from paths import ROOT
from recomputed import narrowed, recomputed


def both(root: Path, out: Path) -> tuple[Any, Any]:
    """The figures that a dataset publishes, and those that follow from its tables."""
    folder = panel.built(root, out)
    published = json.loads((folder / "agreement.json").read_text())
    found = json.loads(json.dumps(recomputed(folder, published)))
    return narrowed(published, found), found


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_every_figure_of_three_annotators_is_recomputed(tmp_path: Path, seed: int):
    published, found = both(panel.corpus(tmp_path / "corpus", seed=seed), tmp_path / "out")
    assert found == published
    views = next(x for x in found["layers"] if x["layer"] == "views")
    metrics = {q["question"]: q["metric"] for q in views["questions"]}
    assert metrics["strength"] == "ordinal"
    assert metrics["holders"] == metrics["topics"] == "masi"
    assert [x["annotator"] for x in found["self_consistency"]] == ["ann-1"] * 4


def test_every_figure_of_this_corpus_is_recomputed(tmp_path: Path):
    published, found = both(ROOT, tmp_path / "out")
    assert found == published
    assert {x["layer"] for x in found["layers"]} >= {"entities"}


def test_the_figures_are_not_empty(tmp_path: Path):
    published, _ = both(panel.corpus(tmp_path / "corpus"), tmp_path / "out")
    questions = [q for x in published["layers"] for q in x["questions"]]
    assert any(q["alpha"]["value"] is not None for q in questions)
    assert any(q["interval_by_unit"]["low"] is not None for q in questions)
    assert any(q["without"] for q in questions)
    spans = [x["spans"] for x in published["layers"] if "spans" in x]
    assert all(pair["overlap"]["matched"] for x in spans for pair in x["pairs"])
    names = next(x for x in published["layers"] if x["layer"] == "names")
    assert any(pair["labelled"]["matched"] for pair in names["relations"]["pairs"])


def test_the_seed_is_published_and_another_gives_other_intervals(tmp_path: Path):
    folder = panel.built(panel.corpus(tmp_path / "corpus"), tmp_path / "out")
    published = json.loads((folder / "agreement.json").read_text())
    assert (published["seed"], published["rounds"]) == (0, 1000)
    found = json.loads(json.dumps(recomputed(folder, {**published, "seed": 1})))
    assert narrowed(published, found) != found
