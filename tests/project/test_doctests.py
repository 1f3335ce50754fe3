"""The examples in docstrings run, and say what comes out."""

import doctest
import importlib
from pathlib import Path

import pytest

import communique
from paths import CORPORA

CORPUS = CORPORA / "sound"
SCORING = [f"communique.scoring.{name}" for name in ("counts", "labels", "plain", "soft")]


@pytest.mark.parametrize("name", [*("communique", "communique.util.private_data"), *SCORING])
def test_examples_in_docstrings_run(name: str):
    module = importlib.import_module(name)
    found = doctest.testmod(module, extraglobs={"corpus_folder": CORPUS})
    assert found.attempted > 0
    assert found.failed == 0


def test_the_package_says_that_it_is_typed():
    assert (Path(communique.__file__).parent / "py.typed").is_file()
