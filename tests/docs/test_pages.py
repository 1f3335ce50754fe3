"""Every block of README.md and docs/ does what its page says; see `page_blocks`."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from communique.workflow.build import build_dataset
from communique.workspace import Corpus
from copies import CORPUS, copy_corpus
from page_blocks import Page, PageError, pages, read_page
from page_run import PageRun
from paths import ROOT


def parameter(path: Path) -> ParameterSet:
    """A page with its marks; one that breaks a rule fails in its own test."""
    try:
        marks = [getattr(pytest.mark, m) for m in read_page(path).marks]
    except PageError:
        marks = []
    return pytest.param(path, id=path.relative_to(ROOT).as_posix(), marks=marks)


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus of this repository with its dataset, built once for all pages."""
    folder = tmp_path_factory.mktemp("repository")
    copy_corpus(folder, (*CORPUS, "README.md", "DATASHEET.md", "LICENSE-DATA.md"))
    build_dataset(Corpus.open(folder), folder / "dist/communique")
    return folder


@pytest.fixture(scope="session")
def follow(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, programs: Path
) -> Callable[[Page], Path]:
    """`follow(page)`: the folder of a reader who has followed it; each page is followed once."""
    ends: dict[str, Path] = {}

    def run(page: Page) -> Path:
        if page.name in ends:
            return ends[page.name]
        place = tmp_path_factory.mktemp("page")
        folder = place / "reader"
        if page.start == "empty":
            folder.mkdir()
        elif page.start == "repository":
            shutil.copytree(request.getfixturevalue("repository"), folder)
        else:
            shutil.copytree(run(read_page(ROOT / page.start)), folder, symlinks=True)
        with PageRun(folder, place / "beside", programs) as reader:
            reader.run(page)
        ends[page.name] = folder
        return folder

    return run


@pytest.mark.parametrize("path", [parameter(path) for path in pages()])
def test_the_blocks_of_the_page_do_what_it_says(path: Path, follow: Callable[[Page], Path]):
    follow(read_page(path))
