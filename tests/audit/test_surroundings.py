"""What is around a span: the words up to the next spans, and spans inside."""

from communique.audit.item import LABEL, AuditItem, Text
from communique.audit.surroundings import Surroundings, surroundings

WORDS = "Ann of Upper Rome met Bob today."
TEXTS = {"d": Text("d", WORDS, ((0, len(WORDS), "paragraph"),), "d")}


def _item(words: str) -> AuditItem:
    at = WORDS.index(words)
    return AuditItem("n", "d", words, "span", at, at + len(words), {LABEL: "x"})


def test_the_words_up_to_the_next_spans_are_beside():
    ann, rome, bob = surroundings([_item("Ann"), _item("Upper Rome"), _item("Bob")], TEXTS)
    assert ann == Surroundings(0, 2, is_inside=False, holds=False)
    assert rome == Surroundings(1, 5, is_inside=False, holds=False)
    assert bob == Surroundings(4, 8, is_inside=False, holds=False)


def test_a_span_inside_another_is_known_by_both():
    outer, inner = surroundings([_item("Upper Rome"), _item("Rome")], TEXTS)
    assert outer is not None
    assert inner is not None
    assert (outer.is_inside, outer.holds) == (False, True)
    assert (inner.is_inside, inner.holds) == (True, False)


def test_what_has_no_place_has_nothing_around_it():
    value = AuditItem("n", "d", "v", "document", None, None, {"tone": "cold"})
    assert surroundings([value], TEXTS) == [None]
