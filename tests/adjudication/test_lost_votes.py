"""Votes that decisions were made on and that no export holds any more."""

import pytest

import mini
from communique.adjudication.lost_votes import VotingPasses, lost_votes
from communique.records import PassStatus, Status
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer, Vote
from communique.records.stored_decisions import StoredDecisions
from communique.records.stored_records import StoredRecords
from communique.schema import Annotator
from sample_records import record

SCHEMA = mini.load_schema_text()


def decided(*counts: int) -> StoredDecisions:
    """One decision on document `one`, with a label for each count of votes."""
    decision = AdjudicatedDecision(
        uid="n0",
        doc_id="one",
        candidates=["a-ann-1", "a-ann-2"],
        votes=[Vote(label=f"label-{n}", count=count) for n, count in enumerate(counts)],
        outcome="kept",
        start=3,
        end=9,
        raw_start=4,
        raw_end=10,
        label="place",
        attributes={},
        decision="majority",
        reason="label",
        by="judge",
        at=None,
    )
    return StoredDecisions.of(AdjudicatedLayer(decisions=[decision]))


def status(who: str, what: Status = "done", pass_: int = 1) -> PassStatus:
    return PassStatus("names", "one", who, pass_, what)


def passes(*found: PassStatus, roles: str = "annotator annotator annotator") -> VotingPasses:
    people = [
        Annotator(id=f"ann-{n}", type="human", role=role)  # pyright: ignore[reportArgumentType]
        for n, role in enumerate(roles.split(), start=1)
    ]
    done = [s.annotator for s in found if s.status == "done"]
    exports = {who: [StoredRecords.of([record(who)])] for who in done}
    return VotingPasses.of(people, exports, found)


@pytest.mark.parametrize(
    ("found", "roles", "is_lost"),
    [
        ([status("ann-1"), status("ann-2")], "annotator annotator annotator", False),
        ([status("ann-1")], "annotator annotator annotator", True),
        ([], "annotator annotator annotator", True),
        ([status("ann-1"), status("ann-2", "skipped")], "annotator annotator annotator", False),
        ([status("ann-1"), status("ann-2", "missing")], "annotator annotator annotator", True),
        ([status("ann-1"), status("ann-2", pass_=2)], "annotator annotator annotator", True),
        ([status("ann-1"), status("ann-2")], "annotator pilot annotator", False),
        ([status("ann-1"), status("ann-3")], "annotator annotator pilot", True),
    ],
)
def test_a_vote_is_lost_where_fewer_passes_are_left(
    found: list[PassStatus], roles: str, is_lost: bool
):
    lost = list(lost_votes("names", decided(1, 1), passes(*found, roles=roles)))
    assert bool(lost) == is_lost
    assert all(doc_id == "one" for doc_id, _ in lost)


def test_the_message_counts_votes_and_passes():
    ((_, message),) = lost_votes("names", decided(2, 1), passes(status("ann-1")))
    assert message == "3 annotators voted, but the exports hold 1 pass"
