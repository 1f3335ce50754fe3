"""The whole road through a real server: pages and tasks in, answers sent, records out."""

import json
import shutil
from pathlib import Path

import pytest

import broken
import mini
from communique.corpus import write_json

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
    twice = run("annotate", "ann-1", "--answers", str(root / "answers"), "--json")
    assert twice.returncode == 0, twice.stderr
    report = [(p["submitted"], p["submitted_before"]) for p in json.loads(twice.stdout)["projects"]]
    assert report == [(0, 1), (0, 1)]

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
    done = run("annotate", "ann-1", "--answers", str(root / "answers"))
    assert (done.returncode, "names: one; nothing was sent" in done.stderr) == (2, True)
    assert "--replace" in done.stderr
    done = run("annotate", "ann-1", "--answers", str(root / "answers"), "--replace")
    assert done.returncode == 0, done.stderr
    assert run("pull", "ann-1").returncode == 0
    (task,) = json.loads((root / "annotations/names/ann-1.json").read_text())
    (annotation,) = task["annotations"]
    assert {row["id"] for row in annotation["result"]} == {"kept"}
    assert run("annotate", "nobody").returncode == 2


def test_a_rerun_goes_on_and_an_older_guideline_is_said(tmp_path: Path, studio):
    root = tmp_path / "corpus"
    broken.base(root)
    broken.add_second(root)
    (root / "answers/names").mkdir(parents=True)
    write_json(root / "answers/names/one.json", mini.ANSWERS["names"])
    run = studio(root)
    answers = ("annotate", "ann-1", "--answers", str(root / "answers"), "--json")
    first = json.loads(run(*answers).stdout)["projects"]
    assert [(p["submitted"], p["older_guidelines"]) for p in first] == [(1, {}), (0, {})]

    second = {"regions": [{"line": 2, "text": "Ann Lee", "label": "persom"}]}
    write_json(root / "answers/names/two.json", second)
    refused = run(*answers)
    assert (refused.returncode, "expected person, place" in refused.stderr) == (2, True)
    second["regions"][0]["label"] = "person"
    write_json(root / "answers/names/two.json", second)
    broken.edit(
        root / broken.YAML, "control: entity\n", 'control: entity\n    guideline_version: "2.0"\n'
    )
    done = run(*answers)
    assert done.returncode == 0, done.stderr
    (names, frames) = json.loads(done.stdout)["projects"]
    assert (names["submitted"], names["submitted_before"]) == (1, 1)
    assert list(names["older_guidelines"].values()) == [2]
    assert frames["older_guidelines"] == {}
    said = run("annotate", "ann-1").stdout
    assert "names: 2 tasks of this project were made under guideline" in said
    assert "the guideline is now 2.0" in said
