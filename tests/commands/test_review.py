"""`communique review`: exit codes, JSON, refusals, and every broken corpus."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from communique.checks import run as check
from communique.commands import main
from communique.problems import drops, has_errors


def review(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["communique", "review", *map(str, arguments)])
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return mini.write_corpus(tmp_path / "base", {"names/ann-1": [mini.names_task()]})


def test_it_exits_with_one_after_the_page_if_check_finds_errors(
    tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
):
    now = tmp_path / "now"
    shutil.copytree(base, now)
    assert review(monkeypatch, base, "--corpus", now) == 0
    assert "**0 errors, 0 warnings.** 0 annotations changed." in capsys.readouterr().out
    assert review(monkeypatch, base, "--corpus", now, "--json") == 0
    assert list(json.loads(capsys.readouterr().out)) == [
        *("problems", "unread_in_base", "passes", "annotations", "agreement", "audit"),
    ]
    (now / "corpus/raw/one.txt").write_text("Other words")
    assert review(monkeypatch, base, "--corpus", now) == 1
    assert "| error | raw-changed |" in capsys.readouterr().out


def test_a_base_without_a_corpus_is_refused(
    tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
):
    """It may lie in a corpus, and is not that corpus."""
    (base / "corpus/inner").mkdir()
    for other in (base / "corpus/inner", tmp_path / "nowhere"):
        assert review(monkeypatch, other, "--corpus", base) == 2
        out, err = capsys.readouterr()
        assert (out, "is not a corpus: it has no schema/corpus.yaml" in err) == ("", True)


CASES = ["sound", "schema-invalid", "sources-invalid", "clean-malformed", "unreadable-file"]
CASES += ["decision-malformed", "text-mismatch", "splits-invalid", "vote-missing"]


@pytest.mark.parametrize("name", CASES)
def test_a_broken_corpus_gives_a_page_on_either_side(
    name: str, base: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
):
    root = broken.CORPORA / name
    problems = check(root)
    assert review(monkeypatch, base, "--corpus", root) == int(has_errors(problems))
    page = capsys.readouterr().out
    if any(drops(p.id) for p in problems):
        assert "Not shown: the corpus cannot be read completely." in page
    assert review(monkeypatch, root, "--corpus", base) == 0
    assert capsys.readouterr().out.startswith("## Review of mini\n\n**0 errors, 0 warnings.**")
