"""Every block of README.md and docs/ does what its page says; see `page_blocks`."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from communique.workflow.build import build_dataset
from communique.workspace import Corpus
from page_blocks import Page, pages, read_page
from page_run import PageRun
from paths import ROOT

CORPUS = ("schema", "corpus", "annotations", "README.md", "DATASHEET.md", "LICENSE-DATA.md")
READ = [read_page(path) for path in pages()]


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus of this repository with its dataset, built once for all pages."""
    folder = tmp_path_factory.mktemp("repository")
    for part in CORPUS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, folder / part)
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


@pytest.mark.parametrize(
    "page",
    [pytest.param(p, id=p.name, marks=[getattr(pytest.mark, m) for m in p.marks]) for p in READ],
)
def test_the_blocks_of_the_page_do_what_it_says(page: Page, follow: Callable[[Page], Path]):
    follow(page)
