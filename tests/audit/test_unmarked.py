"""Unmarked places of known surfaces."""

from communique.audit.item import LABEL, AuditItem, Text
from communique.audit.unmarked import unmarked

WORDS = "Ann met Bob. Ann saw Rome. Ann left. Romeo was late."
TEXTS = {"d": Text("d", WORDS, ((0, len(WORDS), "paragraph"),), "d")}


def _items(*starts: int) -> list[AuditItem]:
    values = {LABEL: "person"}
    return [AuditItem("n", "d", f"u{s}", "span", s, s + 3, values) for s in starts]


def test_a_surface_that_is_marked_elsewhere_is_named_where_it_is_not():
    (found,) = unmarked(_items(0, 13), TEXTS, {})
    assert (found.words, found.label, found.marked, found.total) == ("Ann", "person", 2, 3)


def test_a_surface_that_is_seldom_marked_is_not_named():
    assert unmarked(_items(0), TEXTS, {}) == []


def test_a_name_of_a_list_is_found_in_whole_words():
    (found,) = unmarked([], TEXTS, {"Rome": ("gpe:rome", "place")})
    assert (found.words, found.label, found.name_of) == ("Rome", "place", "gpe:rome")


def test_words_inside_a_span_are_not_unmarked():
    names = {"Rome": ("gpe:rome", "place")}
    span = AuditItem("n", "d", "u", "span", 17, 25, {LABEL: "place"})
    assert unmarked([span], TEXTS, names) == []
