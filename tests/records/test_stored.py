"""Records and decisions that are kept in a compact form are the same when they are read."""

from pathlib import Path

import pytest

from communique.records.decision import (
    AdjudicatedDecision,
    AdjudicatedLayer,
    MalformedDecisionsError,
    Vote,
    read_decisions,
)
from communique.records.stored_decisions import StoredDecisions
from communique.records.stored_records import StoredRecords
from communique.util.spool import Spool
from communique.workflow.decision_file import DecisionFile
from sample_records import record

RECORDS = [
    record("ann-1"),
    record("ann-2", reading="literal", region="r1"),
    record("ann-1", start=None, kind="document", doc_id="two", attributes={"of": ("a", "b")}),
    record("ann-1", doc_id="three", stated=("former", {"of": ("a",)}), text="\ud83d 😀"),
    record("ann-3", doc_id="one"),
]


def test_records_come_back_in_their_order(tmp_path: Path):
    for most in (10, 1_000_000):  # in a file, and in memory
        stored = StoredRecords(Spool(most))
        for one in RECORDS:
            stored.add(one)
        stored.close()
        assert list(stored) == RECORDS
        assert len(stored) == 5
        assert stored.of_document("one") == [RECORDS[0], RECORDS[1], RECORDS[4]]
        assert list(stored.only(["two", "none", "one"])) == [RECORDS[2], *stored.of_document("one")]


def decision(number: int, doc_id: str) -> AdjudicatedDecision:
    return AdjudicatedDecision(
        uid=f"n{number}",
        doc_id=doc_id,
        candidates=[f"a{number}"],
        votes=[Vote(label="place", count=number), Vote(label="absent", count=1)],
        outcome="kept",
        start=3,
        end=9,
        raw_start=4,
        raw_end=10,
        label="place",
        attributes={"note": 'a "quote"\n },\n {\n'},
        decision="majority",
        reason="label",
        by="judge",
        at=None,
    )


LAYER = AdjudicatedLayer(
    decisions=[decision(n, d) for n, d in enumerate(["one", "one", "three", "two"])],
    retired=["n9", "n8"],
)


def written(path: Path, layer: AdjudicatedLayer = LAYER) -> Path:
    DecisionFile(path).write(layer)
    return path


def test_decisions_come_back_document_by_document(tmp_path: Path):
    stored = StoredDecisions.read(written(tmp_path / "names.json"))
    assert stored.whole() == LAYER == StoredDecisions.of(LAYER).whole()
    assert stored.of_document("one") == LAYER.decisions[:2]
    assert stored.only(["two"]).whole().decisions == LAYER.decisions[3:]
    order = ["three", "one", "two"]
    by_document = {"one": LAYER.decisions[:2], "three": [LAYER.decisions[2]]}
    by_document["two"] = [LAYER.decisions[3]]
    found = stored.only(order).whole().decisions
    assert found == [d for doc_id in order for d in by_document[doc_id]]
    assert stored.most_votes == {"one": 2, "three": 3, "two": 4}
    assert stored.of_document("four") == []


def test_the_written_layout_is_read_part_by_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = written(tmp_path / "names.json")
    monkeypatch.setattr("communique.records.stored_decisions._AT_ONCE", 7)
    monkeypatch.setattr("communique.records.stored_decisions.read_decisions", None)
    assert StoredDecisions.read(path).whole() == LAYER


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"n1"', '"n0"'),
        ('"n1"', '"n9"'),
        ('"kept"', '"keep"'),
        ('"count": 1', '"count": "1"'),
        ('"raw_end": 10,', '"raw_end": 10, "more": 1,'),
        ('"retired"', '"retire"'),
        ("\n  },\n  {", "\n  }\n  {"),
        ("\n ],", "\n ]"),
    ],
)
def test_a_fault_is_named_as_if_the_file_was_read_at_once(tmp_path: Path, before: str, after: str):
    path = written(tmp_path / "names.json")
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after, 1))
    with pytest.raises(MalformedDecisionsError) as wanted:
        read_decisions(path)
    with pytest.raises(MalformedDecisionsError) as found:
        StoredDecisions.read(path)
    assert str(found.value) == str(wanted.value)


def test_another_layout_is_read_too(tmp_path: Path):
    path = tmp_path / "names.json"
    path.write_text(LAYER.model_dump_json())
    assert StoredDecisions.read(path).whole() == LAYER
    empty = AdjudicatedLayer(decisions=[])
    assert StoredDecisions.read(written(path, empty)).whole() == empty
