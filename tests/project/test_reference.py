"""The pages of docs/reference are what the code says now."""

import re

import pytest
from reference_pages import FOLDER, PAGES
from reference_pages.cli import EXITS_WITH_1

from paths import SRC

COMMANDS = SRC / "communique/commands"
ENDS_IN = {"_intake": {"pull", "import"}, "_annotate_own": {"annotate"}}  # a module, its commands


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_code_says(name: str):
    assert (FOLDER / name).read_text("utf-8") == PAGES[name](), "run scripts/docs --reference"


def test_docs_reference_has_no_page_that_is_not_made():
    assert {path.name for path in FOLDER.iterdir()} == PAGES.keys()


def test_the_commands_that_exit_with_1_are_those_of_the_code():
    exits = re.compile(r"Exit\((?!0\)|2\)|\))|INTERRUPTED\)")
    modules = [p.stem for p in COMMANDS.glob("*.py") if exits.search(p.read_text())]
    commands = [ENDS_IN.get(m, {m.lstrip("_").partition("_")[0]}) for m in modules]
    assert set[str]().union(*commands) == EXITS_WITH_1.keys()
