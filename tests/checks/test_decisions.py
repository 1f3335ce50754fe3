"""Decisions beside votes that could not all be read."""

import shutil
from pathlib import Path

import communique
from paths import ROOT


def test_of_a_layer_that_is_partly_read_no_decision_is_reported(tmp_path: Path) -> None:
    for part in ("schema", "corpus", "annotations"):
        shutil.copytree(ROOT / part, tmp_path / part)
    (tmp_path / "annotations" / "stance" / "annotator-1.json").write_text("[{", encoding="utf-8")
    problems = communique.open(tmp_path).problems()
    found = {p.id for p in problems if p.layer == "stance"}
    assert found == {"unreadable-file", "export-edited"}
