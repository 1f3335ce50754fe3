"""What must hold of every measure, whatever the data."""

import random
from collections.abc import Callable
from functools import partial
from itertools import pairwise, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.agreement import (
    Coefficient,
    alpha,
    alpha_interval,
    boundary_table,
    cohen_kappa,
    dawid_skene,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    scott_pi,
    span_f1,
    unitizing_alpha,
)
from communique.agreement.alpha import contributions
from communique.agreement.span_scores import Mode, match_spans

VALUES = st.sampled_from([None, "a", "b", "c", "nan"])
UNITS = st.integers(2, 4).flatmap(
    lambda m: st.lists(st.lists(VALUES, min_size=m, max_size=m), max_size=12)
)
PAIRED = (cohen_kappa, scott_pi, gwet_ac1, partial(gwet_ac2, weights=None))
LENGTH = 40


@st.composite
def apart(draw: Any) -> list[tuple[int, int, str]]:
    """Spans of one annotator that do not overlap."""
    cuts = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=8)))
    spans = list(pairwise(cuts))
    kept = draw(st.lists(st.booleans(), min_size=len(spans), max_size=len(spans)))
    labels = st.sampled_from("xyz")
    return [(s, e, draw(labels)) for (s, e), keep in zip(spans, kept, strict=True) if keep]


SPANS = st.tuples(st.integers(0, 20), st.integers(1, 8), st.sampled_from("xy")).map(
    lambda t: (t[0], t[0] + t[1], t[2])
)


@given(units=UNITS, seed=st.integers(0, 99))
def test_no_order_of_rows_or_annotators_changes_a_digit(units: list[list[Any]], seed: int):
    rng = random.Random(seed)
    mixed = rng.sample(units, len(units))
    order = rng.sample(range(len(units[0])), len(units[0])) if units else []
    mixed = [[unit[i] for i in order] for unit in mixed]
    for metric in ("nominal", lambda a, b: float(a != b)):
        one, other = alpha(units, metric), alpha(mixed, metric)
        assert (one.value, one.reason) == (other.value, other.reason)


@given(units=UNITS)
def test_a_value_is_a_number_or_has_a_reason(units: list[list[Any]]):
    a, b = [u[0] for u in units], [u[1] for u in units]
    found = [alpha(units), dawid_skene(units), *(measure(a, b) for measure in PAIRED)]
    counts = [[u.count(v) for v in "abc"] for u in units]
    for coefficient in (*found, fleiss_kappa(counts)):
        assert (coefficient.value is None) == (coefficient.reason is not None)
        if coefficient.value is not None and coefficient.name != "dawid_skene":
            assert coefficient.value <= 1


@given(values=st.lists(st.sampled_from("abc"), min_size=2))
def test_identical_passes_agree_wholly_unless_nothing_varies(values: list[str]):
    expected = (1, None) if len(set(values)) > 1 else (None, "no_variation")
    found = alpha([(v, v, v) for v in values])
    assert (found.value, found.reason) == expected
    for measure in PAIRED:
        same = measure(values, values)
        assert (same.value and round(same.value, 12), same.reason) == expected


@given(values=st.lists(st.lists(st.sampled_from("abc"), min_size=3, max_size=3), min_size=2))
def test_alpha_of_unit_length_spans_is_nominal_alpha(values: list[list[str]]):
    spans = [[(i, i + 1, unit[k]) for i, unit in enumerate(values)] for k in range(3)]
    unitized, coded = unitizing_alpha(spans, len(values)), alpha(values)
    assert unitized.value == pytest.approx(coded.value)
    assert unitized.reason == coded.reason


@given(passes=st.lists(apart(), min_size=2, max_size=4))
def test_unitizing_hangs_on_no_order(passes: list[list[tuple[int, int, str]]]):
    found = unitizing_alpha(passes, LENGTH)
    turned = unitizing_alpha([list(reversed(spans)) for spans in reversed(passes)], LENGTH)
    assert (found.value, found.reason) == (turned.value, turned.reason)
    for name in ("binary", "coding"):
        assert (name in found.ingredients) == (found.value is not None)
        inner = found.ingredients.get(name, found)
        assert (inner.value is None) == (inner.reason is not None)


