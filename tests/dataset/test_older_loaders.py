"""Every version of `datasets` from 2.21 on loads every config, whole and streamed, alike."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import panel
from absent import absent
from paths import ROOT

LOAD = """
import json, sys
import datasets
folder, *configs = sys.argv[1:]
found = {"version": datasets.__version__}
for config in configs:
    splits = datasets.load_dataset(folder, config)
    streamed = datasets.load_dataset(folder, config, streaming=True)
    found[config] = {split: [dict(r) for r in rows] for split, rows in splits.items()}
    assert found[config] == {s: [dict(r) for r in rows] for s, rows in streamed.items()}, config
    labels = {s: {n: getattr(f, "names", None) for n, f in d.features.items()}
              for s, d in splits.items()}
    found[config + " labels"] = labels
print(json.dumps(found))
"""
OLDER = sorted(p.stem.removeprefix("datasets-") for p in ROOT.glob("requirements/datasets-*.txt"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The datasets to load: a small corpus in both flavours, and this corpus."""
    folder = tmp_path_factory.mktemp("loaders")
    root = panel.corpus(folder / "corpus")
    return {
        "full": panel.built(root, folder / "1/full"),
        "standoff": panel.built(root, folder / "2/standoff", "standoff"),
        "this corpus": panel.built(ROOT, folder / "3/this"),
    }


def loaded(python: str | Path, folder: Path, home: Path) -> dict[str, Any]:
    configs = sorted(p.name for p in (folder / "data").iterdir())
    env = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HOME": str(home)}
    done = subprocess.run(
        [python, "-c", LOAD, folder, *configs], capture_output=True, text=True, env=env
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.scale
@pytest.mark.long
@pytest.mark.parametrize("version", OLDER)
def test_an_older_version_loads_the_same_rows_plain_and_streaming(
    built: dict[str, Path], version: str, tmp_path: Path
):
    done = subprocess.run(
        [ROOT / "scripts/setup", "--datasets", version], capture_output=True, text=True
    )
    if done.returncode:
        absent("scale", f"datasets {version} could not be installed: {done.stderr[-300:]}")
    python = ROOT / f".venv-datasets-{version}/bin/python"
    for name, folder in built.items():
        old = loaded(python, folder, tmp_path / f"old {name}")
        new = loaded(sys.executable, folder, tmp_path / f"new {name}")
        assert old.pop("version") == version
        assert new.pop("version") != version
        assert old == new, name


def test_the_oldest_version_that_the_docs_promise_is_tested():
    assert OLDER[0] == "2.21.0"


def test_the_present_version_loads_every_config_plain_and_streaming(
    built: dict[str, Path], tmp_path: Path
):
    found = loaded(sys.executable, built["full"], tmp_path)
    assert len(found["codebook"]["train"]) > 30
    assert found["views labels"]["train"]["view"] == ["good", "bad"]
