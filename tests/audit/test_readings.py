"""Readings of others as evidence."""

from typing import Any

from communique.audit.item import BORDER, LABEL, AuditItem, Text
from communique.audit.readings import NOTHING, Reading, reading_evidence
from communique.records import Record
from communique.records.record import Origin

WORDS = "Ann met Bob in Rome."
TEXTS = {"d": Text("d", WORDS, ((0, len(WORDS), "paragraph"),), "d")}


def _item(words: str, label: str, uid: str, candidates: tuple[str, ...] = ()) -> AuditItem:
    at = WORDS.index(words)
    return AuditItem("n", "d", uid, "span", at, at + len(words), {LABEL: label}, candidates)


def _record(words: str, label: str, key: str) -> Record:
    at = WORDS.index(words)
    place: Any = (at, at + len(words), at, at + len(words))
    source = Origin("f", "0", 1, 1, "r")
    more: Any = (words, label, {}, None, "1.0", "0", source)
    return Record(key, "n", "d", "reader", "human", 1, "span", *place, *more)


def _reading(*records: Record, votes: bool = False) -> Reading:
    return Reading("reader", votes, frozenset({"d"}), records)


ITEMS = [_item("Ann", "person", "u1"), _item("Rome", "person", "u2"), _item("Bob", "person", "u3")]


def test_a_reading_with_another_label_speaks_against_the_label():
    reading = _reading(
        _record("Ann", "person", "a1"),
        _record("Rome", "place", "a2"),
        _record("Bob", "person", "a3"),
    )
    found = reading_evidence(ITEMS, TEXTS, [reading])
    assert found[1, LABEL].strength > 0 > found[0, LABEL].strength
    assert found[1, LABEL].suggestion == "place"
    assert found[1, LABEL].why == "reader: place"
    assert found[1, BORDER].strength < 0


def test_a_reading_without_the_span_speaks_against_it_once():
    found = reading_evidence(ITEMS, TEXTS, [_reading(_record("Ann", "person", "a1"))])
    assert found[2, LABEL].suggestion == NOTHING
    assert (2, BORDER) not in found


def test_a_vote_for_a_decision_is_no_evidence_for_it():
    votes = _reading(_record("Ann", "person", "a1"), _record("Rome", "place", "a2"), votes=True)
    found = reading_evidence(ITEMS, TEXTS, [votes])
    assert (0, LABEL) not in found
    assert found[1, LABEL].strength > 0


def test_two_items_on_one_range_are_compared_with_their_own_records():
    items = [_item("Bob", "person", "u1", ("a1",)), _item("Bob", "place", "u2", ("a2",))]
    reading = _reading(_record("Bob", "place", "a2"), _record("Bob", "person", "a1"))
    found = reading_evidence(items, TEXTS, [reading])
    assert all(evidence.suggestion in ("", NOTHING) for evidence in found.values())
    assert all(evidence.strength < 0 for evidence in found.values())


def test_a_longer_reading_speaks_against_the_border():
    reading = _reading(_record("in Rome", "person", "a2"))
    found = reading_evidence(ITEMS, TEXTS, [reading])
    assert found[1, BORDER].suggestion == "in Rome"
