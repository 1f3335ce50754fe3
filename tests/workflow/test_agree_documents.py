"""Agreement on the labels of documents that form a scale."""

import json
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from communique.corpus import write_json

MOOD = """  - name: mood
    unit: document
    control: mood
    ordered: true
    labels: [low, middle, high]
"""


def test_the_label_of_a_document_is_measured_on_its_scale(tmp_path: Path, communique: Any):
    root = mini.write_corpus(tmp_path)
    broken.add_second(root)
    path = root / "schema/corpus.yaml"
    path.write_text(path.read_text() + MOOD)
    given = {"ann-1": ("low", "high"), "ann-2": ("middle", "high")}
    for person, answers in given.items():
        tasks = [broken.by(person, mini.frames_task()), broken.second_task(person)]
        for task, answer in zip(tasks, answers, strict=True):
            row = {"id": "m", "from_name": "mood", "to_name": "text", "type": "choices"}
            mini.annotation(task)["result"] = [{**row, "value": {"choices": [answer]}}]
        write_json(root / f"annotations/mood/{person}.json", tasks)
    found = json.loads(communique("agree", "--json", "--corpus", root).stdout)
    question = next(x for x in found["layers"] if x["layer"] == "mood")["questions"][0]
    assert question["metric"] == "ordinal"
    # By hand: low 1, middle 1, high 2 times; observed 0.5, expected 3. Nominal alpha is 0.4.
    assert question["alpha"]["value"] == pytest.approx(1 - 0.5 / 3)
