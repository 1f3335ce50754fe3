"""What is said of two sides of an export or of a file of decisions."""

import re
from pathlib import Path
from typing import Any

import orjson
import pytest

import mini
from communique.label_studio import read_export
from communique.label_studio.conflict.decisions import compare_decisions
from communique.label_studio.conflict.differences import Differences
from communique.label_studio.conflict.explain import explain, explain_conflict
from communique.label_studio.conflict.exports import compare_exports, content
from communique.records import Record, annotation_id
from conflicts import DECIDED, FILE, OWN, PLAIN, compared, one, three, two
from voters import longer, without


@pytest.mark.parametrize("layer", ["names", "frames"])
def test_ids_are_those_that_the_reader_gives(tmp_path: Path, layer: str):
    made = one() if layer == "names" else mini.frames_task()
    root = mini.write_corpus(tmp_path, {f"{layer}/ann-1": [made]})
    schema = mini.load_schema_text()
    events = read_export(root / f"annotations/{layer}/ann-1.json", schema)
    ids = {event.annotation_id for event in events if isinstance(event, Record)}
    assert {d.id for d in compared([made], [], layer).only_ours} == ids


def test_alike_is_what_differs_in_numbers_and_order_alone():
    later = {**one(), "id": 99, "updated_at": "2026-05-05"}
    mini.annotation(later).update(id=9, lead_time=3)
    mini.annotation(later)["result"].reverse()
    assert compared([one()], [later]) == Differences()
    assert content(one()) == content(later) != content(longer(one()))


def test_regions_are_told_by_id_with_what_differs():
    ours, theirs = without(one(), "r1"), longer(without(one(), "r3"))
    label, reading = mini.rows_of(theirs, "r4")
    label["value"]["labels"], reading["value"]["choices"] = ["person"], ["literal"]
    found = compared([ours], [theirs])
    told = {d.id: d.what for d in (*found.only_ours, *found.only_theirs, *found.both)}
    at = [mini.TEXT.index(name) for name in ("Ann Lee", "Paris", "Rome")]
    last = mini.TEXT.index("Ann Lee", at[0] + 1)
    assert {d.document for d in (*found.only_ours, *found.both)} == {"one"}
    assert told == {
        annotation_id(*OWN, "r:r3"): f"entity person, holder ann+rome, offsets {last}-{last + 7}",
        annotation_id(
            *OWN, "r:r1"
        ): f"entity person, entity_id per:ann-lee, offsets {at[0]}-{at[0] + 7}",
        annotation_id(*OWN, "r:r2"): f"offsets {at[1]}-{at[1] + 5} or {at[1] - 3}-{at[1] + 5}",
        annotation_id(*OWN, "r:r4"): "entity place or person, reading metonymic or literal",
    }
    assert [len(x) for x in (found.only_ours, found.only_theirs, found.both)] == [1, 1, 2]


def test_blocks_and_document_values_have_ids_of_their_own():
    ours, theirs = mini.frames_task(), mini.frames_task()
    block, value = mini.annotation(theirs)["result"][2], mini.annotation(theirs)["result"][-1]
    block["value"]["choices"] = ["none"]
    value["value"]["choices"] = ["cold"]
    own = ("frames", "one", "ann-1", 1)
    assert {d.id: d.what for d in compared([ours], [theirs], "frames").both} == {
        annotation_id(*own, f"b:{block['id']}"): "primary people or none",
        annotation_id(*own, "d:tone"): "tone warm or cold",
    }


def test_notes_are_not_repeated():
    ours, theirs = mini.frames_task(), mini.frames_task()
    for made, note in ((ours, "their own words"), (theirs, "other words")):
        row = {"id": "n", "from_name": "note", "type": "textarea", "value": {"text": [note]}}
        mini.annotation(made)["result"].append(row)
    (found,) = compared([ours], [theirs], "frames").both
    assert found.what == "note differs"


def test_relations_belong_to_the_region_that_they_lead_from():
    link = {"type": "relation", "from_id": "r1", "to_id": "r2", "direction": "right"}
    linked = one()
    mini.annotation(linked)["result"].append(link)
    (found,) = compared([one()], [linked]).both
    assert (found.id, found.what) == (annotation_id(*OWN, "r:r1"), "relation differs")


def test_a_region_without_an_id_is_named_by_its_place():
    bare = one()
    for row in mini.rows_of(bare, "r2"):
        del row["id"]
    found = compared([bare], [without(one(), "r2")])
    start = mini.TEXT.index("Paris")
    assert [d.id for d in found.only_ours] == [f"{start}-{start + 5}"]


def test_documents_of_one_side_are_told():
    found = compared([one(), two()], [one(), three()])
    assert (found.our_documents, found.their_documents, found.both) == (("two",), ("three",), ())
    assert [d.document for d in (*found.only_ours, *found.only_theirs)] == ["two", "three"]
    waiting = {**two(), "annotations": []}
    assert compared([one(), two()], [one(), waiting]).our_documents == ("two",)
    assert compared([waiting], []).our_documents == ("two",)
    assert compared([waiting], [{**waiting, "id": 1}]) == Differences()


