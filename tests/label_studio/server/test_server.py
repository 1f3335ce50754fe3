"""A real Label Studio: start, fill, annotate, export, stop."""

import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from communique.label_studio.server import client as label_studio
from communique.label_studio.server import lifecycle as servers
from paths import SRC

pytestmark = pytest.mark.server

ACCOUNT, PASSWORD, TOKEN = "annotator@example.org", "not-a-secret", "0123456789" * 4
CONFIG = """
<View>
  <Labels name="entity" toName="text">
    <Label value="GPE" hotkey="1"/>
  </Labels>
  <Text name="text" value="$text"/>
</View>
"""
REGION = {
    "id": "r1",
    "from_name": "entity",
    "to_name": "text",
    "type": "labels",
    "value": {"start": 4, "end": 9, "labels": ["GPE"]},
}


def task(doc_id: str, sha256: str = "00", label: str = "GPE") -> dict[str, Any]:
    """A task with one pre-annotation."""
    region = {**REGION, "value": {**REGION["value"], "labels": [label]}}
    data = {"doc_id": doc_id, "text_sha256": sha256, "text": "The Japan 🗾 story\nof two lines."}
    return {"data": data, "predictions": [{"model_version": "test", "result": [region]}]}


@pytest.fixture(scope="module")
def server(
    executable: Path, template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[servers.Server]:
    """Started by a process that has ended since, whose environment would mislead the server."""
    data_dir = tmp_path_factory.mktemp("annotator")
    starter = (
        "import sys; from pathlib import Path\n"
        "from communique.label_studio.server.lifecycle import start\n"
        "executable, data_dir, template, *user = sys.argv[1:]\n"
        "start(Path(executable), Path(data_dir), *user, template=Path(template))\n"
    )
    misleading = {
        "PORT": "1",
        "HOST": "http://example.org",
        "DEBUG": "true",
        "USERNAME": "other@example.org",
        "LABEL_STUDIO_USERNAME": "other@example.org",
        "DATABASE_NAME": str(data_dir / "elsewhere.sqlite3"),
        "http_proxy": "http://127.0.0.1:1",
        "PYTHONPATH": str(SRC),
        "HOME": str(data_dir / "home"),
    }
    command = [sys.executable, "-c", starter, executable, data_dir, template]
    command += [ACCOUNT, PASSWORD, TOKEN]
    subprocess.run(command, check=True, env={**os.environ, **misleading})
    running = servers.status(data_dir)
    assert running is not None
    yield running
    servers.stop(data_dir)


@pytest.fixture(scope="module")
def client(server: servers.Server) -> Iterator[label_studio.Client]:
    with closing(label_studio.connect(server.url, server.token)) as connected:
        yield connected


@pytest.fixture(scope="module")
def project(client: label_studio.Client) -> int:
    return client.ensure_project("Entities", CONFIG, "<p>Read first.</p>")


def refusal(url: str, headers: dict[str, str] | None = None) -> int:
    """The status with which a request is refused."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with pytest.raises(urllib.error.HTTPError) as caught:
        opener.open(urllib.request.Request(url, headers=headers or {}))
    caught.value.close()
    return caught.value.code


def test_answers_to_the_wanted_account_alone(
    server: servers.Server, client: label_studio.Client
) -> None:
    assert (client.account, server.account) == (ACCOUNT, ACCOUNT)
    assert [user.email for user in client.sdk.users.list()] == [ACCOUNT]
    assert refusal(f"{server.url}/api/projects") == 401
    assert refusal(f"{server.url}/health", {"Host": "example.org"}) == 400
    with pytest.raises(label_studio.LabelStudioError, match="401"):
        label_studio.connect(server.url, "f" * 40)


def test_is_bound_to_loopback_only(server: servers.Server) -> None:
    assert server.url == f"http://127.0.0.1:{server.port}"
    with pytest.raises((ConnectionRefusedError, TimeoutError)):  # an address that needs no network
        socket.create_connection(("127.0.0.2", server.port), timeout=2)


def test_nothing_is_written_elsewhere_and_state_is_private(server: servers.Server) -> None:
    assert not (server.data_dir / "home").exists()
    assert not (server.data_dir / "elsewhere.sqlite3").exists()
    for name in ("server.json", "server.log"):
        assert (server.data_dir / name).stat().st_mode & 0o777 == 0o600
    assert TOKEN not in repr(server)


def test_a_second_start_attaches(executable: Path, server: servers.Server) -> None:
    assert servers.start(executable, server.data_dir, ACCOUNT, PASSWORD, TOKEN) == server


@pytest.mark.parametrize(
    ("account", "token", "complaint"),
    [
        ("other@example.org", TOKEN, "belongs to another account"),
        (ACCOUNT, "f" * 40, "another token"),
        ("Annotator@Example.org", TOKEN, "lower-case"),
        (ACCOUNT, "short", "40"),
    ],
)
def test_a_stranger_is_refused(
    executable: Path, server: servers.Server, account: str, token: str, complaint: str
) -> None:
    with pytest.raises(servers.ServerError, match=complaint) as caught:
        servers.start(executable, server.data_dir, account, PASSWORD, token)
    assert "@" not in str(caught.value)


def test_a_taken_port_is_refused(executable: Path, server: servers.Server, tmp_path: Path) -> None:
    with pytest.raises(servers.ServerError, match=f"port {server.port} .* is already in use"):
        servers.start(executable, tmp_path, ACCOUNT, PASSWORD, TOKEN, port=server.port)


def test_a_slow_start_is_given_up_with_the_log(
    executable: Path, template: Path, tmp_path: Path
) -> None:
    with pytest.raises(servers.ServerError, match=r"(?s)did not start within 1 s.*SECRET_KEY"):
        servers.start(executable, tmp_path, ACCOUNT, PASSWORD, TOKEN, template=template, timeout=1)
    assert not servers.stop(tmp_path)


def test_a_project_is_found_again_by_its_exact_title(
    client: label_studio.Client, project: int
) -> None:
    longer = client.ensure_project("Entities too", CONFIG, "")
    assert client.ensure_project("Entities", CONFIG, "<p>Read first.</p>") == project != longer
    assert {p.title for p in client.sdk.projects.list()} == {"Entities", "Entities too"}
    made = client.sdk.projects.get(project)
    assert (made.maximum_annotations, made.show_skip_button) == (1, False)
    assert (made.show_instruction, made.enable_empty_annotation) == (True, True)


def test_a_project_is_updated_only_if_something_changed(client: label_studio.Client) -> None:
    made = client.ensure_project("Changing", CONFIG, "")
    first = client.sdk.projects.get(made)
    client.ensure_project("Changing", CONFIG, "")
    assert client.sdk.projects.get(made).model_dump() == first.model_dump()
    changed = CONFIG.replace("GPE", "LOC")
    assert client.ensure_project("Changing", changed, "", {"sampling": "Uniform sampling"}) == made
    now = client.sdk.projects.get(made)
    assert (now.label_config, now.sampling) == (changed.strip(), "Uniform sampling")


def test_import_makes_no_duplicates(client: label_studio.Client) -> None:
    project = client.ensure_project("Imports", CONFIG, "")
    many = [task(f"doc-{n:03}") for n in range(label_studio.BATCH + 3)]
    assert client.import_tasks(project, many[:2] + many[:2]) == 2
    assert client.import_tasks(project, many) == len(many) - 2
    assert client.import_tasks(project, many) == 0
    tasks = client.tasks(project)
    assert sorted(tasks) == [t["data"]["doc_id"] for t in many]
    assert client.import_tasks(project, [task("doc-000", "01")]) == 1
    assert client.tasks(project)["doc-000"] > tasks["doc-000"]


def test_a_bad_task_is_refused_and_nothing_is_stored(client: label_studio.Client) -> None:
    project = client.ensure_project("Refusals", CONFIG, "")
    with pytest.raises(label_studio.LabelStudioError, match="text_sha256"):
        client.import_tasks(project, [task("doc", "")])
    with pytest.raises(label_studio.LabelStudioError, match=r"400.*NOPE"):
        client.import_tasks(project, [task("doc", label="NOPE")])
    assert client.tasks(project) == {}


def test_an_annotation_is_submitted_once_and_exported(
    client: label_studio.Client, project: int, tmp_path: Path
) -> None:
    client.import_tasks(project, [task("doc-001"), task("doc-002")])
    task_id = client.tasks(project)["doc-001"]
    client.sdk.annotations.create(id=task_id, result=[], was_cancelled=True)
    made = client.submit(task_id, [REGION], lead_time=2.5)
    with pytest.raises(label_studio.LabelStudioError, match="already"):
        client.submit(task_id, [], lead_time=1)
    client.snapshot(project, tmp_path / "export.json")
    assert (tmp_path / "export.json").stat().st_mode & 0o777 == 0o600
    exported = {t["data"]["doc_id"]: t for t in json.loads((tmp_path / "export.json").read_bytes())}
    assert sorted(exported) == ["doc-001", "doc-002"]
    found = {a["id"]: a for a in exported["doc-001"]["annotations"]}
    assert len(found) == 2
    assert found[made]["result"] == [REGION]
    assert (found[made]["lead_time"], found[made]["ground_truth"]) == (2.5, False)
    assert found[made]["completed_by"]["email"] == ACCOUNT
    assert exported["doc-002"]["predictions"][0]["result"] == [REGION]
    assert not list(client.sdk.projects.exports.list(id=project))


def test_an_unknown_task_or_project_is_named(client: label_studio.Client, tmp_path: Path) -> None:
    with pytest.raises(label_studio.LabelStudioError, match="task 999999: 404"):
        client.submit(999999, [], lead_time=1)
    with pytest.raises(label_studio.LabelStudioError, match="project 999999: 404"):
        client.snapshot(999999, tmp_path / "export.json")


def test_stop_and_start_again_keeps_the_work(
    executable: Path, template: Path, tmp_path: Path
) -> None:
    first = servers.start(executable, tmp_path, ACCOUNT, PASSWORD, TOKEN, template=template)
    try:
        with closing(label_studio.connect(first.url, first.token)) as client:
            project = client.ensure_project("Kept", CONFIG, "")
            assert servers.stop(tmp_path)
            assert servers.status(tmp_path) is None
            assert not servers.stop(tmp_path)
            with pytest.raises(label_studio.LabelStudioError):
                client.tasks(project)
        again = servers.start(executable, tmp_path, ACCOUNT, PASSWORD, TOKEN, port=first.port)
        assert (again.port, again.pid != first.pid) == (first.port, True)
        with closing(label_studio.connect(again.url, again.token)) as client:
            assert client.ensure_project("Kept", CONFIG, "") == project
    finally:
        servers.stop(tmp_path)


def test_a_process_that_took_over_the_pid_is_left_alone(tmp_path: Path) -> None:
    state = {
        "url": "http://127.0.0.1:9",
        "token": TOKEN,
        "data_dir": str(tmp_path),
        "pid": os.getpid(),
        "port": 9,
        "account": ACCOUNT,
    }
    (tmp_path / "server.json").write_text(json.dumps(state))
    assert servers.status(tmp_path) is None
    assert not servers.stop(tmp_path)


def test_a_half_made_template_is_made_again(tmp_path: Path) -> None:
    fake = tmp_path / "label-studio"
    fake.write_text("#!/bin/sh\necho broken; exit 3\n")
    fake.chmod(0o700)
    for _ in range(2):
        with pytest.raises(servers.ServerError, match="broken"):
            servers.migrated(fake, tmp_path / "template")
    fake.write_text('#!/bin/sh\nmkdir -p "$3"; echo whole > "$3/label_studio.sqlite3"\n')
    made = servers.migrated(fake, tmp_path / "template")
    assert made.read_text() == "whole\n"
    fake.write_text("#!/bin/sh\nexit 3\n")
    assert servers.migrated(fake, tmp_path / "template") == made
