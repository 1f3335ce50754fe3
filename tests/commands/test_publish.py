"""Publishing with the hub's real client to a small hub on this machine, and loading from there."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import broken
import hub
import mini
import quick
from communique.corpus import write_json
from communique.label_studio.server.process import free_port
from paths import SRC

REPO = "somebody/mini"
TOKEN = "hf_" + "a1b2c3d4e5" * 3
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def port() -> int:
    """The port of the hub, the same in every test, so that all have one environment."""
    return free_port(0)


@pytest.fixture
def served(tmp_path: Path, port: int) -> Iterator[tuple[str, hub.Store, list[str]]]:
    """A hub's address, its repositories, and what it was asked."""
    server, asked = hub.serve(tmp_path / "hub", port)
    yield f"http://127.0.0.1:{port}", hub.Store(tmp_path / "hub"), asked
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def env(port: int, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HF_")}
    return {
        **kept,
        "HF_ENDPOINT": f"http://127.0.0.1:{port}",
        "HF_HOME": str(tmp_path_factory.mktemp("cache")),
        "HF_TOKEN": TOKEN,
        "HF_HUB_DISABLE_XET": "1",
        "PYTHONPATH": str(SRC),
    }


@pytest.fixture(scope="module")
def publisher(env: dict[str, str]) -> Iterator[quick.Starter]:
    """Starts commands in the environment of someone who publishes on the hub."""
    made = quick.Starter(env)
    yield made
    made.close()


@pytest.fixture
def run(
    env: dict[str, str], publisher: quick.Starter, served: tuple[str, hub.Store, list[str]]
) -> Run:
    def call(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
        words, own = [*map(str, arguments)], {**env, **more}
        if words[:2] == ["-m", "communique"]:
            return publisher.run(words[2:], own)
        command = [sys.executable, *words]
        return subprocess.run(command, capture_output=True, text=True, env=own)

    return call


@pytest.fixture
def root(tmp_path: Path, two_versions: Path) -> Path:
    """A copy of it that a test may change."""
    return shutil.copytree(two_versions, tmp_path / "corpus")


@pytest.fixture(scope="module")
def two_versions(starter: quick.Starter, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus with two versions as a release leaves them."""
    folder = tmp_path_factory.mktemp("versions") / "corpus"
    root = mini.write_corpus(folder, {"names/ann-1": [mini.names_task()]})
    built(starter, root, "0.1.0")
    task = deepcopy(mini.names_task())
    for row in mini.rows_of(task, "r2"):
        row["value"]["labels"] = ["person"]
    write_json(root / "annotations/names/ann-1.json", [task])
    (root / "DATASHEET.md").write_text("More.\n")
    broken.edit(root / "schema/corpus.yaml", "version: 0.1.0", "version: 0.2.0")
    built(starter, root, "0.2.0")
    return root


def built(starter: quick.Starter, root: Path, version: str) -> None:
    for flavour in ("full", "standoff"):
        out = root / "dist/releases" / version / flavour
        command = ("build", "--corpus", str(root), "--out", str(out), "--flavour", flavour)
        done = starter.run(command, os.environ)
        assert done.returncode == 0, done.stderr


def publish(run: Run, root: Path, version: str, *arguments: str) -> dict[str, Any]:
    done = run("-m", "communique", "publish", REPO, version, "--corpus", root, "--json", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    assert TOKEN not in done.stdout + done.stderr
    return json.loads(done.stdout)


def refused(run: Run, root: Path, version: str, *arguments: str, **more: str) -> str:
    command = ("-m", "communique", "publish", REPO, version, "--corpus", root)
    done = run(*command, *arguments, **more)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert TOKEN not in done.stdout + done.stderr
    return done.stderr


LOAD = """
import sys, datasets
for revision in sys.argv[2:]:
    for streaming in (False, True):
        rows = datasets.load_dataset(sys.argv[1], "names", revision=revision, streaming=streaming)
        rows = list(rows["train"])
        print(revision, [s["type"] for row in rows for s in row["names"]])
    import pyarrow.parquet, huggingface_hub
    file = f"hf://datasets/{sys.argv[1]}@{revision}/data/names/train-00000-of-00001.parquet"
    with huggingface_hub.HfFileSystem().open(file) as opened:
        print("hf", pyarrow.parquet.read_table(opened).num_rows)
    import communique
    found = communique.load(sys.argv[1], "names", revision[1:])
    print("load", found["train"].info.version)
"""


def test_two_versions_are_published_and_loaded_by_their_tags(
    run: Run, root: Path, served: tuple[str, hub.Store, list[str]]
):
    _, store, _ = served
    first = publish(run, root, "0.1.0")
    second = publish(run, root, "0.2.0")
    assert (first["flavour"], first["private"], first["tag"]) == ("standoff", True, "v0.1.0")
    assert (store.path(REPO) / "private").read_text() == "True"
    assert store.sha(REPO, "v0.1.0") == first["commit"]
    assert store.sha(REPO, "v0.2.0") == second["commit"] == store.sha(REPO, "main")
    log = store.git(REPO, "log", "--format=%s", "main").decode().split("\n")
    assert log[:3] == ["Release 0.2.0", "Release 0.1.0", "initial commit"]
    done = run("-c", LOAD, REPO, "v0.1.0", "v0.2.0")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        *["v0.1.0 [0, 1, 0, 1]"] * 2,
        "hf 3",
        "load 0.1.0",
        *["v0.2.0 [0, 0, 0, 1]"] * 2,
        "hf 3",
        "load 0.2.0",
    ]


def test_files_that_a_version_no_longer_has_go(
    run: Run, root: Path, served: tuple[str, hub.Store, list[str]]
):
    _, store, _ = served
    publish(run, root, "0.2.0", "--flavour", "full", "--i-have-the-rights")
    assert "DATASHEET.md" in store.files(REPO, "main")
    (root / "DATASHEET.md").unlink()
    broken.edit(root / "schema/corpus.yaml", "version: 0.2.0", "version: 0.3.0")
    out = root / "dist/releases/0.3.0/standoff"
    build = ("build", "--corpus", root, "--out", out, "--flavour", "standoff")
    assert run("-m", "communique", *build).returncode == 0
    told = publish(run, root, "0.3.0", "--dry-run")
    assert told["delete"] == ["DATASHEET.md"]
    publish(run, root, "0.3.0")
    there = store.files(REPO, "main")
    assert set(there) - {".gitattributes"} == set(told["put"])


def test_a_dry_run_sends_nothing(run: Run, root: Path, served: tuple[str, hub.Store, list[str]]):
    _, store, asked = served
    told = publish(run, root, "0.1.0", "--dry-run")
    assert "data/names/train-00000-of-00001.parquet" in told["put"]
    assert not [line for line in asked if line.startswith(("POST", "PUT"))]
    with pytest.raises(hub.Missing):
        store.path(REPO)


def test_a_version_is_published_once_and_texts_only_with_the_rights(run: Run, root: Path):
    assert "contains texts that belong to others" in refused(
        run, root, "0.1.0", "--flavour", "full"
    )
    publish(run, root, "0.1.0")
    assert "already has v0.1.0" in refused(run, root, "0.1.0")
    assert "communique release 0.9.0" in refused(run, root, "0.9.0")


@pytest.mark.parametrize("name", ["mini", "a/b/c", "/mini", "somebody/", "some body/mini", ""])
def test_a_name_without_an_owner_leaves_no_repository(
    run: Run, root: Path, served: tuple[str, hub.Store, list[str]], name: str
):
    for option in ((), ("--dry-run",)):
        done = run("-m", "communique", "publish", name, "0.1.0", "--corpus", root, *option)
        assert done.returncode == 2
        assert done.stderr.startswith(f"communique: {name!r} is not OWNER/NAME; say whose it is")
    assert served[2] == []  # the hub was not asked for anything


def test_a_hub_out_of_reach_is_told_plainly(run: Run, root: Path):
    told = refused(run, root, "0.1.0", HF_ENDPOINT="http://127.0.0.1:9")
    assert REPO in told


def test_who_published_meanwhile_is_not_overwritten(
    run: Run, root: Path, served: tuple[str, hub.Store, list[str]], monkeypatch: pytest.MonkeyPatch
):
    _, store, _ = served
    publish(run, root, "0.1.0")
    real = hub.Handler.preupload

    def somebody_else(self: Any, repo: str, revision: str) -> None:
        here = store.sha(REPO, "main")
        with self.store.lock:
            self.store.commit(REPO, here, {"theirs.txt": b"1"}, [], "theirs")
        real(self, repo, revision)

    monkeypatch.setattr(hub.Handler, "preupload", somebody_else)
    assert "changed during the upload" in refused(run, root, "0.2.0")
    assert "theirs.txt" in store.files(REPO, "main")
    monkeypatch.setattr(hub.Handler, "preupload", real)
    publish(run, root, "0.2.0")


@pytest.mark.parametrize("at", ["preupload", "upload", "commit", "tag"])
def test_killed_in_the_middle_the_next_run_finishes(
    run: Run,
    env: dict[str, str],
    root: Path,
    served: tuple[str, hub.Store, list[str]],
    monkeypatch: pytest.MonkeyPatch,
    at: str,
):
    """The client dies while the hub is at work on one of its requests."""
    _, store, asked = served
    command = [sys.executable, "-m", "communique", "publish", REPO, "0.1.0", "--corpus", str(root)]
    process = subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    real = getattr(hub.Handler, at)

    def killing(self: Any, *arguments: str) -> None:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        if at == "commit":  # the hub has it all: the commit is made, nobody hears of it
            real(self, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(hub.Handler, at, killing)
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
    assert process.returncode == -signal.SIGKILL
    assert store.refs(REPO, "tags") == []
    told = publish(run, root, "0.1.0")
    assert store.sha(REPO, "v0.1.0") == told["commit"] == store.sha(REPO, "main")
    commits = store.git(REPO, "rev-list", "--count", "main").decode().strip()
    assert commits == "2"
    assert (told["put"] == []) == (at in ("commit", "tag"))
    assert asked


def test_an_older_version_after_a_newer_one_needs_a_flag(
    run: Run, root: Path, served: tuple[str, hub.Store, list[str]]
):
    _, store, _ = served
    newer = publish(run, root, "0.2.0")["commit"]
    told = refused(run, root, "0.1.0")
    assert "has version 0.2.0; publishing 0.1.0 now would put the older data on" in told
    assert "--older" in told
    assert store.sha(REPO, "main") == newer
    assert len(store.refs(REPO, "tags")) == 1
    planned = publish(run, root, "0.1.0", "--dry-run")
    assert planned["newer"] == "0.2.0"
    done = run(
        *("-m", "communique", "publish", REPO, "0.1.0", "--corpus", root, "--older", "--json")
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" in done.stderr
    assert store.sha(REPO, "v0.1.0") == json.loads(done.stdout)["commit"]
    assert store.sha(REPO, "v0.2.0") == newer


NO_NETWORK = """
import socket, sys
def refuse(*_, **__):
    raise OSError(101, "Network is unreachable")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from communique.commands import main
main()
"""


@pytest.mark.parametrize("how", ["closed port", "no network", "offline"])
def test_a_dry_run_needs_no_network(run: Run, root: Path, how: str):
    program = ("-c", NO_NETWORK) if how == "no network" else ("-m", "communique")
    more = {"HF_ENDPOINT": "http://127.0.0.1:9"}
    if how == "offline":
        more["HF_HUB_OFFLINE"] = "1"
    command = ("publish", REPO, "0.1.0", "--corpus", root, "--dry-run")
    done = run(*program, *command, "--json", **more)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    folder = root / "dist/releases/0.1.0/standoff"
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert (set(told["put"]), told["delete"], told["hub_asked"]) == (files, [], False)
    done = run(*program, *command, **more)
    assert "the hub was not reached" in done.stdout
