"""The outcomes of a review are counted."""

from communique.audit.review import Reviewed, Verdict
from communique.audit.review_result import ReviewCounts, review_counts

FINDING = Reviewed(1, "n", "d", "u", "model", "label", "label: a", 0.5)


def test_only_findings_that_were_read_count_for_the_precision():
    outcomes = [
        Verdict(FINDING, "differs", "b"),
        Verdict(FINDING, "agrees", "a"),
        Verdict(FINDING, "agrees", "a"),
        Verdict(FINDING, "open"),
        Verdict(FINDING, "gone"),
    ]
    assert review_counts(outcomes, (2, 40)) == ReviewCounts(5, 3, 1, 1, 1 / 3, 0.05)


def test_without_a_reading_there_is_no_share():
    assert review_counts([Verdict(FINDING, "open")], (0, 0)) == ReviewCounts(1, 0, 0, 0, None, None)