def test_a_document_may_differ_as_a_whole():
    skipped, empty, moved = one(), one(), one()
    mini.annotation(skipped).update(was_cancelled=True, result=[])
    mini.annotation(empty)["result"] = []
    moved["data"]["guideline_version"] = "9"
    for theirs in (skipped, moved):
        (found,) = compared([empty if theirs is skipped else one()], [theirs]).both
        assert (found.id, found.document) == ("", "one")


ODD: list[Any] = [
    {"data": {"doc_id": "a\x1b[31m\n"}, "annotations": [{"result": []}]},
    None,
    7,
    {"data": 5, "annotations": 7},
    {"data": {"doc_id": 3}, "annotations": [None, {"result": {}}, {"result": [4, {"id": []}]}]},
    {"annotations": [{"result": [{"value": {"start": {}, "labels": [[1, ["x"]], None]}}]}]},
    {"annotations": [{"result": [{"id": "a", "from_name": 4, "value": {"end": "\x1b[31m"}}]}]},
    {"annotations": [{"result": [{"type": "relation", "labels": {}}]}]},
]


@pytest.mark.parametrize("ours", [ODD, *([x] for x in ODD)])
def test_anything_may_be_in_a_list_of_tasks(ours: list[Any]):
    found = compared(ours, [one()])
    message, _ = explain(found, FILE, "names", "ann-1")
    assert (found.unreadable, message.isprintable()) == ((), True)
    assert compared(ours, ours) == Differences()


@pytest.mark.parametrize("data", [b"", b"[", b'"x"', b"{}", b"\xff", b'["\\ud800"]', b"[" * 9999])
def test_what_is_no_export_or_no_decisions_is_said(data: bytes):
    found = compare_exports(data, b"[]", "names", "ann-1", 1)
    assert found.unreadable[0].startswith("ours is n")
    (told,) = compare_decisions(b'{"decisions": []}', data).unreadable
    assert told.startswith("theirs is n")
    assert told[1:] in explain(Differences(unreadable=(told,)), DECIDED, "names")[0]


def decision(uid: str, candidates: list[str], **values: Any) -> dict[str, Any]:
    place = {"start": 1, "end": 4, "label": "person", "outcome": "kept", "doc_id": "one"}
    return {"uid": uid, "candidates": candidates, "decision": "adjudicated", **place, **values}


def decided(*decisions: Any) -> bytes:
    return orjson.dumps({"decisions": decisions, "retired": []})


def test_decisions_are_told_by_uid_with_what_they_rest_on():
    ours = decided(decision("e1", ["a1"]), decision("e2", ["a2", "a3"]), decision("e3", ["a4"]))
    theirs = decided(
        decision("e1", ["a1"]),
        decision("e2", ["a2", "a5"], outcome="rejected", label="place"),
        decision("e4", ["a6"], decision="unanimous"),
    )
    found = compare_decisions(ours, theirs)
    assert [(d.id, d.what, d.by_hand) for d in found.only_ours] == [("e3", "kept person 1-4", True)]
    assert [(d.id, d.by_hand) for d in found.only_theirs] == [("e4", False)]
    (both,) = found.both
    assert both.what == "kept person 1-4 or rejected place 1-4"
    assert (both.id, both.candidates) == ("e2", ("a2", "a3", "a5"))


def test_one_item_with_two_uids_is_one_decision():
    ours, theirs = decision("e1", ["a1", "a2"]), decision("e2", ["a2", "a1"], start=0)
    found = compare_decisions(decided(ours), decided(theirs))
    assert (found.only_ours, found.only_theirs) == ((), ())
    assert [(d.id, d.what) for d in found.both] == [
        ("e1 and e2", "kept person 1-4 or kept person 0-4")
    ]


def test_a_decision_that_differs_in_something_else_says_in_what():
    found = compare_decisions(
        decided(decision("e1", ["a1"], by="x")), decided(decision("e1", ["a1"], by="y", at="z"))
    )
    assert [d.what for d in found.both] == ["kept person 1-4, with different at, by"]


def test_a_message_names_ten_of_each_kind_and_counts_the_rest():
    many = decided(*(decision(f"e{n:02}", []) for n in range(13)))
    message, fix = explain(compare_decisions(decided(), many), DECIDED, "names")
    assert re.findall(r"e\d\d", message) == [f"e{n:02}" for n in range(10)]
    assert "; and 3 more." in message
    assert re.findall(r"e\d\d", fix) == [f"e{n:02}" for n in range(10)]


def test_what_has_no_conflict_is_not_explained():
    assert explain_conflict(b"[]", FILE, "names", "ann-1") is None
    message, fix = explain_conflict(PLAIN.replace(b" 1\n", PLAIN), FILE, "names", "ann-1") or "??"
    assert "line 4" in message
    assert "git log" in fix
