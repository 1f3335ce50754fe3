"""Ids of decisions: kept for what is the same thing, minted for what is new, retired for ever."""

import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mini
from communique.adjudication.inherit_ids import carry
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer

LAYER = mini.load_schema_text().layer("names")
PLACES = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 6), st.sampled_from(["person", "place"])),
    max_size=6,
    unique=True,
)


def drafted(places: list[tuple[int, int, str]]) -> list[AdjudicatedDecision]:
    return [
        AdjudicatedDecision(
            uid="",
            doc_id="one",
            candidates=[f"a{n}"],
            votes=[],
            outcome="kept",
            start=start,
            end=start + length,
            raw_start=start,
            raw_end=start + length,
            label=label,
            attributes={},
            decision="unanimous",
            reason=None,
            by=None,
            at=None,
        )
        for n, (start, length, label) in enumerate(places)
    ]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(histories=st.lists(PLACES, min_size=1, max_size=4), seed=st.integers(0, 9))
def test_ids_are_unique_kept_and_never_given_again(histories: list[Any], seed: int):
    layer = AdjudicatedLayer(decisions=[])
    ever: set[str] = set()
    for places in histories:
        drafts = drafted(places)
        before = layer
        layer = carry(LAYER, before, drafts)
        shuffled = random.Random(seed).sample(drafts, len(drafts))
        assert carry(LAYER, before, shuffled) == layer
        uids = [d.uid for d in layer.decisions]
        assert len(set(uids)) == len(uids)
        assert not set(uids) & set(layer.retired)
        assert {d.uid for d in before.decisions} <= set(uids) | set(layer.retired)
        new = set(uids) - {d.uid for d in before.decisions}
        assert not new & ever
        ever |= set(uids)
    assert carry(LAYER, layer, drafted(histories[-1])) == layer


def test_a_moved_border_keeps_the_id():
    first = carry(LAYER, AdjudicatedLayer(decisions=[]), drafted([(3, 5, "place")]))
    moved = carry(LAYER, first, drafted([(1, 7, "place")]))
    assert moved.decisions[0].uid == first.decisions[0].uid
    other = carry(LAYER, moved, drafted([(20, 4, "place")]))
    assert other.retired == [first.decisions[0].uid]
