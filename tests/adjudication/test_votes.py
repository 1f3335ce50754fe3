"""The votes on one item: who gave what, how often, and what most gave."""

from communique.adjudication.votes import (
    has_majority,
    modal,
    reason,
    variants,
    votes,
    votes_fingerprint,
)
from communique.records.items import ComparedItem
from sample_records import LAYER, VOTERS, item, record


def test_votes_are_in_the_order_of_the_schema_and_absence_is_last():
    cast = votes(LAYER, item(record("ann-1", "place"), record("ann-2", "person")))
    assert [(v.label, v.count) for v in cast] == [("person", 1), ("place", 1), ("absent", 1)]


def test_the_variant_that_most_gave_is_proposed_and_a_tie_is_not():
    one, two, three = (record(who) for who in VOTERS)
    other = record("ann-3", start=4)
    assert modal(LAYER, item(one, two, other)) == one
    assert [n for _, n in variants(LAYER, item(one, two, other))] == [2, 1]
    assert modal(LAYER, item(one, other)) is None
    assert modal(LAYER, item(one, two, three)) == one


def test_an_answer_is_proposed_only_if_more_gave_it_than_gave_none():
    one, two = record("ann-1"), record("ann-2")
    assert modal(LAYER, item(one, two)) == one
    assert modal(LAYER, item(one)) is None
    tie = ComparedItem("names", "one", ("ann-1", "ann-2"), (one,), unanimous=False)
    assert modal(LAYER, tie) is None


def test_a_majority_is_more_than_half_of_all_voters():
    one, two = record("ann-1"), record("ann-2")
    assert has_majority(LAYER, item(one, two), one)
    assert not has_majority(LAYER, item(one), one)


def test_the_reason_names_what_had_to_be_settled():
    one = record("ann-1")
    cases = {
        "label": record("ann-2", "person"),
        "boundary": record("ann-2", start=4),
        "attribute": record("ann-2", reading="literal"),
        "missed": record("ann-2"),
    }
    found = {wanted: reason(LAYER, item(one, other), kept=True) for wanted, other in cases.items()}
    assert found == {wanted: wanted for wanted in cases}
    assert reason(LAYER, item(one), kept=False) == "spurious"


def test_the_fingerprint_changes_with_what_was_given_and_not_with_the_order():
    one, two = record("ann-1"), record("ann-2")
    same = {votes_fingerprint(LAYER, item(one, two)), votes_fingerprint(LAYER, item(two, one))}
    assert len(same) == 1
    others = [
        record("ann-2", "person"),
        record("ann-2", start=4),
        record("ann-2", reading="literal"),
    ]
    changed = {votes_fingerprint(LAYER, item(one, other)) for other in others}
    assert len(changed | same) == 4