@given(spans=apart())
def test_unitizing_of_identical_passes_is_one_unless_all_is_alike(
    spans: list[tuple[int, int, str]],
):
    values = {label for _, _, label in spans}
    gaps = sum(end - start for start, end, _ in spans) < LENGTH
    same = unitizing_alpha([spans] * 3, LENGTH)
    reason = "no_variation" if values else "too_few_units"
    expected = (1, None) if len(values) + gaps > 1 else (None, reason)
    assert (same.value and round(same.value, 12), same.reason) == expected


@given(gold=st.lists(SPANS, max_size=5), predicted=st.lists(SPANS, max_size=5))
def test_overlap_takes_the_most_pairs(gold: list[Any], predicted: list[Any]):
    def overlap(a: Any, b: Any) -> bool:
        return a[2] == b[2] and a[0] < b[1] and b[0] < a[1]

    longer, shorter = sorted((gold, predicted), key=len, reverse=True)
    best = max(
        sum(overlap(a, b) for a, b in zip(chosen, shorter, strict=True))
        for chosen in permutations(longer, len(shorter))
    )
    found = span_f1(gold, predicted, "overlap")
    assert found.ingredients["matched"] == best
    assert sum(boundary_table(gold, predicted).values()) == best
    turned = span_f1(predicted[::-1], gold[::-1], "overlap")
    assert (turned.value, turned.ingredients["matched"]) == (found.value, best)


def test_span_modes_ask_for_different_things():
    gold = [(0, 5, "x"), (0, 3, "y"), (6, 9, "x")]
    predicted = [(0, 5, "x"), (0, 3, "z"), (8, 12, "x")]
    values = {
        mode: span_f1(gold, predicted, mode).value for mode in ("exact", "boundary", "overlap")
    }
    assert values == {"exact": 1 / 3, "boundary": 2 / 3, "overlap": 2 / 3}
    assert boundary_table(gold, predicted) == {(0, 0): 1, (2, 3): 1}
    assert span_f1([(0, 5, "x")], [(5, 9, "x")], "overlap").value == 0  # ends are no part
    assert span_f1([], []).reason == "too_few_units"
    with pytest.raises(ValueError, match="unknown mode"):
        span_f1([], [], "fuzzy")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("measure", "reason"),
    [
        (lambda: alpha([]), "too_few_units"),
        (lambda: alpha([["a"], ["b"]]), "one_annotator"),
        (lambda: alpha([["a", None], ["b", None]]), "one_annotator"),
        (lambda: alpha([["a", None], [None, "b"]]), "not_pairable"),
        (lambda: alpha([["a", "b"], [None, "b"]]), "too_few_units"),
        (lambda: alpha([["a", "a"], ["a", "a"]]), "no_variation"),
        (lambda: cohen_kappa(["a", None], [None, "a"]), "too_few_units"),
        (lambda: fleiss_kappa([[1, 0]]), "too_few_units"),
        (lambda: dawid_skene([["a", "a"]]), "no_variation"),
        (lambda: unitizing_alpha([[(0, 1, "a")]], 5), "one_annotator"),
        (lambda: unitizing_alpha([[], []], 5), "too_few_units"),
        (lambda: unitizing_alpha([[(0, 3, "a"), (2, 4, "b")], []], 5), "overlapping_units"),
        (lambda: unitizing_alpha([[(0, 5, "a")], [(0, 5, "a")]], 5), "no_variation"),
    ],
)
def test_degenerate_data_have_a_reason(measure: Callable[[], Coefficient], reason: str):
    found = measure()
    assert (found.value, found.reason) == (None, reason)
    with pytest.raises(ValueError, match=reason):
        float(found)


def test_the_label_nan_is_a_label_and_nan_is_a_missing_value():
    found = alpha([["nan", "nan"], ["a", "a"], ["a", "nan"]])
    assert found.value is not None
    assert found.ingredients["values"] == ("a", "nan")
    with_nan = alpha([[float("nan"), 1.0], [1.0, 2.0], [2, 2]], "interval")
    assert with_nan.value == alpha([[None, 1.0], [1.0, 2.0], [2, 2]], "interval").value
    assert with_nan.ingredients["n"] == 4


