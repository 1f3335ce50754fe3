"""Decisions beside votes that could not all be read."""

from pathlib import Path

import communique
from copies import copy_corpus


def test_of_a_layer_that_is_partly_read_no_decision_is_reported(tmp_path: Path) -> None:
    copy_corpus(tmp_path)
    (tmp_path / "annotations" / "stance" / "annotator-1.json").write_text("[{", encoding="utf-8")
    problems = communique.open(tmp_path).problems()
    found = {p.id for p in problems if p.layer == "stance"}
    assert found == {"unreadable-file", "export-edited"}
