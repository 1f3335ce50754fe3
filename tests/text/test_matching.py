"""Which spans are the same thing: ranks, and that no order of the input matters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.text import matching
from communique.text.matching import Span, cluster, match, rank


def span(start: int, end: int, label: str = "A", owner: str = "x") -> Span:
    return Span(start, end, label, label, f"{owner}{start}-{end}{label}", owner)


@pytest.mark.parametrize(
    ("other", "wanted"),
    [
        (span(0, 10), 1),
        (span(0, 10, "B"), 2),
        (span(9, 30), 3),
        (span(0, 6, "B"), 4),
        (span(5, 10, "B"), 4),
        (span(0, 4, "B"), None),
        (span(10, 20), None),
    ],
)
def test_ranks(other: Span, wanted: int | None):
    assert rank(span(0, 10), other) == wanted == rank(other, span(0, 10))


def test_the_better_pair_is_taken_first():
    a, b = span(0, 10), span(0, 12)
    one, two = span(0, 12, owner="y"), span(2, 12, owner="y")
    assert match([a, b], [one, two]) == [(b, one), (a, two)]


def test_a_cluster_has_one_span_of_each():
    spans = [span(0, 5, owner="x"), span(0, 5, owner="y"), span(1, 5, owner="z"), span(9, 12)]
    doubled = span(0, 6, owner="y")
    groups = cluster([*spans, doubled])
    assert [len(g) for g in groups] == [3, 1, 1]
    assert sorted(s.owner for s in groups[0]) == ["x", "y", "z"]


SPANS = st.lists(
    st.builds(
        lambda start, length, label, owner: span(start, start + length, label, owner),
        st.integers(0, 30),
        st.integers(1, 10),
        st.sampled_from("AB"),
        st.sampled_from("xyz"),
    ),
    max_size=12,
    unique=True,
)


@given(SPANS, st.randoms())
def test_clusters_hold_everything_once_in_any_order(spans, chance):
    groups = cluster(spans)
    assert sorted(s.key for g in groups for s in g) == sorted(s.key for s in spans)
    assert all(len({s.owner for s in g}) == len(g) for g in groups)
    shuffled = list(spans)
    chance.shuffle(shuffled)
    assert cluster(shuffled) == groups


@given(SPANS)
def test_a_set_matches_itself_exactly(spans):
    twice = [Span(s.start, s.end, s.label, s.identity, s.key, "other") for s in spans]
    found = match(spans, twice)
    assert len(found) == len(spans)
    assert all((a.start, a.end) == (b.start, b.end) for a, b in found)


@given(
    st.lists(
        st.builds(
            span,
            st.integers(0, 6),
            st.integers(7, 9) | st.integers(0, 8),
            st.sampled_from("AB"),
            st.sampled_from("xyz"),
        ),
        max_size=8,
        unique_by=lambda s: s.key,
    )
)
def test_groups_that_are_plain_to_see_are_those_of_the_ranking(spans: list[Span]):
    spans = [s for s in spans if s.start <= s.end]
    wanted = sorted(matching._clustered(spans), key=lambda g: matching._place(g[0]))
    assert cluster(spans) == wanted
