"""One config of one version, from a folder or an archive, and never another version's."""

import os
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from communique.corpus import write_json
from communique.release.archive import archive
from paths import SRC

SCRIPT = """
import sys, communique
from communique.dataset.load import VersionError
try:
    loaded = communique.load(sys.argv[1], "names", sys.argv[2] or None)
except VersionError as error:
    sys.exit(str(error))
rows = loaded["train"]
print(rows.info.version, [s["type"] for row in rows for s in row["names"]])
"""
Load = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """`load(source, version)` in a process whose cache is kept from call to call."""

    def run(source: Path, version: str = "") -> subprocess.CompletedProcess[str]:
        env = {
            **os.environ,
            "HF_HOME": str(tmp_path / "cache"),
            "HF_DATASETS_OFFLINE": "1",
            "HF_HUB_OFFLINE": "1",
            "PYTHONPATH": str(SRC),
        }
        command = [sys.executable, "-c", SCRIPT, str(source), version]
        return subprocess.run(command, capture_output=True, text=True, env=env)

    return run


@pytest.fixture
def versions(tmp_path: Path, communique: Any) -> tuple[Path, Path]:
    """Two versions in folders of the same name, the second with another label."""
    root = mini.write_corpus(tmp_path / "corpus", {"names/ann-1": [mini.names_task()]})
    first, second = tmp_path / "1/mini", tmp_path / "2/mini"
    assert communique("build", "--corpus", root, "--out", first).returncode == 0
    task = deepcopy(mini.names_task())
    for row in mini.rows_of(task, "r2"):
        row["value"]["labels"] = ["person"]
    write_json(root / "annotations/names/ann-1.json", [task])
    broken.edit(root / "schema/corpus.yaml", "version: 0.1.0", "version: 0.2.0")
    assert communique("build", "--corpus", root, "--out", second).returncode == 0
    return first, second


def test_two_versions_in_folders_of_one_name_do_not_meet_in_the_cache(
    versions: tuple[Path, Path], load: Load
):
    first, second = versions
    assert load(first, "0.1.0").stdout == "0.1.0 [0, 1, 0, 1]\n"
    assert load(second, "0.2.0").stdout == "0.2.0 [0, 0, 0, 1]\n"
    assert load(first).stdout == "0.1.0 [0, 1, 0, 1]\n"


def test_another_version_than_asked_for_is_refused(versions: tuple[Path, Path], load: Load):
    done = load(versions[0], "0.2.0")
    assert done.returncode == 1
    assert done.stderr.strip().endswith("expected version 0.2.0, found 0.1.0")


def test_an_archive_is_loaded_as_its_folder_is(
    versions: tuple[Path, Path], load: Load, tmp_path: Path
):
    folder = versions[1]
    packed = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    file = tmp_path / "mini-0.2.0-full.tar.gz"
    file.write_bytes(archive(packed, "mini-0.2.0-full"))
    for _ in range(2):
        assert load(file, "0.2.0").stdout == "0.2.0 [0, 0, 0, 1]\n"
    assert file.read_bytes() == archive(dict(reversed(packed.items())), "mini-0.2.0-full")
