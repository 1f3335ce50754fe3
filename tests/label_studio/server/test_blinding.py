"""Who can see whose work: nobody on servers of their own, everybody on a shared one."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import mini
from communique.label_studio.server import client as label_studio

pytestmark = pytest.mark.server
TOKEN_OF_B = "b" * 40


def state(root: Path, annotator: str) -> dict[str, Any]:
    return json.loads((root / f".label-studio/{annotator}/server.json").read_text())


def annotated(client: label_studio.Client) -> list[int]:
    """The tasks whose annotations the account may read."""
    projects = client.sdk.projects.list()
    tasks = [t for p in projects for t in client.sdk.tasks.list(project=p.id, fields="all")]
    return [task.id for task in tasks if task.annotations]


def visible(client: label_studio.Client) -> list[str]:
    """All that the account may read: users, projects, tasks with their annotations, exports."""
    sdk = client.sdk
    projects = list(sdk.projects.list())
    tasks = [t for p in projects for t in sdk.tasks.list(project=p.id, fields="all")]
    exports = [x for p in projects for x in sdk.projects.exports.list(id=p.id)]
    things = [*sdk.users.list(), *projects, *tasks, *exports]
    return [thing.model_dump_json() for thing in things]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return mini.write_corpus(tmp_path)


def test_on_servers_of_their_own_nobody_sees_anothers_work(root: Path, studio):
    run = studio(root)
    answers = {
        "regions": [
            {"line": 3, "text": "Rome", "label": "place", "attributes": {"reading": "literal"}}
        ]
    }
    (root / "answers/names").mkdir(parents=True)
    (root / "answers/names/one.json").write_text(json.dumps(answers))
    assert run("annotate", "ann-2", "--answers", root / "answers").returncode == 0
    assert run("annotate", "ann-1").returncode == 0
    a, b = state(root, "ann-1"), state(root, "ann-2")
    with closing(label_studio.connect(a["url"], a["token"])) as client:
        seen, others = visible(client), annotated(client)
    assert seen
    assert (others, [x for x in seen if "ann-2" in x]) == ([], [])
    with closing(label_studio.connect(b["url"], b["token"])) as client:
        assert len(annotated(client)) == 1
    for url, token in ((b["url"], a["token"]), (a["url"], b["token"])):
        with pytest.raises(label_studio.LabelStudioError, match="401"):
            label_studio.connect(url, token)
    for server in (a, b):
        log = (Path(server["data_dir"]) / "server.log").read_text()
        account = json.loads((Path(server["data_dir"]) / "account.json").read_text())
        assert not [s for s in (account["token"], account["password"]) if s in log]
    assert run("pull").returncode == 0
    for path in (p for p in root.rglob("*") if p.is_file() and ".label-studio" not in p.parts):
        text = path.read_text(errors="replace")
        assert not [s for s in ("@", a["token"], b["token"]) if s in text], path


@pytest.fixture
def shared(root: Path, studio, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The command line of ann-1, attached to a server on which B has an account, too."""
    run = studio(root)
    assert run("annotate", "ann-2").returncode == 0  # its server plays the shared one
    server = state(root, "ann-2")
    with closing(label_studio.connect(server["url"], server["token"])) as client:
        other = client.sdk.users.create(email="b@example.org", username="b").id
    database = Path(server["data_dir"]) / "label_studio.sqlite3"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM authtoken_token WHERE user_id = ?", (other,))
        connection.execute(
            "UPDATE htx_user SET active_organization_id ="
            " (SELECT id FROM organization LIMIT 1) WHERE id = ?",
            (other,),
        )
        connection.execute(
            "INSERT INTO authtoken_token VALUES (?, '2026-01-01', ?)", (TOKEN_OF_B, other)
        )
    monkeypatch.setenv("LABEL_STUDIO_URL", server["url"])
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", server["token"])
    return run


def test_a_shared_server_is_warned_of_and_its_mixture_reported(root: Path, shared):
    opened = shared("annotate", "ann-1")
    assert opened.returncode == 0
    assert "no access control protects them" in opened.stdout.replace("\n", " ")
    url = state(root, "ann-2")["url"]
    own = label_studio.connect(url, state(root, "ann-2")["token"])
    stranger = label_studio.connect(url, TOKEN_OF_B)
    with closing(own), closing(stranger):
        names = own.find_project("mini names ann-1")
        frames = own.find_project("mini frames ann-1")
        assert names
        assert frames
        mine = own.submit(own.tasks(names)["one"], mini.annotation(mini.names_task())["result"], 1)
        assert len(annotated(stranger)) == 1
        stranger.sdk.annotations.update(id=mine, result=[])
        stranger.submit(stranger.tasks(frames)["one"], [], 1)
    done = shared("pull", "ann-1", "--json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert {(p["id"], p["layer"], p["level"]) for p in report["problems"]} == {
        ("updated-by-other", "names", "warning"),
        ("annotation-by-other", "frames", "error"),
        ("unknown-annotator", "frames", "error"),
    }
    assert "@" not in done.stdout + done.stderr
    assert "@" not in (root / "annotations/frames/ann-1.json").read_text()
    wrong = shared("pull", "ann-1", "--account", "b@example.org=ann-2", "--json")
    assert {p["id"] for p in json.loads(wrong.stdout)["problems"]} == {
        "updated-by-other",
        "annotation-by-other",
        "wrong-annotator",
    }
