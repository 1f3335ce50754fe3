"""What is read and made some documents at a time is what is read and made at once."""

import json
import os
import shutil
from pathlib import Path

import pytest

import broken
import panel
from communique.checks import run
from communique.workflow.adjudicate import open_work
from communique.workflow.agree import assess_corpus
from communique.workflow.build import dataset_files
from communique.workspace import Corpus, reading
from paths import CORPORA

FAULTY = ("decision-orphaned", "decision-contradicts-votes", "vote-missing", "text-hash")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Several documents, voters, pilots, passes, relations and an adjudicator."""
    return panel.corpus(tmp_path_factory.mktemp("batches") / "corpus")


@pytest.mark.parametrize("cores", [1, 3])
def test_a_dataset_of_batches_has_the_same_bytes(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, cores: int
):
    whole = dataset_files(Corpus.open(corpus), "standoff")
    monkeypatch.setattr(reading, "BATCH", 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(cores))
    assert dataset_files(Corpus.open(corpus), "standoff") == whole


def test_agreement_and_open_items_of_batches_are_the_same(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
):
    opened = Corpus.open(corpus)
    whole = json.dumps(assess_corpus(opened)), open_work(opened)
    assert "names" not in whole[1].unwritten
    monkeypatch.setattr(reading, "BATCH", 1)
    again = Corpus.open(corpus)
    assert len(list(again.reading.batches())) > 1
    assert (json.dumps(assess_corpus(again)), open_work(again)) == whole


@pytest.mark.parametrize("name", FAULTY)
def test_checks_of_batches_find_the_same(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    root = shutil.copytree(CORPORA / name, tmp_path / name)
    broken.add_second(root)
    whole = run(root)
    assert name in {p.id for p in whole}
    monkeypatch.setattr(reading, "BATCH", 1)
    assert len(list(Corpus.open(root).reading.batches())) == 2
    assert run(root) == whole