def test_sets_meet_whatever_their_order():
    units = [[("us", "jp"), {"jp", "us"}], [["us"], ("us", "kr")], [set(), {"us"}]]
    turned = [[b, a] for a, b in reversed(units)]
    assert alpha(units, "masi").value == alpha(turned, "masi").value
    assert alpha(units, "masi").value != alpha(units, "jaccard").value


def test_ordinal_goes_by_the_order_given():
    units = [["low", "low"], ["mid", "high"], ["high", "high"], ["low", "mid"]]
    by_name = alpha(units, "ordinal", ["high", "low", "mid"]).value
    by_order = alpha(units, "ordinal", ["low", "mid", "high"]).value
    assert by_name != by_order
    with pytest.raises(ValueError, match="not in `order`"):
        alpha(units, "ordinal", ["low", "mid"])
    a, b = [u[0] for u in units], [u[1] for u in units]
    by_order = cohen_kappa(a, b, "linear", ["low", "mid", "high"]).value
    assert by_order != cohen_kappa(a, b, "linear", ["high", "low", "mid"]).value


def test_a_tie_of_dawid_and_skene_is_no_decision():
    found = dawid_skene([["a", "b"], ["b", "a"]])
    assert found.ingredients["decisions"] == [None, None]


def test_an_interval_by_document_is_wider_and_says_that_documents_are_few():
    rng = random.Random(7)
    units, groups = [], []
    for document in range(6):
        noisy = document % 2
        for _ in range(30):
            value = rng.choice("ab")
            other = rng.choice("ab") if noisy else value
            units.append([value, other])
            groups.append(document)
    by_unit = alpha_interval(units, rounds=300)
    by_document = alpha_interval(units, documents=groups, rounds=300)
    assert by_unit.low < float(alpha(units)) < by_unit.high
    assert by_document.high - by_document.low > by_unit.high - by_unit.low
    assert (by_document.descriptive, by_unit.descriptive) == (True, False)
    assert by_document == alpha_interval(units, documents=groups, rounds=300)
    assert alpha_interval([["a", "a"]], rounds=10).low is None


def test_the_scale_of_ordinal_values_counts_in_their_interval():
    rng = random.Random(3)
    order = ["low", "mid", "high"]
    near = {"low": "mid", "mid": "high", "high": "mid"}
    first = [rng.choice(order) for _ in range(60)]
    units = [[v, near[v] if rng.random() < 0.3 else v] for v in first]
    ordinal = alpha_interval(units, "ordinal", order=order, rounds=200)
    assert ordinal.low < alpha(units, "ordinal", order).value < ordinal.high
    assert ordinal.low > alpha_interval(units, rounds=200).low
    assert ordinal == alpha_interval(units, "ordinal", order=order, rounds=200)
    assert ordinal != alpha_interval(units, "ordinal", order=sorted(order), rounds=200)


def test_a_sample_of_everything_once_has_the_alpha_itself():
    units = [[{"a"}, {"a", "b"}, None], [{"b"}, {"b"}, {"a"}], [None, None, {"a"}]]
    within, counts, distance = contributions(units, "masi")
    n = counts.sum()
    totals = counts.sum(axis=0)
    expected = totals @ distance @ totals / (n * (n - 1))
    assert 1 - within.sum() / n / expected == pytest.approx(float(alpha(units, "masi")))


@given(gold=st.lists(SPANS, max_size=8), predicted=st.lists(SPANS, max_size=8))
def test_one_comparison_counts_what_every_mode_counts(gold: list[Any], predicted: list[Any]):
    found = match_spans(gold, predicted)
    modes: tuple[Mode, ...] = ("exact", "boundary", "overlap")
    one_by_one = {m: span_f1(gold, predicted, m).ingredients["matched"] for m in modes}
    assert found.matched == one_by_one
    assert found.borders == boundary_table(gold, predicted)
    assert match_spans(gold, gold).matched == dict.fromkeys(modes, len(gold))
