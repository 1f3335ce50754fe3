"""The picture of the packages shows the import rules and the imports as they are."""

import re

from package_picture import GROUPS, PICTURE, Packages, draw, read_packages
from paths import ROOT

PAGE = ROOT / "docs/explanation/architecture.md"
REDRAW = "run `python tests/support/package_picture.py`"


def test_the_picture_of_the_packages_is_current():
    assert PICTURE.read_text(encoding="utf-8") == draw(read_packages()), REDRAW


def test_every_import_of_the_code_is_one_that_the_picture_allows():
    packages = read_packages()
    assert packages.imports <= packages.allowed


def test_a_cell_says_what_the_rules_say():
    groups = [name for name, _ in GROUPS]
    whole = Packages(
        ("x", "y", *groups), frozenset({("y", "x")}), frozenset({("y", "x"), (groups[0], "x")})
    )
    titles = set(re.findall("<title>(.*?)</title>", draw(whole)))
    wanted = {"y imports x", f"{groups[0]} may import x", f"{groups[0]} may not import y"}
    assert wanted <= titles
    assert "x imports y" not in titles


def test_the_page_on_architecture_names_every_package():
    named = set(re.findall(r"`([a-z_]+)`", PAGE.read_text(encoding="utf-8")))
    packages = {p for p in read_packages().order if not p.startswith("__")}
    assert packages <= named
