"""Openings of patterns: no line that a rule matches is ever held back from it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.cleaning import BOILERPLATE_RULES
from communique.cleaning.openings import OPENING, opening

ATOM = st.sampled_from(["a", "b", "-", ".", "[ab]", "[^]a]", r"\d", r"\w", r"\(", r"\b", r"\x61"])
REPEAT = st.sampled_from(["", "", "?", "*", "+", "{2}", "{0,2}", "{,1}", "{0}", "??", "*?"])


def _longer(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    joined = st.lists(inner, max_size=3).map("".join)
    groups = st.lists(joined, min_size=1, max_size=3).map(lambda some: f"(?:{'|'.join(some)})")
    return joined | st.tuples(groups, REPEAT).map("".join)


PATTERN = st.recursive(ATOM, _longer, max_leaves=8)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("share", "sha"),
        ("ab|c", "ab|c"),
        ("(?:the )?end", "end|the"),
        (r"\d+ likes", r"\d\ l|\d\d\ |\d\d\d"),
        (r"\bno{2}", "no|noo"),
        ("a{}b", r"a\{\}"),
        ("", ""),
        (r"\x41b", ""),
    ],
)
def test_openings_worked_out_by_hand(pattern: str, expected: str) -> None:
    assert opening(pattern) == expected


@given(PATTERN, st.text("abA1 (-xſ", max_size=5))
@settings(max_examples=500, deadline=None)
def test_what_matches_begins_as_the_opening_says(pattern: str, text: str) -> None:
    if re.fullmatch(pattern, text, re.IGNORECASE):
        assert re.match(opening(pattern), text[:OPENING], re.IGNORECASE)


def test_the_catalogue_is_held_back_from_most_lines() -> None:
    patterns = [opening(rule.pattern) for rule in BOILERPLATE_RULES]
    tried = [p for p in patterns if re.match(p, "Zoo", re.IGNORECASE)]
    assert 0 < len(tried) < len(BOILERPLATE_RULES) / 5
