"""Every relative link of the repository's pages leads to a file, and to an anchor of it."""

from pathlib import Path

import pytest

from page_blocks import pages
from page_links import anchors, broken
from paths import ROOT, SRC

OTHERS = [*ROOT.glob("*.md"), *(ROOT / ".github").glob("*.md"), ROOT / "core/README.md"]
NOTEBOOKS = (ROOT / "docs").rglob("*.ipynb")
PAGES = sorted({*pages(), *OTHERS, *NOTEBOOKS, *SRC.rglob("*.md")})


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_relative_links_lead_to_a_file_and_an_anchor(page: Path):
    assert list(broken(page)) == []


def test_a_link_to_nothing_is_named(tmp_path: Path):
    (tmp_path / "b.md").write_text(
        "# One word\n\n## Two `code` words, here\n\n## Same\n\n## Same\n"
    )
    (tmp_path / "a.md").write_text(
        "# A\n[1](b.md) [2](b.md#two-code-words-here) [3](#a) [4](b.md#same-1) <https://x.org>\n"
        "[5](c.md) [6](b.md#two) [7](#b) ![8](no.png) `[9](no.md)`\n\n"
        "| t |\n|---|\n| [10](cell.md) |\n\n<img src='picture.png'>\n"
    )
    missing = ["c.md", "b.md#two", "#b", "no.png", "cell.md", "picture.png"]
    assert list(broken(tmp_path / "a.md")) == missing


def test_anchors_are_those_of_a_forge():
    source = "# A “quoted” title: *x* & `y_z`\n\n## Same\n\n## Same\n\n<a id='by-hand'></a>\n"
    assert anchors(source) == {"a-quoted-title-x--y_z", "same", "same-1", "by-hand"}
