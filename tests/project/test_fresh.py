"""Another machine: an environment that has nothing but `datasets`, and an older pyarrow."""

import json
import subprocess
import sys
import sysconfig
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

import broken
from paths import ROOT, SRC

pytestmark = pytest.mark.scale
OLDER = "24.0.0"  # the oldest pyarrow that `datasets` takes
CONFIGS = (
    *("documents", "entities", "stance", "stance_detection", "framing", "decisions"),
    *("annotations", "codebook", "registry"),
)
LOAD = """
import json, sys
from datasets import load_dataset
folder, *configs = sys.argv[1:]
found = {}
for config in configs:
    splits = load_dataset(folder, config)
    one_by_one = {split: load_dataset(folder, config, split=split) for split in splits}
    assert all(rows[:] == splits[split][:] for split, rows in one_by_one.items())
    version = {str(rows.info.version) for rows in splits.values()}
    found[config] = [sorted(version), {split: len(rows) for split, rows in splits.items()}]
print(json.dumps(found))
"""
BUILD = """
import site, sys
site.addsitedir(sys.argv.pop(1))  # after what this environment has itself
import pyarrow
assert pyarrow.__version__ == sys.argv.pop(1), pyarrow.__version__
from communique.commands import main
main()
"""


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment of its own."""
    folder = tmp_path_factory.mktemp("fresh")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin/python"
    wanted = [f"datasets=={version('datasets')}", f"pyarrow=={OLDER}"]
    quiet = ["--quiet", "--disable-pip-version-check", "--no-cache-dir"]
    subprocess.run([python, "-m", "pip", "install", *quiet, *wanted], check=True)
    return python


def run(python: Path, program: str, *args: object, **env: str) -> str:
    done = subprocess.run(
        [python, "-c", program, *map(str, args)], capture_output=True, text=True, env=env
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def clone(root: Path) -> Path:
    """This corpus as it is committed."""
    subprocess.run(["git", "clone", "--quiet", "--depth=1", f"file://{ROOT}", root], check=True)
    return root


def test_two_versions_of_every_config_and_split_load_with_datasets_alone(
    fresh: Path, tmp_path: Path, communique: Any
):
    root = clone(tmp_path / "corpus")
    for number in ("7.0.0", "7.0.1"):
        schema = root / "schema/corpus.yaml"
        old = next(line for line in schema.read_text().splitlines() if line.startswith("version:"))
        broken.edit(schema, old, f"version: {number}")
        out = tmp_path / number / "communique"
        for command in (("render",), ("build", "--out", out)):
            done = communique(*command, "--corpus", root)
            assert done.returncode == 0, done.stderr
        tables = json.loads((out / "manifest.json").read_text())["tables"]
        home = str(tmp_path / "home")
        found = json.loads(run(fresh, LOAD, out, *CONFIGS, HF_HOME=home, HF_HUB_OFFLINE="1"))
        for config in CONFIGS:
            rows = {t["split"]: t["rows"] for t in tables if t["config"] == config}
            assert found[config] == [[number], rows]


def test_content_hashes_are_the_same_with_another_pyarrow(
    fresh: Path, tmp_path: Path, communique: Any
):
    root = clone(tmp_path / "corpus")
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    done = communique("build", "--corpus", root, "--out", ours)
    assert done.returncode == 0, done.stderr
    site = sysconfig.get_path("purelib")
    command = (site, OLDER, "build", "--corpus", root, "--out", theirs)
    run(fresh, BUILD, *command, PYTHONPATH=str(SRC))
    hashes = [json.loads((f / "manifest.json").read_text())["tables"] for f in (ours, theirs)]
    assert hashes[0] == hashes[1]
    assert version("pyarrow") != OLDER
