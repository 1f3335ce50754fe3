"""What a site needs is computed once."""

import json
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

import pytest

import mini
from communique.dataset.manifest import read_manifest
from communique.dataset.names import STANDOFF
from communique.dataset.read import read_released, same_configs
from communique.versions import compare
from communique.versions.difference import difference
from communique.workflow.build import build_dataset
from communique.workflow.view import write_site
from communique.workspace import Corpus

# Items are also compared for the example in the card of the dataset.
TIMES = {"assess.report": 1, "items.items": 2, "from_corpus._content": 1}
TIMES |= {"write_tables.write_tables": 1}


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """A corpus with a release."""
    root = mini.write_corpus(tmp_path / "corpus", {"names/ann-1": [mini.names_task()]})
    old = root / "releases/0.1.0"
    old.mkdir(parents=True)
    build_dataset(Corpus.open(root), old, STANDOFF)
    return root


def test_a_site_compares_items_measures_agreement_and_writes_tables_once(
    released: Path, tmp_path: Path
):
    corpus, calls = Corpus.open(released), Counter[str]()

    def count(frame: FrameType, event: str, _: object):
        if event == "call":
            name = Path(frame.f_code.co_filename).stem
            calls[f"{name}.{frame.f_code.co_name}"] += 1

    sys.setprofile(count)
    try:
        write_site(corpus, tmp_path / "site", "full")
    finally:
        sys.setprofile(None)
    assert {name: calls[name] for name in TIMES} == TIMES


def test_a_dataset_that_need_not_be_restorable_compares_as_the_same(released: Path, tmp_path: Path):
    whole, bare = tmp_path / "whole", tmp_path / "bare"
    for into in (whole, bare):
        into.mkdir()
    build_dataset(Corpus.open(released), whole, STANDOFF)
    build_dataset(Corpus.open(released), bare, STANDOFF, is_restorable=False)
    assert (bare / "README.md").read_bytes() == (whole / "README.md").read_bytes()
    assert compare(read_released(whole), read_released(bare)) == []
    assert not (bare / "full/manifest.json").read_bytes()


def test_configs_with_the_same_rows_are_not_read_and_the_changes_are_the_same(
    released: Path, tmp_path: Path
):
    task = mini.names_task()
    mini.rows_of(task, "r2")[0]["value"]["labels"] = ["person"]
    (released / "annotations/names/ann-1.json").write_text(json.dumps([task]))
    old, new = released / "releases/0.1.0", tmp_path / "new"
    new.mkdir()
    build_dataset(Corpus.open(released), new, STANDOFF, is_restorable=False)
    same = same_configs(read_manifest(old), read_manifest(new))
    assert {"codebook"} <= same
    assert not same & {"names", "documents", "annotations"}
    whole = compare(read_released(old), read_released(new))
    assert whole
    assert list(difference(old, new, None).changes) == whole
    assert same_configs(read_manifest(old), read_manifest(old)) >= {"names", "annotations"}
