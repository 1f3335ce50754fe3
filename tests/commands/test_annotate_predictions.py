"""`annotate` refuses predictions that it cannot offer whole, before a server starts."""

from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from units import PARIS


@pytest.mark.parametrize("is_there", [True, False])
def test_a_file_with_a_problem_is_refused_by_line(
    tmp_path: Path, communique: Any, monkeypatch: pytest.MonkeyPatch, is_there: bool
):
    monkeypatch.setenv("COMMUNIQUE_LABEL_STUDIO", "/nowhere")
    root = mini.write_corpus(tmp_path)
    path = broken.offer(root, "names")
    if is_there:
        path.write_text(broken.predictions("names", [broken.spans({**PARIS, "text": "Rome"})]))
    done = communique("annotate", "ann-1", "--corpus", root)
    told = done.stdout + done.stderr
    assert done.returncode == 2
    assert "predictions/names.jsonl" in told
    assert ("prediction-text" if is_there else "predictions-unreadable") in told
    assert ("line 2, span 1" in told) == is_there
    assert not {"Traceback", "/nowhere"} & set(told.split())
    assert not (root / ".label-studio").exists()
