"""The way to and from the page: ports, names, finished work, and one's own problems."""

import json
import os
import signal
import socket
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import mini
from communique.label_studio.server import client as label_studio
from communique.label_studio.server.data_dir import Server, last_port, write_state
from communique.label_studio.server.host_name import host_name
from communique.label_studio.server.process import environment, port_again
from opened import read


def state(root: Path) -> dict[str, Any]:
    return json.loads((root / ".label-studio/ann-1/server.json").read_text())


def finished(root: Path) -> Path:
    """A fresh clone in which ann-1 has annotated everything."""
    exports = {"names/ann-1": [mini.names_task()], "frames/ann-1": [mini.frames_task()]}
    (row,) = [r for r in mini.rows_of(exports["names/ann-1"][0], "r1") if r["type"] == "taxonomy"]
    row["type"], row["value"]["choices"] = "choices", row["value"].pop("taxonomy")[0]
    for layer, (task,) in exports.items():
        task["data"] |= {"layer": layer.partition("/")[0], "guideline_version": "0.1"}
        mini.annotation(task)["created_at"] = "2026-01-01T00:00:00Z"
    return mini.write_corpus(root, exports)


def test_the_last_port_is_taken_again_if_it_is_free(tmp_path: Path):
    assert last_port(tmp_path) == 0
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        write_state(Server("http://127.0.0.1", "t", tmp_path, 1, port, "a@example.org"))
        assert port_again(tmp_path) not in (0, port)
    assert port_again(tmp_path) == port
    (tmp_path / "server.json").unlink()  # as after `--stop`
    assert port_again(tmp_path) == port
    (tmp_path / "port").write_text("99999")
    assert last_port(tmp_path) == 0


def test_every_annotator_has_a_host_name_of_ones_own(tmp_path: Path):
    names = [host_name(a) for a in ("ann-1", "ann_1", "ann-", "a" * 64, "a" * 63)]
    assert len(set(names)) == len(names)
    assert all(len(label) <= 63 for name in names for label in name.split("."))
    assert not [name for name in names if "_" in name or "-." in name]
    allowed = environment({}, tmp_path, "ann-1.localhost")["LABEL_STUDIO_ALLOWED_HOSTS"]
    assert allowed == "127.0.0.1,localhost,ann-1.localhost"


@pytest.mark.server
def test_finished_work_comes_back_and_is_pulled_as_it_was(tmp_path: Path, studio):
    root = finished(tmp_path)
    run, files = studio(root), ("names/ann-1.json", "frames/ann-1.json")
    before = [(root / "annotations" / f).read_bytes() for f in files]
    records = read(root)[0]
    opened = run("annotate", "ann-1", "--json")
    assert opened.returncode == 0, opened.stderr
    projects = json.loads(opened.stdout)["projects"]
    assert [(p["done"], p["tasks"], p["restored"], p["imported"]) for p in projects] == [
        (1, 1, 1, 0),
        (1, 1, 1, 0),
    ]
    assert [p["next_url"] for p in projects] == [None, None]
    said = run("annotate", "ann-1").stdout
    assert "names        1 of 1 done\n" in said
    assert "restored" not in said
    assert "All tasks are submitted." in said
    assert "`communique annotate ann-1 --check" in said
    assert run("pull", "ann-1").returncode == 0
    assert [(root / "annotations" / f).read_bytes() for f in files] == before
    assert read(root)[0] == records

    server = state(root)
    changed = mini.annotation(mini.names_task())["result"][:2]
    with closing(label_studio.connect(server["url"], server["token"])) as client:
        project = client.find_project("mini names ann-1")
        assert project is not None
        client.submit(client.tasks(project)["one"], changed, None, replace=True)
    assert run("pull", "ann-1").returncode == 0
    (task,) = json.loads((root / "annotations/names/ann-1.json").read_text())
    assert mini.annotation(task)["result"] == changed
    assert (root / "annotations/frames/ann-1.json").read_bytes() == before[1]


@pytest.mark.server
def test_own_problems_are_said_before_the_pull_and_stored_nowhere(tmp_path: Path, studio):
    root = mini.write_corpus(tmp_path)
    run = studio(root)
    checked = run("annotate", "ann-1", "--check")
    assert (checked.returncode, checked.stdout) == (0, "submitted answers: 0 errors, 0 warnings\n")
    opened = json.loads(run("annotate", "ann-1", "--json").stdout)["projects"][0]
    assert (opened["done"], opened["tasks"]) == (0, 1)
    first = state(root)
    assert (
        opened["next_url"] == f"http://ann-1.localhost:{first['port']}/projects/1/data?labeling=1"
    )
    assert first["url"] == f"http://127.0.0.1:{first['port']}"
    os.kill(first["pid"], signal.SIGKILL)

    rows = mini.annotation(mini.names_task())["result"]
    rows = [row for row in rows if row["from_name"] != "reading"]
    rows[-1]["value"]["end"] += 1  # the blank after Rome
    again = json.loads(run("annotate", "ann-1", "--json").stdout)["projects"][0]
    assert again["next_url"] == opened["next_url"]
    server = state(root)
    with closing(label_studio.connect(server["url"], server["token"])) as client:
        task_id = client.tasks(1)["one"]
        client.submit(task_id, rows, None)
    draft = mini.annotation(mini.names_task())["result"][2:3]
    draft[0]["value"]["labels"] = []
    request = urllib.request.Request(
        f"{server['url']}/api/tasks/{task_id}/drafts",
        json.dumps({"result": draft, "lead_time": 1}).encode(),
        {"Authorization": f"Token {server['token']}", "Content-Type": "application/json"},
    )
    urllib.request.urlopen(request).close()
    done = run("annotate", "ann-1", "--check", "--json")
    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)
    assert {(p["message"], p["paragraph"], p["draft"]) for p in found} == {
        ("'Rome ' in paragraph 2: white space at the start or end", 2, False),
        ("'Paris' in paragraph 1: the region has no label", 1, True),
    }
    url = f"http://ann-1.localhost:{server['port']}/projects/1/data?task={task_id}"
    assert {p["url"] for p in found} == {url}
    assert not (root / "annotations").exists()
    shown = run("annotate", "ann-1", "--check").stdout
    assert f"names, document one: {url}\n  error: 'Rome ' in paragraph 2" in shown
    assert "Drafts, not submitted yet:" in shown
    assert "ann-1 is done" not in run("annotate", "ann-1", "--status").stdout  # frames is open
