"""Planted errors are errors: another value, other borders."""

import random

import pytest

from communique.audit.item import LABEL, AuditItem, Text
from communique.audit.places import neighbours, shifted, words_of
from communique.audit.planted import plant_borders, plant_values
from communique.records import Values

WORDS = "We saw Ann Bell of Rome today."
TEXTS = {"d": Text("d", WORDS, ((0, len(WORDS), "paragraph"),), "d")}


def _item(value: Values | None) -> AuditItem:
    return AuditItem("n", "d", "u", "span", 7, 15, {LABEL: value})


@pytest.mark.parametrize("values", [["a", "b", "c"], [("a",), ("a", "b"), ("b", "c")], [None, "a"]])
def test_every_item_gets_another_value(values: list[Values | None]):
    items = [_item(v) for v in values] * 20
    if None in values:
        items += [_item("b")]
    for seed in range(3):
        planted = plant_values(LABEL, items, random.Random(seed))
        for item, other in zip(items, planted, strict=True):
            assert other.values[LABEL] != item.values[LABEL]
            assert type(other.values[LABEL]) in (str, tuple)


def test_where_there_is_one_value_none_is_planted():
    items = [_item("a")] * 3
    assert plant_values(LABEL, items, random.Random(0)) == items


def test_every_span_gets_other_borders_in_its_text():
    items = [_item("a")] * 200
    planted = plant_borders(items, TEXTS, random.Random(0))
    places = {item.place for item in planted}
    assert items[0].place not in places
    assert {(3, 15), (7, 10), (11, 15), (8, 15), (3, 10)} <= places
    assert all(0 <= start < end <= len(WORDS) for start, end in places)


def test_a_border_does_not_run_into_the_next_span():
    text = TEXTS["d"]
    near = neighbours(words_of(_item("a"), text), text, {(5, 6)})
    assert (2, 5) in near
    assert (2, 6) not in near


def test_a_span_of_one_word_is_not_shifted():
    assert shifted((2, 3), TEXTS["d"]) == []
    assert shifted((2, 4), TEXTS["d"]) == [(1, 3), (3, 5)]
