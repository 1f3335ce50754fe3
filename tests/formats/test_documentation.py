"""The page on formats says what the code does."""

import format_table
from communique.formats.losses import CAUSES


def test_the_table_is_that_of_the_code_and_the_corpus():
    content = format_table.PAGE.read_text(encoding="utf-8")
    again = "run `python tests/support/format_table.py`"
    assert format_table.page(content) == content, again


def test_every_cause_is_explained():
    content = format_table.PAGE.read_text(encoding="utf-8")
    assert [c for c in CAUSES if f"| `{c}` | {CAUSES[c]}" not in content] == []
