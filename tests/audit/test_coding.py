"""Values as numbers: what others with the same key have, and what speaks against a value."""

import numpy as np

from communique.audit.coding import OneOf, SetOf


def test_an_item_is_compared_with_the_others_of_its_key():
    values = ["a", "a", "b", "b"]
    coding = OneOf(values)
    counts, others = coding.shares(["k", "k", "k", "other"], coding.rows(values))
    assert counts.tolist() == [[1, 1], [1, 1], [2, 0], [0, 0]]
    assert others.tolist() == [2, 2, 2, 0]


def test_a_value_that_no_other_has_is_the_strangest():
    values = ["a"] * 9 + ["b"]
    coding = OneOf(values)
    rows = coding.rows(values)
    strengths, better = coding.against(coding.beliefs(*coding.shares([0] * 10, rows)), rows)
    assert strengths[9] > 0 > strengths[0]
    assert coding.suggestion("b", int(better[9])) == "a"


def test_without_others_the_shares_of_all_items_are_believed():
    values = ["a"] * 3 + ["b"]
    coding = OneOf(values)
    beliefs = coding.beliefs(*coding.shares(list("wxyz"), coding.rows(values)))
    assert np.allclose(np.exp(beliefs), [0.75, 0.25])


def test_no_answer_is_an_answer():
    coding = OneOf(["a", None])
    assert coding.suggestion("a", coding.names.index("nothing")) == "nothing"


def test_a_single_value_has_nothing_against_it():
    coding = OneOf(["a", "a"])
    rows = coding.rows(["a", "a"])
    strengths, _ = coding.against(coding.beliefs(*coding.shares([0, 0], rows)), rows)
    assert strengths.tolist() == [0, 0]


def test_of_a_set_the_strangest_member_is_suspected():
    values = [("a", "b")] * 8 + [("a",), ("a", "b", "c")]
    coding = SetOf(values)
    rows = coding.rows(values)
    strengths, member = coding.against(coding.beliefs(*coding.shares([0] * 10, rows)), rows)
    assert (strengths[8:] > 0).all()
    assert (strengths[:8] < 0).all()
    assert coding.suggestion(values[8], int(member[8])) == "a, b"
    assert coding.suggestion(values[9], int(member[9])) == "a, b"
