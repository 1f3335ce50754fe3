"""What stands against a release, from what is known of it."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import mini
from communique.release import prepare
from communique.release.gates import date_gate, same_gate


def test_a_document_is_not_published_after_its_release():
    def published(date: str | None) -> list[str]:
        return list(date_gate("2026-03-04", [replace(mini.SOURCE, published=date)]))

    for date in (None, "2026", "2026-03", "2026-03-04", "2025-12-31"):
        assert published(date) == []
    for date in ("2027", "2026-04", "2026-03-05", "2062-03-04"):
        assert published(date) == [f"document one was published {date}, after the release"]


def test_a_second_build_that_fails_or_differs_tells_why():
    first = {"a": b"1", "b": b"2"}
    assert list(same_gate(first, dict(first), "a warning")) == []
    assert list(same_gate(first, {}, "no module x")) == ["the second build failed: no module x"]
    assert list(same_gate(first, {"a": b"1", "b": b"3"}, "")) == ["the second build differs in b"]
    assert list(same_gate(first, {"a": b"1", "b": b"3"}, "slow")) == [
        "the second build differs, and prints: slow",
        "the second build differs in b",
    ]


def test_the_second_build_says_what_it_said(tmp_path: Path, monkeypatch: Any):
    root = mini.write_corpus(tmp_path / "corpus", {"names/ann-1": [mini.names_task()]})
    subprocess.run([sys.executable, "-m", "communique", "render", "--corpus", root], check=True)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "sitecustomize.py").write_text("import sys\nprint('odd', file=sys.stderr)\n")
    files, told = prepare._second(root, tmp_path / "out")
    assert files["manifest.json"]
    assert told == "odd"
    (root / "corpus/raw/one.txt").unlink()
    files, told = prepare._second(root, tmp_path / "again")
    assert files == {}
    assert "raw-missing" in told
