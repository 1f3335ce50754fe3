"""The review of an audit through a real server, from the list to the precision."""

import json
from pathlib import Path
from typing import Any

import pytest

import panel

ANSWER = {
    "regions": [
        {"line": 2, "text": "Rome", "label": "place"},
        {"line": 2, "text": "Ann Lee", "label": "person"},
    ]
}


@pytest.mark.server
def test_a_reader_gets_the_documents_of_the_findings_and_is_counted(tmp_path: Path, studio: Any):
    root = panel.corpus(tmp_path / "corpus")
    communique = studio(root)
    assert communique("annotate", "fresh", "--add", "--role", "pilot").returncode == 0
    begin = ("audit", "--annotate", "fresh", "--layer", "names", "--top", "4", "--json")
    done = communique(*begin)
    assert done.returncode == 0, done.stderr
    (project,) = json.loads(done.stdout)["projects"]
    assert (project["layer"], project["done"], project["tasks"]) == ("names", 0, 2)
    listed = json.loads((root / "evaluation/audit/fresh.json").read_text())["findings"]
    assert len(listed) == 4

    for doc_id in ("one", "two"):
        path = tmp_path / f"answers/names/{doc_id}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(ANSWER))
    done = communique("annotate", "fresh", "--answers", tmp_path / "answers")
    assert done.returncode == 0, done.stderr
    assert communique("pull").returncode == 0
    again = json.loads(communique(*begin).stdout)
    assert [p["done"] for p in again["projects"]] == [2]

    (result,) = json.loads(communique("audit", "--reviewed", "--json").stdout)
    assert (result["reader"], result["findings"], result["read"]) == ("fresh", 4, 4)
    for verdict in result["verdicts"]:
        now, answer = verdict["now"], verdict["answer"]
        assert verdict["rank"] in {f["rank"] for f in listed}
        if verdict["question"] == "label":
            assert (verdict["outcome"] == "agrees") == (now == f"label: {answer}")
