"""Every block of README.md and docs/ does what its page says; see `page_blocks`."""

import shutil
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


@pytest.mark.parametrize(
    "page",
    [pytest.param(p, id=p.name, marks=[getattr(pytest.mark, m) for m in p.marks]) for p in READ],
)
def test_the_blocks_of_the_page_do_what_it_says(
    page: Page, tmp_path: Path, request: pytest.FixtureRequest
):
    folder = tmp_path / "reader"
    folder.mkdir()
    if page.start == "repository":
        built = request.getfixturevalue("repository")
        shutil.copytree(built, folder, dirs_exist_ok=True)
    with PageRun(folder, tmp_path / "beside") as reader:
        reader.run(page)
