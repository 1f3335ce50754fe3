"""No verb opens an export more than twice, child processes included."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import broken
import mini
from communique.corpus import write_json
from communique.dataset.statistics import BEGIN, END
from paths import SRC
from verbs import arriving, committed

HOOK = """
import os, sys

log = os.open(os.environ["OPENED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)


def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        path, mode = arguments[0].replace(os.sep, "/"), arguments[1] or ""
        if "/annotations/" in path and path.endswith(".json") and "r" in mode:
            os.write(log, (path.rpartition("/annotations/")[2] + "\\n").encode())


sys.addaudithook(hook)
"""
BESIDE = ("pull.json", "adjudicated/names.json", "adjudicated/frames.json")  # no exports


def opened(root: Path, beside: Path, *arguments: str) -> tuple[int, Counter[str]]:
    """The exit code of a verb, and how often it opened each export, child processes included."""
    beside.mkdir()
    (beside / "sitecustomize.py").write_text(HOOK)
    path = os.pathsep.join([str(beside), str(SRC)])
    log = beside / "opened.txt"
    done = subprocess.run(
        [sys.executable, "-m", "communique", *arguments, "--corpus", str(root)],
        env={**os.environ, "PYTHONPATH": path, "OPENED": str(log)},
        capture_output=True,
        check=False,
    )
    return done.returncode, Counter(log.read_text().split("\n")[:-1])


@pytest.fixture(scope="module")
def adjudicated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two voters, a pilot, an adjudicator's export, decisions, and a README that quotes figures."""
    made = tmp_path_factory.mktemp("adjudicated")
    root = made / "corpus"
    broken.voted()(root)
    schema = root / broken.YAML
    people = "\n  - {id: pilot, type: human, role: pilot}\n"
    people += "  - {id: judge, type: human, role: adjudicator}\nregistry:"
    broken.edit(schema, "\nregistry:", people)
    for name in ("names/pilot", "adjudicated/exports/names/judge"):
        task = broken.by(name.rpartition("/")[2], mini.names_task())
        write_json(root / f"annotations/{name}.json", [task])
    (root / "README.md").write_text(f"# A corpus\n\n{BEGIN}\n{END}\n")
    for verb in ("adjudicate", "render"):
        assert opened(root, made / verb, verb)[0] == 0
    return root


@pytest.fixture
def root(adjudicated: Path, tmp_path: Path) -> Path:
    """A copy of that corpus."""
    return Path(shutil.copytree(adjudicated, tmp_path / "corpus"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("clean",),
        ("render",),
        ("status",),
        ("agree",),
        ("adjudicate",),
        ("audit",),
        ("build",),
        ("build", "--flavour", "standoff"),
        ("release", "1.0.0", "--dry-run"),
        ("release", "1.0.0"),
        ("import",),
    ],
    ids=" ".join,
)
def test_no_verb_opens_an_export_more_than_twice(
    tmp_path: Path, root: Path, arguments: tuple[str, ...]
):
    if arguments[0] == "release":
        committed(root)
    if arguments[0] == "import":
        arguments = ("import", str(arriving(root)), "--layer", "names")
    code, found = opened(root, tmp_path / "hook", *arguments)
    exports = {name: n for name, n in found.items() if name not in BESIDE}
    assert code == 0
    assert exports
    assert max(exports.values()) <= 2, exports
