"""An adjudicator's word on an item, and the decision that it becomes."""

import pytest

from communique.adjudication.decisions import AdjudicatorDecision, added, ruled, unanimous
from communique.adjudication.votes import votes_fingerprint
from communique.records import Record
from sample_records import LAYER, VOTERS, item, record

ONE, TWO, THREE = (record(who) for who in VOTERS)
OTHER = record("ann-3", "person")


def word(given: Record | None, **change: str) -> AdjudicatorDecision:
    return AdjudicatorDecision(given, "judge", "2026-02-01", **change)  # pyright: ignore[reportArgumentType]


def test_what_all_gave_is_taken_over_without_a_decider():
    found = unanimous(LAYER, item(ONE, TWO, THREE, unanimous=True), "2026-01-03")
    assert (found.decision, found.outcome, found.by, found.reason) == (
        *("unanimous", "kept"),
        *(None, None),
    )
    assert found.at == "2026-01-03"
    assert found.candidates == ["a-ann-1", "a-ann-2", "a-ann-3"]
    assert [(v.label, v.count) for v in found.votes] == [("place", 3)]


@pytest.mark.parametrize(
    ("records", "given", "decision"),
    [
        ((ONE, TWO, OTHER), ONE, "majority"),
        ((ONE, TWO, OTHER), OTHER, "adjudicated"),
        ((ONE, TWO, OTHER), record("judge", start=5), "adjudicated"),
        ((ONE, TWO, OTHER), None, "adjudicated"),
        ((ONE, TWO), ONE, "majority"),
        ((ONE, TWO), None, "adjudicated"),
        ((ONE,), ONE, "adjudicated"),
        ((ONE,), None, "majority"),
    ],
)
def test_a_majority_is_what_more_than_half_had_given(
    records: tuple[Record, ...], given: Record | None, decision: str
):
    found = ruled(LAYER, item(*records), word(given))
    assert found.decision == decision
    assert found.outcome == ("rejected" if given is None else "kept")
    assert (found.by, found.at) == ("judge", "2026-02-01")


def test_the_decision_has_what_the_adjudicator_gave_and_the_votes_of_the_others():
    mended = record("judge", "person", start=5, reading="literal")
    compared = item(ONE, TWO, OTHER)
    found = ruled(LAYER, compared, word(mended))
    assert (found.start, found.end, found.raw_start, found.raw_end) == (5, 9, 6, 10)
    assert (found.label, found.attributes) == ("person", {"reading": "literal"})
    assert found.basis == votes_fingerprint(LAYER, compared)
    assert [(v.label, v.count) for v in found.votes] == [("person", 1), ("place", 2)]
    assert "a-judge" not in found.candidates


def test_what_is_rejected_is_told_by_the_variant_that_most_gave():
    found = ruled(LAYER, item(OTHER, ONE, TWO), word(None))
    assert (found.label, found.outcome, found.reason) == ("place", "rejected", "spurious")


def test_the_adjudicators_reason_goes_before_the_one_that_shows():
    compared = item(ONE, TWO, OTHER)
    assert ruled(LAYER, compared, word(ONE)).reason == "label"
    assert ruled(LAYER, compared, word(ONE, reason="ambiguous")).reason == "ambiguous"


def test_what_all_missed_is_a_decision_of_its_own():
    found = added(LAYER, record("judge"), VOTERS, word(record("judge")))
    assert (found.outcome, found.decision, found.reason) == ("kept", "adjudicated", "missed")
    assert [(v.label, v.count) for v in found.votes] == [("absent", 3)]
    assert found.candidates == ["a-judge"]
    why = word(None, reason="guideline-gap")
    assert added(LAYER, record("judge"), VOTERS, why).reason == "guideline-gap"
