"""`annotate` without a server: what it refuses, what it adds, and what it tells to type."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import mini
from paths import SRC


@pytest.fixture
def unserved(tmp_path: Path):
    """The command line on a machine without a server."""
    environment = {k: v for k, v in os.environ.items() if "LABEL_STUDIO" not in k}
    environment |= {"PYTHONPATH": str(SRC), "XDG_CACHE_HOME": str(tmp_path / "cache")}

    def run(*args: object, cwd: Path, **more: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "communique", *map(str, args)]
        variables = environment | {k: str(v) for k, v in more.items()}
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=variables)

    return run


def test_without_a_server_the_command_that_installs_it_is_named(tmp_path: Path, unserved):
    root = mini.write_corpus(tmp_path / "my corpus")
    done = unserved("annotate", "ann-1", cwd=root)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "`communique annotate --install` installs it" in done.stderr
    assert "GB on disk" in done.stderr
    done = unserved("annotate", "ann-1", "--corpus", root, cwd=tmp_path)
    assert f"`communique annotate --install --corpus '{root}'` installs it" in done.stderr


@pytest.fixture
def no_client(tmp_path: Path) -> str:
    """A PYTHONPATH under which Python does not find the client of Label Studio."""
    folder = tmp_path / "no-client"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text("import sys\nsys.modules['label_studio_sdk'] = None\n")
    return os.pathsep.join([str(folder), str(SRC)])


def test_a_missing_client_is_named_before_anything_is_downloaded(
    tmp_path: Path, unserved, no_client: str
):
    done = unserved("annotate", "--install", cwd=tmp_path, PYTHONPATH=no_client)
    assert (done.returncode, done.stdout) == (2, "")
    assert "-m pip install" in done.stderr
    assert "label-studio-sdk" in done.stderr
    assert "download" not in done.stderr
    assert not (tmp_path / "cache").exists()


def test_a_missing_client_is_named_before_a_server_starts(tmp_path: Path, unserved, no_client: str):
    root = mini.write_corpus(tmp_path / "corpus")
    program = {"COMMUNIQUE_LABEL_STUDIO": shutil.which("false")}
    done = unserved("annotate", "ann-1", cwd=root, PYTHONPATH=no_client, **program)
    assert (done.returncode, "-m pip install" in done.stderr) == (2, True)
    assert "starting the server" not in done.stderr


def test_the_first_start_of_a_server_says_how_long_it_takes(tmp_path: Path, unserved):
    """The program ends at once, so nothing starts; the line comes before."""
    root = mini.write_corpus(tmp_path / "corpus")
    done = unserved("annotate", "ann-1", cwd=root, COMMUNIQUE_LABEL_STUDIO=shutil.which("false"))
    first, second, *_ = done.stderr.splitlines()
    assert first == "starting the server; the first start takes up to 3 minutes"
    assert second.startswith("communique: ")


def test_answers_are_checked_before_a_server_is_asked_for(tmp_path: Path, unserved):
    root = mini.write_corpus(tmp_path)
    done = unserved("annotate", "ann-1", "--answers", "answer", cwd=root)
    assert (done.returncode, "answer: no such folder" in done.stderr) == (2, True)


def test_a_scaffold_gets_an_annotator_and_says_only_what_exists(tmp_path: Path, unserved):
    assert unserved("new", "corpus", cwd=tmp_path).returncode == 0
    root = tmp_path / "corpus"
    schema = root / "schema/corpus.yaml"
    before = schema.read_text()
    done = unserved("annotate", "ann-4", "--add", "--role", "adjudicator", cwd=root)
    assert done.returncode == 0, done.stderr
    line = "  - {id: ann-4, type: human, role: adjudicator}\n"
    assert schema.read_text().replace(line, "") == before
    again = unserved("annotate", "ann-4", "--add", cwd=root)
    assert (again.returncode, "already" in again.stderr) == (2, True)
    for verb in ("clean", "render", "check"):
        assert unserved(verb, cwd=root).returncode == 0, verb
    told = unserved("status", cwd=root).stdout + unserved("annotate", "nobody", cwd=root).stderr
    assert "\n  communique annotate ann-1\n" in told
    assert "`communique annotate nobody --add`" in told
    assert "scripts/" not in told


def test_the_corpus_is_named_only_from_elsewhere(tmp_path: Path, unserved):
    root = mini.write_corpus(tmp_path / "corpus")
    inside = unserved("status", "--corpus", root, cwd=root / "schema").stdout
    assert "\n  communique annotate ann-1\n" in inside
    outside = unserved("status", "--corpus", "corpus", cwd=tmp_path).stdout
    assert "\n  communique annotate ann-1 --corpus corpus\n" in outside
