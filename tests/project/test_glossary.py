"""The glossary: each term once, in the order in which a reader looks for it."""

import re
from itertools import pairwise

from paths import ROOT

ROWS = re.findall(r"^\| (.+?) \| (.+) \|$", (ROOT / "docs/glossary.md").read_text(), re.M)[1:]


def _sorted_by(term: str) -> str:
    return re.sub("[-_]", " ", re.sub("[`*]", "", term)).lower()


def test_each_term_has_one_entry():
    terms = [_sorted_by(term) for term, _ in ROWS]
    assert sorted({t for t in terms if terms.count(t) > 1}) == []
    assert len(terms) > 100


def test_the_terms_are_in_alphabetical_order():
    terms = [_sorted_by(term) for term, _ in ROWS]
    assert [(a, b) for a, b in pairwise(terms) if a > b] == []
