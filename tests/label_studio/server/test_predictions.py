"""Predictions of a system on a real server: shown, changed, submitted and counted."""

import json
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from communique.label_studio.server import client as label_studio
from opened import read
from units import EMOJI, FRAME, IDS, PARIS

pytestmark = pytest.mark.server


def test_predictions_are_shown_and_what_becomes_of_them_is_counted(tmp_path: Path, studio: Any):
    root = mini.write_corpus(tmp_path / "corpus")
    lines = {
        "names": [broken.spans(PARIS, EMOJI)],
        "frames": [FRAME, {**FRAME, "block_id": IDS[2]}],
    }
    for layer, units in lines.items():
        broken.offer(root, layer).write_text(broken.predictions(layer, units))
    run = studio(root)
    opened = run("annotate", "ann-1", "--json")
    assert opened.returncode == 0, opened.stderr
    urls = {p["layer"]: p["url"] for p in json.loads(opened.stdout)["projects"]}
    server = json.loads((root / ".label-studio/ann-1/server.json").read_text())
    with closing(label_studio.connect(server["url"], server["token"])) as client:
        for layer, url in urls.items():
            project = int(url.rsplit("/", 1)[1])
            assert client.sdk.projects.get(project).model_version == "tagger-1"
            (task,) = client.sdk.tasks.list(project=project, fields="all")
            (prediction,) = task.predictions
            rows = deepcopy(
                prediction["result"] if isinstance(prediction, dict) else prediction.result
            )
            if layer == "names":
                rows[0]["value"]["labels"] = ["person"]
            else:
                tone = {"id": "t", "from_name": "tone", "to_name": "text", "type": "choices"}
                rows.append({**tone, "value": {"choices": ["cold"]}})
            client.submit(task.id, rows, lead_time=9.0)
    assert run("pull", "ann-1").returncode == 0
    efforts = {s.layer: s.effort for s in read(root)[1]}
    names, frames = efforts["names"], efforts["frames"]
    assert (names.predicted, names.unchanged, names.changed, names.added) == (2, 1, 1, 0)
    assert (frames.predicted, frames.unchanged) == (2, 2)
    broken.add_second(root)
    path = root / "predictions/frames.jsonl"
    path.write_text(path.read_text().replace("tagger-1", "tagger-2"))
    refused = run("annotate", "ann-1")
    assert refused.returncode == 2
    assert "there would be tagger-1 and tagger-2; nothing was imported" in refused.stderr
