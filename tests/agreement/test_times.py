"""Units that are given once with a number are units that are given that often."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.agreement import alpha, alpha_interval, cohen_kappa, gwet_ac1, unitizing_alpha
from communique.agreement.bootstrap import Patterns, pattern_interval
from communique.agreement.unitizing import UnitizingSums

VALUE = st.sampled_from(["a", "b", "c", None])
ROWS = st.lists(st.tuples(st.tuples(VALUE, VALUE, VALUE), st.integers(1, 4)), max_size=8)
SPANS = st.lists(st.tuples(st.integers(0, 8), st.integers(1, 4), st.sampled_from("xy")), max_size=3)


@given(ROWS)
def test_measures_of_counted_units(rows: list[tuple[tuple[str | None, ...], int]]):
    units, times = [u for u, _ in rows], [n for _, n in rows]
    repeated = [unit for unit, n in rows for _ in range(n)]
    for metric, order in (("nominal", None), ("ordinal", ("a", "b", "c"))):
        found, wanted = alpha(units, metric, order, times=times), alpha(repeated, metric, order)
        assert (found.value, found.reason) == (wanted.value, wanted.reason)
    for measure in (cohen_kappa, gwet_ac1):
        found = measure([u[0] for u in units], [u[1] for u in units], times=times)
        wanted = measure([u[0] for u in repeated], [u[1] for u in repeated])
        assert (found.value, found.reason) == (wanted.value, wanted.reason)


@given(ROWS, st.booleans())
@settings(max_examples=25, deadline=None)
def test_intervals_of_patterns(rows: list[tuple[tuple[str | None, ...], int]], by_document: bool):
    repeated = [unit for unit, n in rows for _ in range(n)]
    number = {unit: n for n, unit in enumerate(dict.fromkeys(repeated))}
    documents = [n // 2 for n in range(len(repeated))] if by_document else None
    for metric, order in (("nominal", None), ("ordinal", ("a", "b", "c"))):
        units = Patterns(
            list(number),
            np.array([number[u] for u in repeated], np.int32),
            None if documents is None else np.array(documents, np.int32),
        )
        found = pattern_interval(units, metric, order=order, rounds=50)
        assert found == alpha_interval(repeated, metric, documents, order=order, rounds=50)


@given(st.lists(st.tuples(SPANS, SPANS), min_size=1, max_size=4))
def test_a_continuum_of_parts(parts: list[tuple[list[tuple[int, int, str]], ...]]):
    length = 13
    sums, whole = UnitizingSums(2), [[], []]
    for n, part in enumerate(parts):
        spans = [[(s, s + size, label) for s, size, label in own] for own in part]
        sums.add(spans, length)
        for own, listed in zip(spans, whole, strict=True):
            listed += [(s + n * length, e + n * length, label) for s, e, label in own]
    found, wanted = sums.coefficient(), unitizing_alpha(whole, length * len(parts))
    assert (found.value, found.reason) == (wanted.value, wanted.reason)
