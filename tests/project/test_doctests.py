"""The examples in docstrings run, and say what comes out."""

import doctest
import importlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from reference_pages.api import public_objects
from reference_pages.signatures import documented

import communique
from paths import CORPORA, ROOT, SRC

CORPUS = CORPORA / "sound"
PUBLIC = {thing.__module__ for thing in public_objects().values() if ">>> " in documented(thing)}


@pytest.mark.parametrize("name", sorted({*PUBLIC, "communique.util.private_data"}))
def test_examples_in_docstrings_run(name: str):
    module = importlib.import_module(name)
    found = doctest.testmod(module, extraglobs={"corpus_folder": CORPUS})
    assert found.attempted > 0
    assert found.failed == 0


def test_the_package_says_that_it_is_typed():
    assert (Path(communique.__file__).parent / "py.typed").is_file()


DOCS = ("README.md", "docs/formats.md", "docs/reading-the-tables.md", "docs/scoring.md")


def test_the_python_of_the_docs_runs(tmp_path: Path, communique: Any):
    """In a copy of the repository that has been built, as the reader has it."""
    for part in ("schema", "corpus", "annotations", "README.md", "DATASHEET.md", "LICENSE-DATA.md"):
        source = ROOT / part
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / part)
    done = communique("build", "--corpus", tmp_path)
    assert done.returncode == 0, done.stderr
    export = ("export", "spacy", "--split", "train", "--out", tmp_path / "my-spacy")
    done = communique(*export, "--corpus", tmp_path)
    assert done.returncode == 0, done.stderr
    found = [
        re.findall(r"^```python\n(.*?)^```", (ROOT / d).read_text(), re.M | re.S) for d in DOCS
    ]
    assert all(found)
    for block in (block for blocks in found for block in blocks):
        home = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "hf")}
        program = [sys.executable, "-c", block]
        env = {**home, "PYTHONPATH": str(SRC)}
        ran = subprocess.run(program, cwd=tmp_path, env=env, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
