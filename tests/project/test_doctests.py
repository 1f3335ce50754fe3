"""The examples in docstrings run, and say what comes out."""

import doctest
import importlib
from pathlib import Path

import pytest
from reference_pages.api import public_objects
from reference_pages.signatures import documented

import communique
from paths import CORPORA

CORPUS = CORPORA / "sound"
PUBLIC = {thing.__module__ for thing in public_objects().values() if ">>> " in documented(thing)}


@pytest.mark.parametrize(
    "name", sorted({*PUBLIC, "communique.util.pass_name", "communique.util.private_data"})
)
def test_examples_in_docstrings_run(name: str):
    module = importlib.import_module(name)
    found = doctest.testmod(module, extraglobs={"corpus_folder": CORPUS})
    assert found.attempted > 0
    assert found.failed == 0


def test_the_package_says_that_it_is_typed():
    assert (Path(communique.__file__).parent / "py.typed").is_file()
