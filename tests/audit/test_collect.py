"""The decisions of a layer as items."""

from pathlib import Path

import pytest

import broken
import mini
import voters
from communique.workflow.audit import audited_items, audited_texts
from communique.workspace import Corpus


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two places, of which one was asked for its reading, and a person."""
    return voters.corpus(tmp_path / "corpus", mini.names_task())


def _read(root: Path) -> tuple[list[str], int, int]:
    """The questions; how many places there are, and how many have a reading."""
    corpus = Corpus.open(root)
    items = audited_items(corpus, corpus.schema.layer("names"), audited_texts(corpus))
    places = [r for r in corpus.records if r.label == "place"]
    asked = [r for r in places if "reading" in r.attributes]
    return [q for item in items for q in item.values], len(places), len(asked)


def test_an_attribute_that_was_not_asked_for_is_no_question(root: Path):
    questions, places, asked = _read(root)
    assert places > asked > 0
    assert questions.count("reading") == asked


def test_an_attribute_that_may_be_left_out_is_a_question(root: Path):
    only = "only_when_required: true"
    broken.edit(root / "schema/corpus.yaml", only, only.replace("true", "false"))
    questions, places, _ = _read(root)
    assert questions.count("reading") == places
