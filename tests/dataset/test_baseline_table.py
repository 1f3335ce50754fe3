"""The file of baselines: shown on the card while it fits the data, and a warning if not."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from communique.checks import run
from communique.corpus import write_json
from communique.dataset.baseline_table import (
    BASELINES,
    baseline_tables,
    inputs_sha256,
    read_baselines,
)
from communique.workflow.build import build_dataset
from communique.workspace import Corpus
from paths import CORPORA, ROOT

SYSTEM = {"system": "majority", "kind": "baseline", "f1": {"label": 0.5, "micro": 0.25}}
READER = {"system": "ann-9", "kind": "did not vote", "f1": {"exact": 1.0}}
LAYERS = [{"layer": "frames", "systems": [SYSTEM, {**SYSTEM, "f1": {"micro": 1}}, READER]}]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A copy of the sound corpus with baselines that fit it."""
    root = tmp_path / "corpus"
    shutil.copytree(CORPORA / "sound", root)
    opened = Corpus.open(root)
    wanted = inputs_sha256(opened.folder, opened.documents)
    write_json(root / BASELINES, {"inputs_sha256": wanted, "layers": LAYERS})
    return root


def card(root: Path, out: Path, flavour: str) -> str:
    out.mkdir()
    build_dataset(Corpus.open(root), out, flavour)
    assert not (out / BASELINES).exists()
    return (out / "README.md").read_text()


@pytest.mark.parametrize("flavour", ["full", "standoff"])
def test_the_card_shows_baselines_that_fit(corpus: Path, tmp_path: Path, flavour: str):
    shown = card(corpus, tmp_path / "out", flavour)
    assert "## Baselines" in shown
    assert "| majority | baseline | 0.500 | 0.250 |" in shown
    assert "| majority | baseline |  | 1.000 |" in shown
    assert "| ann-9 | did not vote | 1.000 |" in shown


@pytest.mark.parametrize("content", [{"inputs_sha256": "0" * 64, "layers": LAYERS}, [], {}])
def test_others_are_a_warning_and_not_shown(corpus: Path, tmp_path: Path, content: Any):
    assert [p.id for p in run(Corpus.open(corpus))] == []
    write_json(corpus / BASELINES, content)
    assert [(p.id, p.level) for p in run(Corpus.open(corpus))] == [("baselines-stale", "warning")]
    assert "## Baselines" not in card(corpus, tmp_path / "out", "full")


def test_a_changed_decision_makes_them_stale(corpus: Path):
    path = next((corpus / "annotations/adjudicated").glob("*.json"))
    path.write_text(path.read_text() + "\n")
    assert "baselines-stale" in [p.id for p in run(Corpus.open(corpus))]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff", b"null", b'{"inputs_sha256": "x", "layers": [{"layer": 1}]}']
)
def test_what_is_no_file_of_baselines_is_not_read(tmp_path: Path, content: bytes):
    path = tmp_path / "baselines.json"
    path.write_bytes(content)
    assert read_baselines(path) is None


def test_the_committed_baselines_have_every_layer():
    data = read_baselines(ROOT / BASELINES)
    layers = {layer for layer, _ in baseline_tables(data)}
    assert layers == {"entities", "stance", "stance_detection", "framing"}
    assert len(json.loads((ROOT / BASELINES).read_text())["inputs_sha256"]) == 64
