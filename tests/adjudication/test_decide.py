"""Items to decisions: what is taken over, what stands, what is open again."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.adjudication.decide import Outcome, decide
from communique.adjudication.decisions import AdjudicatorDecision
from communique.records import Record
from communique.records.decision import AdjudicatedLayer
from communique.records.items import ComparedItem, item_key
from sample_records import LAYER, VOTERS, item, record

NOTHING = AdjudicatedLayer(decisions=[])
ALIKE = item(*(record(who, start=1, annotation_id=f"b-{who}") for who in VOTERS), unanimous=True)
SPLIT = item(record("ann-1"), record("ann-2"), record("ann-3", "person"))
TIMES = {"ann-1": "2026-01-01", "ann-2": "2026-01-09", "ann-3": "2026-01-05"}
Missed = tuple[Record, Sequence[str], AdjudicatorDecision]


def word(label: str, at: str = "2026-02-01", by: str = "judge") -> AdjudicatorDecision:
    return AdjudicatorDecision(record("judge", label), by, at)


def run(
    *items: ComparedItem,
    former: AdjudicatedLayer = NOTHING,
    said: AdjudicatorDecision | None = None,
    missed: Sequence[Missed] = (),
) -> Outcome:
    """The outcome with an adjudicator's word on the split item."""
    rulings = {item_key(SPLIT): said} if said else {}
    return decide(LAYER, items, former, rulings, missed, lambda r: TIMES.get(r.annotator))


def test_what_is_unanimous_is_taken_over_at_the_time_of_the_last_vote():
    found = run(ALIKE, SPLIT)
    (decision,) = found.layer.decisions
    assert (decision.decision, decision.at) == ("unanimous", "2026-01-09")
    assert (found.open, found.reopened) == ((SPLIT,), 0)


def test_an_adjudicators_word_settles_an_item():
    found = run(SPLIT, said=word("person"))
    assert [(d.label, d.by) for d in found.layer.decisions] == [("person", "judge")]
    assert (found.open, found.reopened) == ((), 0)


def test_a_former_decision_stands_as_it_is_while_the_votes_do():
    former = run(SPLIT, said=word("person")).layer
    assert run(SPLIT, former=former).layer == former
    reversed_ = item(*SPLIT.records[::-1])
    assert run(reversed_, former=former).layer == former
    (decision,) = former.decisions
    turned = decision.model_copy(update={"candidates": decision.candidates[::-1]})
    assert run(SPLIT, former=AdjudicatedLayer(decisions=[turned])).layer.decisions == [turned]


@pytest.mark.parametrize(
    ("at", "label"),
    [("2026-01-31", "person"), ("2026-02-01", "person"), ("2026-02-02", "place")],
)
def test_a_former_decision_yields_to_a_newer_word_alone(at: str, label: str):
    former = run(SPLIT, said=word("person")).layer
    (decision,) = run(SPLIT, former=former, said=word("place", at)).layer.decisions
    assert decision.label == label
    assert decision.uid == former.decisions[0].uid


def test_an_item_whose_votes_changed_is_open_again():
    former = run(SPLIT, said=word("person")).layer
    changed = item(record("ann-1", "person"), *SPLIT.records[1:])
    found = run(changed, former=former)
    assert (found.open, found.reopened) == ((changed,), 1)
    assert found.layer.decisions == []
    assert found.layer.retired == [former.decisions[0].uid]


def test_what_was_unanimous_and_is_not_any_more_is_open():
    former = run(item(*SPLIT.records, unanimous=True)).layer
    found = run(SPLIT, former=former)
    assert (found.open, found.reopened) == ((SPLIT,), 1)


def test_what_is_unanimous_now_needs_no_word():
    former = run(SPLIT, said=word("person")).layer
    now = item(*(record(who) for who in VOTERS), unanimous=True)
    (decision,) = run(now, former=former, said=word("person")).layer.decisions
    assert (decision.decision, decision.label, decision.by) == ("unanimous", "place", None)
    assert decision.uid == former.decisions[0].uid


def test_spans_that_an_adjudicator_added_are_decisions():
    extra = record("judge", start=0, end=1, raw_start=40, raw_end=41)
    found = run(ALIKE, missed=[(extra, VOTERS, word("place"))])
    assert [(d.decision, d.reason) for d in found.layer.decisions] == [
        ("adjudicated", "missed"),
        ("unanimous", None),
    ]


@given(st.permutations([ALIKE, SPLIT]), st.permutations(SPLIT.records), st.booleans())
def test_nothing_hangs_on_the_order_of_items_or_records(items: Any, records: Any, judged: bool):
    said = word("person") if judged else None
    turned = [item(*records) if i is SPLIT else i for i in items]
    found, wanted = run(*turned, said=said), run(ALIKE, SPLIT, said=said)
    plain = [
        d.model_copy(update={"candidates": sorted(d.candidates)}) for d in found.layer.decisions
    ]
    assert plain == wanted.layer.decisions
    assert {item_key(i) for i in found.open} == {item_key(i) for i in wanted.open}
