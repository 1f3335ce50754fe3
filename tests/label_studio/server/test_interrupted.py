"""Killed in the middle, client or server: a second run completes it."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

import mini
from communique.label_studio.server import client as label_studio
from paths import SRC

pytestmark = pytest.mark.server
LONG = pytest.mark.long  # each starts two servers


@pytest.mark.parametrize(
    "seconds", [0.6, pytest.param(2.5, marks=LONG), pytest.param(5.5, marks=LONG), 6.5]
)
def test_a_client_killed_in_the_middle_is_made_good(tmp_path: Path, studio, seconds: float):
    root = mini.write_corpus(tmp_path)
    run = studio(root)
    command = [sys.executable, "-m", "communique", "annotate", "ann-1", "--corpus", str(root)]
    process = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(SRC)}, stdout=subprocess.DEVNULL
    )
    time.sleep(seconds)
    process.kill()
    process.wait()
    done = run("annotate", "ann-1", "--json")
    assert done.returncode == 0, done.stderr
    state = json.loads((root / ".label-studio/ann-1/server.json").read_text())
    with closing(label_studio.connect(state["url"], state["token"])) as client:
        projects = {p.title: p.task_number for p in client.sdk.projects.list()}
    assert projects == {"mini names ann-1": 1, "mini frames ann-1": 1}


def test_a_server_killed_in_the_middle_comes_back_with_its_work(tmp_path: Path, studio):
    root = mini.write_corpus(tmp_path)
    run = studio(root)
    assert run("annotate", "ann-1").returncode == 0
    state = json.loads((root / ".label-studio/ann-1/server.json").read_text())
    rows = mini.annotation(mini.names_task())["result"]
    with closing(label_studio.connect(state["url"], state["token"])) as client:
        project = client.find_project("mini names ann-1")
        assert project
        client.submit(client.tasks(project)["one"], rows, 1)
    os.kill(state["pid"], signal.SIGKILL)
    assert run("pull", "ann-1").returncode == 0
    (task,) = json.loads((root / "annotations/names/ann-1.json").read_text())
    assert len(task["annotations"][0]["result"]) == len(rows)
