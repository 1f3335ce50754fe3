"""Intervals, groups left out and paired comparison: documents are drawn, not spans."""

from itertools import product
from typing import Any

import pytest

from communique.scoring import score
from communique.scoring.comparison import comparison
from communique.scoring.plain import _gold, _units
from communique.scoring.sampling import cells, interval, randomised
from communique.scoring.scorer import Scorer


def blocks(labels: str, documents: int) -> list[dict[str, Any]]:
    return [
        {"doc_id": f"d{i % documents}", "block_id": f"b{i}", "label": label}
        for i, label in enumerate(labels)
    ]


def scorer(gold: list[dict[str, Any]], predicted: list[dict[str, Any]]) -> Scorer:
    made = Scorer(_gold(_units(gold, "gold", []), "blocks", (), None, (), {}))
    for unit in _units(predicted, "predictions", []):
        made.add(unit)
    return made


def test_below_six_documents_there_is_no_interval_and_the_result_says_so():
    few = score(blocks("ab" * 10, 5), blocks("aa" * 10, 5))["details"]["intervals"]
    assert few == {"reason": "5 documents: an interval needs 6", "f1": {}}
    found = score(blocks("ab" * 9, 6), blocks("aa" * 9, 6))["details"]["intervals"]
    assert found["reason"] is None
    assert set(found["f1"]) == {"label", "micro", "macro"}


def test_an_interval_holds_the_value_and_is_1_where_all_is_right():
    gold, predicted = blocks("abcabcbbca" * 3, 10), blocks("abbabcbaca" * 3, 10)
    found = score(gold, predicted)
    for name, between in found["details"]["intervals"]["f1"].items():
        assert between["low"] <= found["scores"][name]["f1"] <= between["high"]
        assert between["low"] < between["high"]
    right = score(gold, gold)["details"]["intervals"]["f1"]
    assert {(b["low"], b["high"]) for b in right.values()} == {(1.0, 1.0)}


def test_an_interval_is_the_same_again():
    own = scorer(blocks("abab" * 6, 8), blocks("abba" * 6, 8))
    made = cells(own.tally, "label", own.gold.documents, ["a", "b"])
    assert interval(made) == interval(made)


def test_documents_of_one_group_are_left_out_together():
    own = scorer(blocks("aabb", 4), blocks("aaab", 4))
    from communique.scoring.sampling import left_out

    made = cells(own.tally, "label", own.gold.documents)
    assert left_out(made, ["g", "g", "h", "i"]) == {"g": 0.5, "h": 1.0, "i": pytest.approx(2 / 3)}
    assert left_out(made, ["g"] * 4) == {}


def test_the_p_value_equals_the_count_over_all_exchanges():
    gold = blocks("aabbab", 6)
    first, second = scorer(gold, blocks("aabbaa", 6)), scorer(gold, blocks("abaaab", 6))
    one, other = (cells(s.tally, "label", s.gold.documents) for s in (first, second))
    right = [[int(c[0, 0]) for c in side] for side in (one, other)]
    observed = abs(sum(right[0]) - sum(right[1]))
    larger = sum(
        abs(sum((a - b) * sign for a, b, sign in zip(*right, signs, strict=True))) >= observed
        for signs in product((1, -1), repeat=6)
    )
    assert randomised(one, other) == larger / 64


def test_two_equal_systems_have_p_1_and_below_six_documents_there_is_none():
    for documents, wanted in ((6, 1.0), (20, 1.0), (5, None)):
        own = scorer(blocks("ab" * 20, documents), blocks("aa" * 20, documents))
        found = comparison(own, own, "same")
        assert {f["p"] for f in found["figures"].values()} == {wanted}
        assert (found["reason"] is None) == (wanted is not None)


def test_a_system_that_is_right_everywhere_is_told_from_one_that_is_wrong_everywhere():
    gold = blocks("ab" * 20, 20)
    found = comparison(scorer(gold, gold), scorer(gold, blocks("ba" * 20, 20)), "other")
    assert found["figures"]["micro"]["difference"] == 1.0
    assert found["figures"]["micro"]["p"] <= 0.001
