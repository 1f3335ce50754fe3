"""The pictures of the pages: small, used, explained, and made of nothing but pixels."""

import re
from pathlib import Path

import pytest
from PIL import Image

from page_blocks import pages
from paths import ROOT

PICTURES = sorted((ROOT / "docs/images").glob("*.png"))
SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)]+\.png)\)")
LARGEST = 200_000  # bytes


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_small_and_carries_no_metadata(path: Path):
    assert path.stat().st_size < LARGEST
    with Image.open(path) as picture:
        assert picture.width <= 1366
        assert not picture.info.keys() - {"transparency"}


def test_every_picture_is_on_a_page_and_every_page_finds_its_pictures():
    shown: set[Path] = set()
    for page in pages():
        for words, target in SHOWN.findall(page.read_text(encoding="utf-8")):
            assert len(words.split()) >= 4, f"{page}: {target} has no description"
            shown.add((page.parent / target).resolve())
    assert shown >= {path.resolve() for path in PICTURES}
    assert all(path.is_file() for path in shown)


def test_every_picture_is_made_by_the_script():
    made = ROOT / "tests/support"
    source = "".join((made / f"{name}.py").read_text() for name in ("screenshots", "first_day"))
    assert [p.stem for p in PICTURES if f'"{p.stem}"' not in source.replace(".png", "")] == []
