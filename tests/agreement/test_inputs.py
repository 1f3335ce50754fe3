"""Measures take lists, arrays and Series alike, and refuse what has no items or no order."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
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
    jaccard_distance,
    masi_distance,
    scott_pi,
    span_f1,
    unitizing_alpha,
)

A, B = [8, 9, 10, 11, 10, 9], [8, 10, 10, 10, 10, 8]
PAIRED: dict[str, Callable[..., Coefficient]] = {
    "cohen_kappa": cohen_kappa,
    "linear": lambda a, b: cohen_kappa(a, b, "linear"),
    "quadratic": lambda a, b: cohen_kappa(a, b, "quadratic"),
    "scott_pi": scott_pi,
    "gwet_ac1": gwet_ac1,
    "gwet_ac2": gwet_ac2,
}
OF_UNITS: dict[str, Callable[..., Coefficient]] = {
    **{m: lambda units, m=m: alpha(units, m) for m in ("nominal", "ordinal", "interval", "ratio")},
    "dawid_skene": dawid_skene,
}
FORMS: dict[str, Callable[[list[Any]], Any]] = {
    "tuple": tuple,
    "array": np.array,
    "floats": lambda values: np.array(values, dtype=np.float64),
    "small integers": lambda values: np.array(values, dtype=np.int8),
    "objects": lambda values: np.array(values, dtype=object),
    "scalars": lambda values: [np.int64(v) for v in values],
    "0-d arrays": lambda values: [np.array(v) for v in values],
    "decimals": lambda values: [Decimal(v) for v in values],
    "Series": pd.Series,
    "Series with another index": lambda values: pd.Series(values, index=range(9, 9 + len(values))),
    "nullable Series": lambda values: pd.Series(values, dtype="Int64"),
    "categorical Series": lambda values: pd.Series(values, dtype="category"),
    "Index": pd.Index,
    "pyarrow": pa.array,
    "pyarrow scalars": lambda values: list(pa.array(values)),
    "iterator": iter,
}
RATINGS = st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=12)
UNITS = st.integers(2, 4).flatmap(
    lambda m: st.lists(st.lists(st.integers(1, 12), min_size=m, max_size=m), max_size=8)
)
SPANS = [[0, 5, "x"], [6, 9, "y"]]


def alike(one: Coefficient, other: Coefficient) -> bool:
    return (one.value, one.reason) == (other.value, other.reason)


@pytest.mark.parametrize("form", FORMS)
def test_weights_follow_the_numbers_in_every_form(form: str):
    found = cohen_kappa(FORMS[form](A), FORMS[form](B), "quadratic")
    assert round(float(found), 3) == 0.727
    assert found.ingredients["labels"] == (8, 9, 10, 11)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("measure", PAIRED)
@settings(max_examples=20, deadline=None)
@given(ratings=RATINGS)
def test_a_pair_of_lists_has_one_value_in_every_form(
    measure: str, form: str, ratings: list[tuple[int, int]]
):
    a, b = [x for x, _ in ratings], [y for _, y in ratings]
    turned = PAIRED[measure](FORMS[form](a), FORMS[form](b))
    assert alike(turned, PAIRED[measure](a, b))


@pytest.mark.parametrize("measure", OF_UNITS)
@settings(max_examples=20, deadline=None)
@given(units=UNITS)
def test_units_have_one_value_in_every_form(measure: str, units: list[list[int]]):
    of = OF_UNITS[measure]
    table = np.array(units, dtype=np.int64).reshape(len(units), len(units[0]) if units else 0)
    forms = [table, table.astype(np.float64), table.tolist(), tuple(map(tuple, units))]
    forms += [[FORMS[form](unit) for unit in units] for form in FORMS]
    forms += [pd.Series([*units, None])[:-1], iter(units), list(table)]
    for form in forms:
        assert alike(of(form), of(units))


@settings(max_examples=20, deadline=None)
@given(units=UNITS)
def test_counts_and_intervals_have_one_value_in_every_form(units: list[list[int]]):
    table = np.array(units).reshape(len(units), -1 if units else 0)
    for form in (table, table.astype(float), [pd.Series(u) for u in units], pd.Series(units)):
        assert alike(fleiss_kappa(form), fleiss_kappa(units))
        assert alpha_interval(form, "interval", rounds=5) == alpha_interval(
            units, "interval", rounds=5
        )
    documents = [len(units) // 2 > i for i in range(len(units))]
    by_array = alpha_interval(table, "ordinal", np.array(documents), rounds=5)
    assert by_array == alpha_interval(units, "ordinal", documents, rounds=5)


@pytest.mark.parametrize("missing", [None, float("nan"), np.nan, pd.NA, pd.NaT, np.float32("nan")])
def test_a_missing_value_is_missing_by_every_name(missing: Any):
    rows = [[1, 2, None], [2, 2, 2], [3, None, 3], [1, 1, 1]]
    with_it = [[missing if v is None else v for v in row] for row in rows]
    for of in OF_UNITS.values():
        assert alike(of(with_it), of(rows))
        assert alike(of(np.array(with_it, dtype=object)), of(rows))
    a, b = [[row[i] for row in rows] for i in (0, 1)]
    for of_pair in PAIRED.values():
        turned = of_pair([row[0] for row in with_it], pd.Series([row[1] for row in with_it]))
        assert alike(turned, of_pair(a, b))


def test_a_masked_array_and_an_array_with_nan_leave_the_same_out():
    rows = [[1, 2], [2, 2], [3, None], [1, 1]]
    masked = np.ma.masked_array([[1, 2], [2, 2], [3, 99], [1, 1]], mask=False)
    masked[2, 1] = np.ma.masked
    assert alike(alpha(masked, "interval"), alpha(rows, "interval"))
    assert alike(alpha(np.array(rows, dtype=float), "interval"), alpha(rows, "interval"))


def test_booleans_and_strings_are_alike_in_arrays():
    a, b = [True, False, True, True], [True, False, False, True]
    for of in (cohen_kappa, scott_pi, gwet_ac1, lambda x, y: cohen_kappa(x, y, "linear")):
        assert alike(of(np.array(a), pd.Series(b, dtype="boolean")), of(a, b))
    names = [["y" if v else "n" for v in side] for side in (a, b)]
    assert alike(cohen_kappa(*map(np.array, names)), cohen_kappa(*names))
    assert alike(alpha(np.array(names).T), alpha([list(u) for u in zip(*names, strict=True)]))


def test_sets_are_alike_as_lists_tuples_and_arrays():
    sets = [[{"a"}, {"a", "b"}], [{"b"}, {"b"}], [set(), {"c"}]]
    for metric in ("masi", "jaccard"):
        for form in (list, tuple, sorted, frozenset, lambda s: np.array(sorted(s), dtype=str)):
            turned = [[form(value) for value in unit] for unit in sets]
            assert alike(alpha(turned, metric), alpha(sets, metric))
    assert masi_distance(["a"], np.array(["a", "b"])) == masi_distance({"a"}, {"a", "b"})
    assert jaccard_distance(pd.Series([1]), [1, 2]) == 0.5


def test_labels_from_json_are_repeated_labels_as_tuples_are():
    units = [[(1, 1, 2), 1], [2, 2], [(2, 2), 1], [1, 1]]
    assert alike(dawid_skene(json.loads(json.dumps(units))), dawid_skene(units))


@pytest.mark.parametrize(
    "form",
    [
        json.dumps,
        lambda spans: np.array([tuple(s) for s in spans], dtype=object),
        lambda spans: [tuple(s) for s in spans],
        lambda spans: [(np.int64(s), np.int32(e), np.str_(label)) for s, e, label in spans],
        lambda spans: [(float(s), float(e), label) for s, e, label in spans],
        lambda spans: pd.Series(spans),
        lambda spans: {tuple(s) for s in spans},
    ],
)
def test_spans_are_alike_in_every_form(form: Callable[[Any], Any]):
    other = [[0, 5, "x"], [7, 9, "y"]]
    one, two = form(SPANS), form(other)
    if isinstance(one, str):
        one, two = json.loads(one), json.loads(two)
    for mode in ("exact", "boundary", "overlap"):
        assert alike(span_f1(one, two, mode), span_f1(SPANS, other, mode))
    assert span_f1(one, two).value == 0.5
    assert boundary_table(one, two) == {(0, 0): 1, (1, 0): 1}
    expected = unitizing_alpha([SPANS, other], 12)
    assert expected.value is not None
    for passes in ([one, two], (one, two), {"a": one, "b": two}):
        assert alike(unitizing_alpha(passes, np.int64(12)), expected)


def test_the_label_of_a_span_may_be_a_list():
    spans = [[0, 2, ["x", "y"]], [3, 5, {"k"}]]
    assert span_f1(spans, [(0, 2, ("x", "y")), (3, 5, frozenset("k"))]).value == 1


FRAME = pd.DataFrame({"ann": [1, 2, 1], "bob": [1, 2, 1]})
NO_LISTS = {
    "DataFrame": FRAME,
    "dict": {"ann": [1, 2, 1], "bob": [1, 2, 1]},
    "str": "aba",
    "bytes": b"aba",
    "set": {1, 2},
    "frozenset": frozenset({1, 2}),
    "dict_keys": {"a": 1}.keys(),
    "Table": pa.table({"ann": [1, 2]}),
    "recarray": FRAME.to_records(),
    "int": 3,
    "NoneType": None,
    "ndarray": np.array(3),
}
TAKING_ONE = {
    "alpha": alpha,
    "interval": lambda x: alpha(x, "interval"),
    "alpha_interval": alpha_interval,
    "fleiss_kappa": fleiss_kappa,
    "dawid_skene": dawid_skene,
    **{f"a of {name}": lambda x, of=of: of(x, A) for name, of in PAIRED.items()},
    **{f"b of {name}": lambda x, of=of: of(A, x) for name, of in PAIRED.items()},
    "labels": lambda x: cohen_kappa(A, B, labels=x),
    "order": lambda x: alpha([[1, 2], [2, 2]], "ordinal", order=x),
    "documents": lambda x: alpha_interval([[1, 2], [2, 2]], documents=x),
}
NO_SPANS = NO_LISTS.keys() - {"set", "frozenset", "dict_keys"}  # a set of spans needs no order
TAKING_SPANS = {
    "gold": lambda x: span_f1(x, SPANS),
    "predicted": lambda x: span_f1(SPANS, x),
    "boundary_table": lambda x: boundary_table(SPANS, x),
    "spans of an annotator": lambda x: unitizing_alpha([SPANS, x], 12),
}


@pytest.mark.parametrize("kind", NO_LISTS)
@pytest.mark.parametrize("measure", TAKING_ONE)
def test_what_is_no_list_is_refused_by_the_name_of_its_type(measure: str, kind: str):
    if kind == "NoneType" and measure in ("labels", "order", "documents"):
        return  # none are given
    with pytest.raises(ValueError, match=rf"is of type {kind}; expected a list of "):
        TAKING_ONE[measure](NO_LISTS[kind])


@pytest.mark.parametrize("kind", sorted(NO_SPANS))
@pytest.mark.parametrize("measure", TAKING_SPANS)
def test_what_is_no_list_of_spans_is_refused_by_the_name_of_its_type(measure: str, kind: str):
    with pytest.raises(ValueError, match=rf"is of type {kind}; expected a list of spans"):
        TAKING_SPANS[measure](NO_LISTS[kind])


@pytest.mark.parametrize("kind", [k for k in NO_LISTS if k != "dict"])
def test_annotators_are_a_list_or_a_mapping(kind: str):
    with pytest.raises(ValueError, match=rf"is of type {kind}; expected a list of annotators"):
        unitizing_alpha(NO_LISTS[kind], 12)


@pytest.mark.parametrize("kind", NO_LISTS)
def test_a_unit_that_is_no_list_is_refused_by_its_number_and_type(kind: str):
    for measure in (alpha, alpha_interval, dawid_skene, fleiss_kappa):
        with pytest.raises(ValueError, match=rf"unit 1 is of type {kind}; expected a list of "):
            measure([[1, 2], NO_LISTS[kind]])


ORDERED = ["low", "medium", "high", "low"], ["low", "high", "high", "medium"]


@pytest.mark.parametrize(
    ("measure", "argument"),
    [
        (lambda: cohen_kappa(*ORDERED, "linear"), "labels"),
        (lambda: cohen_kappa(*ORDERED, "quadratic"), "labels"),
        (lambda: cohen_kappa(*ORDERED, [[0, 1, 2], [1, 0, 1], [2, 1, 0]]), "labels"),
        (lambda: cohen_kappa(["1", "2", "10"], ["1", "10", "10"], "linear"), "labels"),
        (lambda: cohen_kappa([1, 2, "many"], [1, 2, 2], "linear"), "labels"),
        (lambda: gwet_ac2(*ORDERED), "labels"),
        (lambda: gwet_ac2(*map(np.array, ORDERED)), "labels"),
        (lambda: alpha(np.array(ORDERED).T, "ordinal"), "order"),
        (lambda: alpha_interval(np.array(ORDERED).T, "ordinal"), "order"),
    ],
)
def test_words_have_no_order_of_their_own(measure: Callable[[], Any], argument: str):
    with pytest.raises(ValueError, match=rf"is not a number, .*: `{argument}=\[\.\.\.\]`"):
        measure()


def test_a_declared_order_of_words_is_that_of_the_numbers_that_stand_for_them():
    scale = ["low", "medium", "high"]
    numbers = [[scale.index(v) for v in side] for side in ORDERED]
    for labels in (scale, tuple(scale), np.array(scale), pd.Series(scale)):
        for weights in ("linear", "quadratic"):
            found = cohen_kappa(*ORDERED, weights, labels)
            assert alike(found, cohen_kappa(*numbers, weights))
        units, coded = (list(zip(*sides, strict=True)) for sides in (ORDERED, numbers))
        assert alike(alpha(units, "ordinal", labels), alpha(coded, "ordinal"))


@pytest.mark.parametrize(
    ("measure", "message"),
    [
        (lambda: fleiss_kappa([[2, -1], [1, 1]]), "unit 0: a count is -1; counts cannot be neg"),
        (lambda: fleiss_kappa([[2, 1.5]]), "unit 0: a count is 1.5; expected a whole number"),
        (lambda: fleiss_kappa([[2, None]]), "unit 0: a count is None; expected a whole number"),
        (lambda: fleiss_kappa([[2, "1"]]), "unit 0: a count is '1'; expected a whole number"),
        (lambda: fleiss_kappa([[2, float("inf")]]), "expected a whole number"),
        (lambda: fleiss_kappa([3, 2, 1]), "unit 0 is of type int; expected a list of counts"),
        (lambda: fleiss_kappa(np.array([3, 2])), "unit 0 is of type int; expected a list of"),
        (lambda: fleiss_kappa([[2, 1], [1, 1, 1]]), "unit 1 has 3 counts and unit 0 has 2"),
        (lambda: cohen_kappa(A, B[1:]), "a has 6 values and b has 5"),
        (lambda: scott_pi(A, []), "a has 6 values and b has 0"),
        (lambda: cohen_kappa(A, B, "cubic"), "unknown weights 'cubic'"),
        (lambda: cohen_kappa(A, B, [[0, 1], [1, 0]]), r"shape \(2, 2\); expected \(4, 4\)"),
        (lambda: cohen_kappa([1, 2], [1, 1], [[0, -1], [1, 0]]), "a weight is negative"),
        (lambda: cohen_kappa([1, 2], [1, 1], [[0, 1], [1]]), "not a matrix of numbers"),
        (lambda: cohen_kappa(A, B, labels=[8, 9]), r"values that are not in `labels`: \[10, 11\]"),
        (lambda: cohen_kappa(A, B, labels=[8, 8, 9]), "`labels` lists 8 more than once"),
        (lambda: alpha([["a", "b"]], "interval"), "metric interval: 'a' is not a finite number"),
        (lambda: alpha([[1, float("inf")]], "ratio"), "metric ratio: inf is not a finite number"),
        (lambda: alpha([[1, 2]], "Nominal"), "unknown metric 'Nominal'; expected nominal, "),
        (lambda: alpha([["ab", "a"]], "masi"), "expected a set of values, found 'ab'"),
        (lambda: alpha([[{1: 2}, {}]]), "found a value of type dict; expected a label or a number"),
        (lambda: alpha([[1, 2], [2, 2]], lambda a, b: float("nan")), "not a finite number"),
        (lambda: alpha_interval([[1, 2]], documents=["a", "b"]), "1 units and 2 documents"),
        (lambda: masi_distance("ab", "a"), "expected a set of values, found 'ab'"),
        (lambda: jaccard_distance({"a"}, None), "expected a set of values, found a missing value"),
        (lambda: span_f1([[0, 5]], []), r"gold, span 0 has 2 values; expected \(start, end, label"),
        (lambda: span_f1([], [{"start": 0}]), "predicted, span 0 is of type dict"),
        (lambda: span_f1([["0", "5", "x"]], []), "an offset is '0'; expected a whole number"),
        (lambda: span_f1([[5, 3, "x"]], []), r"\[5, 3\) is not a range of offsets"),
        (lambda: span_f1([[-1, 3, "x"]], []), r"\[-1, 3\) is not a range of offsets"),
        (lambda: span_f1([[0, 3.5, "x"]], []), "an offset is 3.5; expected a whole number"),
        (lambda: unitizing_alpha([SPANS, SPANS], 4), "not within a continuum of length 4"),
        (lambda: unitizing_alpha([SPANS, SPANS], "12"), "length is '12'; expected a whole number"),
        (lambda: unitizing_alpha([SPANS, SPANS], -1), "length is -1"),
    ],
)
def test_what_does_not_fit_is_told_plainly(measure: Callable[[], Any], message: str):
    with pytest.raises(ValueError, match=message):
        measure()


@pytest.mark.parametrize(
    "empty", [[], (), np.array([]), np.empty((0, 2)), pd.Series([], dtype=int)]
)
def test_nothing_has_a_reason_in_every_form(empty: Any):
    for measure in (alpha, fleiss_kappa, dawid_skene):
        assert measure(empty).reason == "too_few_units"
    for of_pair in PAIRED.values():
        assert of_pair(empty, empty).reason == "too_few_units"
    assert span_f1(empty, empty).reason == "too_few_units"
    assert unitizing_alpha(empty, 3).reason == "one_annotator"
    assert alpha_interval(empty).low is None
