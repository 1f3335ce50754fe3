"""Decisions by hand and rules of a corpus's own: cleaning.yaml."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from communique.cleaning import ByHand, clean, config_sha256

Run = Callable[..., subprocess.CompletedProcess[str]]
WALL = "The harbour wall has stood for a hundred years, the council said on Tuesday in Port Town."
RAW = f"Storm closes the harbour\n{WALL}\nPost new comment\n{WALL[:-1]}, again.\nThe Coast, daily\n"


def test_a_decision_overrules_rule_and_score_both_ways() -> None:
    kept = clean(RAW, by_hand=[ByHand("Post new comment")])
    assert "Post new comment" in kept.text
    gone = clean(RAW, by_hand=[ByHand(WALL, "promotion")])
    assert WALL not in gone.text
    assert ("promotion", "by-hand") in {(r.reason, r.rule) for r in gone.removed}


def test_a_decision_about_no_line_of_the_text_is_an_error() -> None:
    with pytest.raises(ValueError, match="the text has no line 'No such line'"):
        clean(RAW, by_hand=[ByHand("No such line")])
    with pytest.raises(ValueError, match="unknown reason 'dull'; choose one of"):
        ByHand("x", "dull")


def test_decisions_are_in_the_hash_of_what_decides() -> None:
    assert config_sha256(by_hand=[ByHand("x")]) != config_sha256()
    assert config_sha256(by_hand=[ByHand("x")]) != config_sha256(by_hand=[ByHand("x", "share")])


@pytest.fixture
def corpus(tmp_path: Path, communique: Run) -> Path:
    root = tmp_path / "coast"
    source = tmp_path / "storm.txt"
    source.write_text(RAW)
    for command in (("new", root), ("add", source, "--corpus", root), ("clean", "--corpus", root)):
        assert communique(*command).returncode == 0
    return root


def read(root: Path) -> tuple[str, str]:
    """The id and the cleaned text of the document that was added."""
    for path in (root / "corpus/clean").glob("*.json"):
        text = json.loads(path.read_text())["text"]
        if WALL in text:
            return path.stem, text
    raise AssertionError("the document is not there")


def test_the_file_adds_rules_and_decisions(corpus: Path, communique: Run) -> None:
    doc, text = read(corpus)
    assert "The Coast, daily" in text
    (corpus / "corpus/cleaning.yaml").write_text(
        "rules:\n  - {id: coast-slogan, reason: promotion, pattern: 'the coast, \\w+'}\n"
        f"by_hand:\n  - {{document: {doc}, line: Post new comment, keep: true, because: a cry}}\n"
    )
    for _ in range(2):
        assert communique("clean", "--corpus", corpus).returncode == 0
        assert "The Coast, daily" not in read(corpus)[1]
        assert "Post new comment" in read(corpus)[1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("rules:\n  - {id: x, reason: dull, pattern: a}\n", "reason 'dull'"),
        ("rules:\n  - {id: x, reason: share, pattern: '('}\n", "pattern '('"),
        ("rulez: []\n", "unknown key"),
        (
            "by_hand:\n  - {document: DOC, line: no, keep: true, because: b}\n",
            "the text has no line",
        ),
        ("by_hand:\n  - {document: DOC, line: no, keep: false, because: b}\n", "needs a reason"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_nothing_changes(
    corpus: Path, communique: Run, content: str, said: str
) -> None:
    before = read(corpus)
    (corpus / "corpus/cleaning.yaml").write_text(content.replace("DOC", before[0]))
    done = communique("clean", "--corpus", corpus)
    assert done.returncode == 2
    assert said in done.stderr
    assert read(corpus) == before
