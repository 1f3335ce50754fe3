"""The whole road through a real server: pages and tasks in, answers sent, records out."""

import json
import shutil
from pathlib import Path

import pytest

import mini

pytestmark = pytest.mark.server


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = mini.write_corpus(tmp_path)
    for layer, answers in mini.ANSWERS.items():
        (root / "answers" / layer).mkdir(parents=True)
        (root / "answers" / layer / "one.json").write_text(json.dumps(answers))
    return root


def test_answers_go_through_the_server_and_come_back_as_records(root: Path, studio):
    run = studio(root)
    done = run("annotate", "ann-1", "--answers", str(root / "answers"), "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert [(p["layer"], p["imported"], p["submitted"]) for p in report["projects"]] == [
        ("names", 1, 1),
        ("frames", 1, 1),
    ]
    again = json.loads(run("annotate", "ann-1", "--json").stdout)
    assert [p["imported"] for p in again["projects"]] == [0, 0]
    twice = run("annotate", "ann-1", "--answers", str(root / "answers"))
    assert twice.returncode == 2
    assert "already has an annotation" in twice.stderr

    assert run("pull", "ann-1").returncode == 0
    exported = (root / "annotations/names/ann-1.json").read_text()
    assert "@" not in exported
    assert json.loads(exported)[0]["annotations"][0]["completed_by"] == "ann-1"
    checked = run("check", "--json")
    assert (checked.returncode, json.loads(checked.stdout)) == (0, [])
    assert run("build").returncode == 0

    before = exported
    assert run("pull", "ann-1").returncode == 0
    assert (root / "annotations/names/ann-1.json").read_text() == before

    fewer = {"regions": [{**mini.ANSWERS["names"]["regions"][1], "region": "kept"}]}
    shutil.rmtree(root / "answers/frames")
    (root / "answers/names/one.json").write_text(json.dumps(fewer))
    done = run("annotate", "ann-1", "--answers", str(root / "answers"), "--replace")
    assert done.returncode == 0, done.stderr
    assert run("pull", "ann-1").returncode == 0
    (task,) = json.loads((root / "annotations/names/ann-1.json").read_text())
    (annotation,) = task["annotations"]
    assert {row["id"] for row in annotation["result"]} == {"kept"}
    assert run("annotate", "nobody").returncode == 2
