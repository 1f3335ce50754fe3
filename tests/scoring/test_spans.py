"""Spans are matched one to one: faults that published scorers have, and rules that always hold."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seqscore.encoding import get_encoding
from seqscore.model import AnnotatedSequence, Mention
from seqscore.scoring import compute_scores

from communique.agreement import span_f1
from communique.records.predictions import PredictedSpan
from communique.scoring import Counts, compare_spans, figure, score
from communique.scoring.spans import total_of

IDENTITY = ("target", "holders")


def span(start: int, end: int, label: str = "x", **attributes: Any) -> PredictedSpan:
    return PredictedSpan(start, end, label, None, attributes)


def counts(
    name: str, gold: list[PredictedSpan], predicted: list[PredictedSpan], identity: Any = ()
) -> Counts:
    found = compare_spans(gold, predicted, identity)
    return total_of((label, c) for own, label, c in found if own == name)


def f1(name: str, gold: list[PredictedSpan], predicted: list[PredictedSpan]) -> float | None:
    return figure(counts(name, gold, predicted))["f1"]


def test_spans_that_only_touch_do_not_overlap():
    assert counts("overlap", [span(0, 5)], [span(5, 9)]) == (0, 1, 1)


def test_nested_spans_are_counted_apart():
    gold = [span(0, 10), span(2, 5), span(2, 5, "y")]
    assert counts("outermost", gold, gold) == (1, 0, 0)
    assert counts("nested", gold, gold) == (2, 0, 0)
    assert counts("exact", gold, gold[:1]) == (1, 0, 2)
    assert counts("nested", gold, gold[:1]) == (0, 0, 2)
    assert counts("nested", [span(0, 4), span(0, 4, "y")], []) == (0, 0, 0)


def test_five_copies_of_a_right_tuple_are_one_right_and_four_wrong():
    gold = [span(0, 5, "pro", target="a", holders=["h"])]
    for name in ("exact", "boundary", "overlap", "tuple"):
        assert counts(name, gold, gold * 5, IDENTITY) == (1, 4, 0), name


def test_one_span_over_ten_tuples_finds_one_of_them():
    gold = [span(10 * i, 10 * i + 8, "pro", target="a") for i in range(10)]
    assert counts("tuple", gold, [span(0, 100, "pro", target="a")], IDENTITY) == (1, 0, 9)


@pytest.mark.parametrize(
    ("label", "attributes"),
    [
        ("con", {"target": "a", "holders": ["h", "i"]}),
        ("pro", {"target": "b", "holders": ["h", "i"]}),
        ("pro", {"target": "a", "holders": ["j"]}),
        ("pro", {"target": "a"}),
    ],
)
def test_a_tuple_of_another_polarity_target_or_holder_is_wrong(label: str, attributes: Any):
    gold = [span(0, 9, "pro", target="a", holders=["h", "i"])]
    assert counts("tuple", gold, [span(0, 9, label, **attributes)], IDENTITY) == (0, 1, 1)


def test_one_shared_holder_is_enough_and_so_are_two_empty_sets():
    one, other = {"target": "a", "holders": ["h", "i"]}, {"target": "a", "holders": ["i", "k"]}
    assert counts("tuple", [span(0, 9, **one)], [span(8, 12, **other)], IDENTITY) == (1, 0, 0)
    assert counts("tuple", [span(0, 9)], [span(0, 9)], IDENTITY) == (1, 0, 0)


def test_the_greatest_number_of_pairs_is_found():
    gold, predicted = [span(0, 10), span(8, 20)], [span(0, 10), span(0, 2)]
    assert counts("overlap", gold, predicted) == (2, 0, 0)


def test_exact_equals_seqscore_on_flat_tags():
    tags = [
        ("B-x I-x O B-y", "B-x I-x O B-y"),
        ("B-x I-x O B-y", "B-x B-x O B-x"),
        ("B-x I-x I-x O", "O B-x I-x O"),
        ("O O B-y I-y", "O O O O"),
        ("O O O O", "B-y I-y B-x O"),
    ]
    pairs = [(line[0].split(), line[1].split()) for line in tags]
    sides = [[_sequence(pair[side]) for pair in pairs] for side in (0, 1)]
    theirs, _ = compute_scores([sides[1]], [sides[0]])
    ours = [_units([pair[side] for pair in pairs]) for side in (0, 1)]
    found = score(*ours)
    exact = found["scores"]["exact"]
    assert (exact["precision"], exact["recall"]) == (theirs.precision, theirs.recall)
    assert exact["f1"] == pytest.approx(theirs.f1)
    for label, own in theirs.type_scores.items():
        by_label = found["by_label"][label]
        assert (by_label["tp"], by_label["fp"]) == (own.true_pos, own.false_pos)
        assert by_label["fn"] == own.false_neg


def _mentions(tags: list[str]) -> list[Mention]:
    return get_encoding("BIO").decode_labels(tags)


def _sequence(tags: list[str]) -> AnnotatedSequence:
    return AnnotatedSequence(
        tokens=("w",) * len(tags), labels=tuple(tags), mentions=tuple(_mentions(tags))
    )


def _units(rows: list[list[str]]) -> list[dict[str, Any]]:
    return [
        {
            "doc_id": "a",
            "block_id": f"b{i}",
            "spans": [
                {"start": 2 * m.span.start, "end": 2 * m.span.end - 1, "label": m.type}
                for m in _mentions(tags)
            ],
        }
        for i, tags in enumerate(rows)
    ]


spans = st.lists(
    st.builds(
        lambda start, size, label, target: span(start, start + size, label, target=target),
        st.integers(0, 8),
        st.integers(1, 5),
        st.sampled_from("xy"),
        st.sampled_from("ab"),
    ),
    max_size=5,
)


@given(spans, spans)
@settings(max_examples=150, deadline=None)
def test_matching_is_one_to_one_greatest_and_independent_of_order(gold: Any, predicted: Any):
    for name in ("exact", "boundary", "overlap", "tuple", "outermost", "nested"):
        found = counts(name, gold, predicted, ("target",))
        assert found == counts(name, gold[::-1], predicted[::-1], ("target",))
        tp, fp, fn = counts(name, predicted, gold, ("target",))
        assert found == (tp, fn, fp)
        if name in ("exact", "boundary", "overlap", "tuple"):
            assert (found.tp + found.fn, found.tp + found.fp) == (len(gold), len(predicted))
    tp = {n: counts(n, gold, predicted, ("target",)).tp for n in ("exact", "boundary", "overlap")}
    assert tp["exact"] <= min(tp["boundary"], tp["overlap"])
    assert tp["overlap"] == _most(gold, predicted)
    sides = ([(s.start, s.end, s.label) for s in side] for side in (gold, predicted))
    assert f1("overlap", gold, predicted) == span_f1(*sides, mode="overlap").value


def _most(gold: list[PredictedSpan], predicted: list[PredictedSpan]) -> int:
    """The greatest number of pairs, by trying every order."""
    few, many = sorted((gold, predicted), key=len)
    return max(
        sum(_fit(a, b) for a, b in zip(few, order, strict=True))
        for order in permutations(many, len(few))
    )


def _fit(a: PredictedSpan, b: PredictedSpan) -> bool:
    return a.label == b.label and a.start < b.end and b.start < a.end


@given(spans)
@settings(max_examples=60, deadline=None)
def test_gold_against_itself_is_1(gold: Any):
    for name in ("exact", "boundary", "overlap", "tuple", "outermost", "nested"):
        found = counts(name, gold, gold, ("target",))
        assert (found.fp, found.fn) == (0, 0), name


@given(spans, spans)
@settings(max_examples=60, deadline=None)
def test_one_more_right_span_never_lowers_the_exact_score(gold: Any, predicted: Any):
    before = f1("exact", gold, predicted) or 0.0
    for right in gold:
        new = [*predicted, right]
        if counts("exact", gold, new).tp > counts("exact", gold, predicted).tp:
            assert (f1("exact", gold, new) or 0.0) >= before
