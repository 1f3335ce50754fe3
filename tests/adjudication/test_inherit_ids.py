"""Ids of decisions: kept for what is the same thing, minted for what is new, retired for ever."""

import hashlib
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.adjudication.inherit_ids import inherit_ids
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer
from sample_records import LAYER, decision

PLACES = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 6), st.sampled_from(["person", "place"])),
    max_size=6,
    unique=True,
)


def drafted(places: list[tuple[int, int, str]]) -> list[AdjudicatedDecision]:
    return [
        decision(start, start + length, label, candidates=[f"a{n}"])
        for n, (start, length, label) in enumerate(places)
    ]


def first(*drafts: AdjudicatedDecision) -> AdjudicatedLayer:
    """The drafts as the first decisions of their layer."""
    return inherit_ids(LAYER, AdjudicatedLayer(decisions=[]), drafts)


def heir(*old: AdjudicatedDecision, new: AdjudicatedDecision) -> int | None:
    """Which of the old decisions, counted from 0, gives its id to the new one."""
    former = AdjudicatedLayer(
        decisions=[d.model_copy(update={"uid": f"n{n}"}) for n, d in enumerate(old)]
    )
    layer = inherit_ids(LAYER, former, [new])
    (uid,) = [d.uid for d in layer.decisions]
    known = [d.uid for d in former.decisions]
    assert layer.retired == [name for name in known if name != uid]
    return known.index(uid) if uid in known else None


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(histories=st.lists(PLACES, min_size=1, max_size=4), seed=st.integers(0, 9))
def test_ids_are_unique_kept_and_never_given_again(histories: list[Any], seed: int):
    layer = AdjudicatedLayer(decisions=[])
    ever: set[str] = set()
    for places in histories:
        drafts = drafted(places)
        before = layer
        layer = inherit_ids(LAYER, before, drafts)
        shuffled = random.Random(seed).sample(drafts, len(drafts))
        assert inherit_ids(LAYER, before, shuffled) == layer
        uids = [d.uid for d in layer.decisions]
        assert len(set(uids)) == len(uids)
        assert not set(uids) & set(layer.retired)
        assert {d.uid for d in before.decisions} <= set(uids) | set(layer.retired)
        new = set(uids) - {d.uid for d in before.decisions}
        assert not new & ever
        ever |= set(uids)
    assert inherit_ids(LAYER, layer, drafted(histories[-1])) == layer
    assert inherit_ids(LAYER, layer, layer.decisions) == layer


def test_a_moved_border_keeps_the_id():
    first = inherit_ids(LAYER, AdjudicatedLayer(decisions=[]), drafted([(3, 5, "place")]))
    moved = inherit_ids(LAYER, first, drafted([(1, 7, "place")]))
    assert moved.decisions[0].uid == first.decisions[0].uid
    other = inherit_ids(LAYER, moved, drafted([(20, 4, "place")]))
    assert other.retired == [first.decisions[0].uid]


NEW = decision(0, 10)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (decision(0, 10), decision(0, 10, "person")),
        (decision(0, 10, "person"), decision(0, 9)),
        (decision(9, 30), decision(0, 9, "person")),
        (decision(0, 9), decision(0, 8)),
        (decision(1, 10, "person"), decision(0, 8, "person")),
    ],
    ids=["identity", "range", "identity elsewhere", "overlap", "overlap of others"],
)
def test_the_better_rank_inherits(better: AdjudicatedDecision, worse: AdjudicatedDecision):
    assert heir(better, worse, new=NEW) == 0
    assert heir(worse, better, new=NEW) == 1
    assert heir(worse, new=NEW) == 0


@pytest.mark.parametrize(
    ("old", "inherits"),
    [
        (decision(9, 30), True),
        (decision(10, 20), False),
        (decision(0, 5, "person"), True),
        (decision(0, 4, "person"), False),
        (decision(0, 10, doc_id="two"), False),
    ],
)
def test_something_must_be_shared(old: AdjudicatedDecision, inherits: bool):
    assert heir(old, new=NEW) == (0 if inherits else None)


def test_of_two_that_overlap_as_much_the_earlier_gives_its_id():
    assert heir(decision(10, 20), decision(0, 10), new=decision(5, 15)) == 1


def test_an_id_goes_to_one_decision_alone():
    old = first(decision(0, 10), decision(0, 12))
    new = inherit_ids(LAYER, old, [decision(2, 12), decision(0, 12)])
    uids = {(d.start, d.end): d.uid for d in old.decisions}
    assert {(d.start, d.end): d.uid for d in new.decisions} == {
        (0, 12): uids[0, 12],
        (2, 12): uids[0, 10],
    }
    both = inherit_ids(LAYER, first(NEW), [NEW, decision(1, 10)])
    assert [d.uid == first(NEW).decisions[0].uid for d in both.decisions] == [True, False]


def test_what_the_schema_calls_identity_decides():
    layer = LAYER.model_copy(update={"identity": ("holders",)})
    holders = [["ann"], ["ann", "rome"], []]
    old = inherit_ids(
        layer,
        AdjudicatedLayer(decisions=[]),
        [decision(0, 10, attributes={"holders": h}) for h in holders],
    )
    for said in old.decisions:
        again = inherit_ids(layer, old, [said.model_copy(update={"uid": "", "label": "person"})])
        assert [d.uid for d in again.decisions] == [said.uid]


def test_places_are_those_of_the_raw_text():
    old = decision(0, 10)
    assert heir(old, new=decision(50, 60, raw_start=0, raw_end=10)) == 0
    assert heir(old, new=decision(0, 10, raw_start=50, raw_end=60)) is None


def test_a_new_id_is_the_contracts_hash():
    digests = [
        hashlib.sha256(f'["names","one",3,8,{n}]'.encode()).hexdigest()[:12] for n in range(3)
    ]
    layer = first(decision(3, 8), decision(3, 8, "person"))
    assert [d.uid for d in layer.decisions] == [f"n{digest}" for digest in digests[:2]]
    gone = inherit_ids(LAYER, layer, [])
    assert (gone.decisions, gone.retired) == ([], sorted(d.uid for d in layer.decisions))
    back = inherit_ids(LAYER, gone, [decision(3, 8)])
    assert [d.uid for d in back.decisions] == [f"n{digests[2]}"]
    assert back.retired == gone.retired


def test_a_block_keeps_its_id_by_its_place_and_a_document_value_by_what_it_answers():
    block = decision(0, 10, "money", kind="block")
    assert heir(block, new=decision(0, 10, "people", kind="block")) == 0
    assert heir(block, new=decision(0, 9, "money", kind="block")) is None
    assert heir(block, new=decision(0, 10, "money")) is None
    tone = decision(None, None, "warm", kind="document", attributes={"attribute": "tone"})
    other = {"attributes": {"attribute": "pace"}}
    assert heir(tone, new=tone.model_copy(update={"label": "cold"})) == 0
    assert heir(tone, new=tone.model_copy(update=other)) is None
    assert len({d.uid for d in first(tone, tone.model_copy(update=other)).decisions}) == 2


def test_decisions_are_listed_by_their_place():
    drafts = [decision(5, 9), decision(0, 3, doc_id="two"), decision(0, 3), decision(0, 2)]
    found = [(d.doc_id, d.start, d.end) for d in first(*drafts).decisions]
    assert found == [("one", 0, 2), ("one", 0, 3), ("one", 5, 9), ("two", 0, 3)]
