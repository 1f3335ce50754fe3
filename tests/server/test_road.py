"""The whole road through a real server: pages and tasks in, answers sent, records out."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import mini

ROOT = Path(__file__).parents[2]
EXECUTABLE = Path(
    os.environ.get("COMMUNIQUE_LABEL_STUDIO", ROOT / ".venv-label-studio/bin/label-studio")
)
REQUIRED = "server" in os.environ.get("COMMUNIQUE_REQUIRE", "")
pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(
        not EXECUTABLE.exists() and not REQUIRED,
        reason="no Label Studio: run scripts/setup --label-studio",
    ),
]
ANSWERS = {
    "names": {
        "regions": [
            {
                "line": 2,
                "text": "Ann Lee",
                "occurrence": 2,
                "label": "person",
                "attributes": {"entity_id": "per:ann-lee", "holders": ["rome", "ann"]},
            },
            {"line": 3, "text": "Rome", "label": "place", "attributes": {"reading": "metonymic"}},
        ]
    },
    "frames": {
        "regions": [
            {"line": 2, "label": "people", "attributes": {"frames": ["people"]}},
            {"line": 3, "label": "none", "attributes": {"frames": ["none"]}},
        ],
        "document": {"tone": "cold"},
    },
}


def _run(root: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "communique", *args, "--corpus", str(root)],
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "COMMUNIQUE_LABEL_STUDIO": str(EXECUTABLE),
        },
    )


@pytest.fixture
def root(tmp_path: Path):
    root = mini.write_corpus(tmp_path)
    for layer, answers in ANSWERS.items():
        (root / "answers" / layer).mkdir(parents=True)
        (root / "answers" / layer / "one.json").write_text(json.dumps(answers))
    yield root
    _run(root, "annotate", "ann-1", "--stop")


def test_answers_go_through_the_server_and_come_back_as_records(root: Path):
    done = _run(root, "annotate", "ann-1", "--answers", str(root / "answers"), "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert [(p["layer"], p["imported"], p["submitted"]) for p in report["projects"]] == [
        ("names", 1, 1),
        ("frames", 1, 1),
    ]
    again = json.loads(_run(root, "annotate", "ann-1", "--json").stdout)
    assert [p["imported"] for p in again["projects"]] == [0, 0]
    twice = _run(root, "annotate", "ann-1", "--answers", str(root / "answers"))
    assert twice.returncode == 2
    assert "has an annotation already" in twice.stderr

    assert _run(root, "pull", "ann-1").returncode == 0
    exported = (root / "annotations/names/ann-1.json").read_text()
    assert "@" not in exported
    assert json.loads(exported)[0]["annotations"][0]["completed_by"] == "ann-1"
    checked = _run(root, "check", "--json")
    assert (checked.returncode, json.loads(checked.stdout)) == (0, [])
    assert _run(root, "build").returncode == 0

    before = exported
    assert _run(root, "pull", "ann-1").returncode == 0
    assert (root / "annotations/names/ann-1.json").read_text() == before
    assert _run(root, "annotate", "nobody").returncode == 2
