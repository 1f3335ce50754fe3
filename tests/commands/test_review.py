"""`communique review`: exit codes, JSON, refusals, and every broken corpus."""

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import broken
import foreign
import mini
from communique.checks import run as check
from communique.problems import drops, has_errors

Review = Callable[..., foreign.Done]


@pytest.fixture
def review(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Review:
    return partial(foreign.command, monkeypatch, capsys, "review")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return mini.write_corpus(tmp_path / "base", {"names/ann-1": [mini.names_task()]})


def test_it_exits_with_one_after_the_page_if_check_finds_errors(
    tmp_path: Path, base: Path, review: Review
):
    now = tmp_path / "now"
    shutil.copytree(base, now)
    done = review(base, "--corpus", now)
    assert done.returncode == 0
    assert "**0 errors, 0 warnings.** 0 annotations changed." in done.stdout
    done = review(base, "--corpus", now, "--json")
    assert done.returncode == 0
    assert list(json.loads(done.stdout)) == [
        *("problems", "unread_in_base", "passes", "annotations", "agreement", "audit"),
    ]
    (now / "corpus/raw/one.txt").write_text("Other words")
    done = review(base, "--corpus", now)
    assert done.returncode == 1
    assert "| error | raw-changed |" in done.stdout


def test_a_base_without_a_corpus_is_refused(tmp_path: Path, base: Path, review: Review):
    """It may lie in a corpus, and is not that corpus."""
    (base / "corpus/inner").mkdir()
    for other in (base / "corpus/inner", tmp_path / "nowhere"):
        done = review(other, "--corpus", base)
        assert (done.returncode, done.stdout) == (2, "")
        assert "is not a corpus: it has no schema/corpus.yaml" in done.stderr


CASES = ["sound", "schema-invalid", "sources-invalid", "clean-malformed", "unreadable-file"]
CASES += ["decision-malformed", "text-mismatch", "splits-invalid", "vote-missing"]


@pytest.mark.parametrize("name", CASES)
def test_a_broken_corpus_gives_a_page_on_either_side(name: str, base: Path, review: Review):
    root = broken.CORPORA / name
    problems = check(root)
    done = review(base, "--corpus", root)
    assert done.returncode == int(has_errors(problems))
    if any(drops(p.id) for p in problems):
        assert "Not shown: the corpus cannot be read completely." in done.stdout
    done = review(root, "--corpus", base)
    assert done.returncode == 0
    assert done.stdout.startswith("## Review of mini\n\n**0 errors, 0 warnings.**")
