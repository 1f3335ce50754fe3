"""Every fault that an export can have is found, named and located; sound exports stay silent."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import faults
import mini
from communique.checks import run
from communique.label_studio import read_export
from communique.problems import Problem
from communique.records import Record, annotation_id
from communique.schema import load_schema
from paths import EXPORTS, ROOT

Task = dict[str, Any]


def report(root: Path) -> list[tuple[str, str | None]]:
    return [(p.id, p.at) for p in run(root)]


def records(root: Path, layer: str) -> list[Record]:
    schema = load_schema(root / "schema/corpus.yaml")
    events = read_export(root / f"annotations/{layer}/ann-1.json", schema)
    return [e for e in events if isinstance(e, Record)]


def test_a_sound_corpus_gives_no_problem(tmp_path: Path):
    root = mini.write_corpus(
        tmp_path, {"names/ann-1": [mini.names_task()], "frames/ann-1": [mini.frames_task()]}
    )
    assert report(root) == []
    found = records(root, "names")
    assert [(r.text, r.label, r.attributes) for r in found] == [
        ("Ann Lee", "person", {"entity_id": "per:ann-lee"}),
        ("Paris", "place", {}),
        ("Ann Lee", "person", {"holders": ("rome", "ann")}),
        ("Rome", "place", {"reading": "metonymic"}),
    ]
    assert all(mini.RAW[r.raw_start : r.raw_end] == r.text for r in found)


def test_a_block_layer_gives_a_record_a_block_and_its_document_values(tmp_path: Path):
    root = mini.write_corpus(tmp_path, {"frames/ann-1": [mini.frames_task()]})
    found = [(r.kind, r.label, r.attributes) for r in records(root, "frames")]
    assert found == [
        ("block", "people", {"frames": ("money", "people")}),
        ("block", "money", {"frames": ("money", "people")}),
        ("document", "warm", {"attribute": "tone"}),
    ]


def test_a_document_without_units_has_no_region_to_decide_on(tmp_path: Path):
    task = mini.frames_task()
    for row in mini.annotation(task)["result"]:
        if row["from_name"] == "unit":
            row["value"]["labels"] = ["heading"]
    root = mini.write_corpus(tmp_path, {"frames/ann-1": [task]})
    path = root / "schema/corpus.yaml"
    path.write_text(path.read_text().replace("unit: block", "unit: block\n    units: [heading]"))
    assert [id_ for id_, _ in report(root)] == ["not-a-unit", "not-a-unit"]


def test_an_id_survives_borders_labels_and_server_ids(tmp_path: Path):
    task = mini.names_task()
    before = records(mini.write_corpus(tmp_path / "a", {"names/ann-1": [task]}), "names")
    task["id"], mini.annotation(task)["id"] = 99, 990
    label, *_ = mini.rows_of(task, "r2")
    label["value"] |= {
        "start": label["value"]["start"] - 3,
        "text": "in Paris",
        "labels": ["person"],
    }
    after = records(mini.write_corpus(tmp_path / "b", {"names/ann-1": [task]}), "names")
    assert [r.annotation_id for r in before] == [r.annotation_id for r in after]


def test_the_annotation_id_is_the_contracts_hash():
    # sha256 of ["names","one","ann-1",1,"r:r1"]
    import hashlib

    digest = hashlib.sha256(b'["names","one","ann-1",1,"r:r1"]').hexdigest()
    assert annotation_id("names", "one", "ann-1", 1, "r:r1") == "a" + digest[:20]


HERE = "annotation 70, region "
FAULTS: list[tuple[str, Callable[[Task], None], list[tuple[str, str | None]]]] = [
    ("names", faults.place("r2", start=40, end=38), [("offset-reversed", HERE + "r2")]),
    ("names", faults.place("r2", start=41, end=41), [("offset-reversed", HERE + "r2")]),
    ("names", faults.place("r2", end=9999), [("offset-out-of-range", HERE + "r2")]),
    ("names", faults.place("r2", start=-1), [("offset-out-of-range", HERE + "r2")]),
    ("names", faults.place("r2", start="41"), [("offset-not-integer", HERE + "r2")]),
    ("names", faults.place("r2", start=41.0), [("offset-not-integer", HERE + "r2")]),
    ("names", faults.place("r2", start=True), [("offset-not-integer", HERE + "r2")]),
    ("names", faults.place("r2", text="Pariz"), [("text-mismatch", HERE + "r2")]),
    ("names", faults.place("r2", start=40, text=" Paris"), [("blank-at-edge", HERE + "r2")]),
    ("names", faults.labelled("r2", ["animal"]), [("unknown-label", HERE + "r2")]),
    ("names", faults.labelled("r2", []), [("missing-label", HERE + "r2")]),
    ("names", faults.labelled("r2", ["place", "person"]), [("wrong-cardinality", HERE + "r2")]),
    ("names", faults.labelled("r2", [5]), [("malformed-region", HERE + "r2")]),
    ("names", faults.first_row("r2", value=None), [("malformed-region", HERE + "r2")]),
    ("names", faults.first_row("r2", type="brush"), [("unsupported-control", HERE + "r2")]),
    ("names", faults.first_row("r2", from_name="entitee"), [("unknown-control", HERE + "r2")]),
    ("names", faults.drop_row("r4", "entity"), [("missing-label", HERE + "r4")]),
    ("names", faults.drop_row("r4", "reading"), [("missing-attribute", HERE + "r4")]),
    ("names", faults.given("r4", "reading", "choices", ["odd"]), [("unknown-value", HERE + "r4")]),
    (
        "names",
        faults.both(faults.imported, faults.drop_row("r4", "reading")),
        [("incomplete-import", HERE + "r4")],
    ),
    (
        "frames",
        faults.both(faults.imported, faults.drop_row("t", "tone")),
        [("incomplete-import", "annotation 70, control tone")],
    ),
    (
        "names",
        faults.both(faults.imported, faults.given("r4", "reading", "choices", ["odd"])),
        [("unknown-value", HERE + "r4")],
    ),
    (
        "names",
        faults.given("r4", "reading", "choices", ["literal", "metonymic"]),
        [("wrong-cardinality", HERE + "r4")],
    ),
    (
        "names",
        faults.given("r1", "entity_id", "taxonomy", [["per:nobody"]]),
        [("unknown-value", HERE + "r1")],
    ),
    (
        "names",
        faults.given("r3", "holder", "choices", ["ann", "rome", "AUTHOR"]),
        [("wrong-cardinality", HERE + "r3")],
    ),
    (
        "names",
        faults.add_rows(mini.row("reading", "choices", "Paris", ["literal"], "r2")),
        [("attribute-not-allowed", HERE + "r2")],
    ),
    (
        "names",
        faults.add_rows(mini.row("entity", "labels", "Paris", ["place"], "r2")),
        [("duplicate-region", HERE + "r2")],
    ),
    (
        "names",
        faults.add_rows(mini.row("entity", "labels", "Paris", ["place"], "r8")),
        [("duplicate-region", HERE + "r8")],
    ),
    (
        "names",
        faults.add_rows(mini.row("entity", "labels", "Lee.\nRome", ["person"], "r8")),
        [("span-crosses-blocks", HERE + "r8")],
    ),
    ("names", faults.add_rows({"foo": 1}), [("malformed-region", "annotation 70, row 7")]),  # type: ignore[arg-type]
    ("names", faults.field(result={}), [("malformed-annotation", "task 7")]),
    ("names", faults.field(was_cancelled=True), [("cancelled-with-regions", "annotation 70")]),
    ("names", faults.again, [("annotated-twice", "annotation 71")]),
    ("names", faults.cancelled_second(), []),
    (
        "names",
        faults.field(completed_by="ann-2", updated_by="ann-2"),
        [("wrong-annotator", "annotation 70")],
    ),
    (
        "names",
        faults.field(completed_by="nobody", updated_by="nobody"),
        [("unknown-annotator", "annotation 70")],
    ),
    ("names", faults.field(updated_by="ann-2"), [("updated-by-other", "annotation 70")]),
    ("names", lambda t: t["drafts"].append({"id": 1}), [("draft-left-out", "task 7")]),
    ("names", lambda t: t["data"].update(text="Another text"), [("stale-text", "task 7")]),
    ("names", lambda t: t["data"].update(doc_id="two"), [("unknown-document", "task 7")]),
    ("names", lambda t: t.pop("data"), [("malformed-annotation", None)]),
    ("names", faults.no_ids, [("region-without-id", "annotation 70, region 41-46")]),
    ("names", faults.no_echo, [("offset-unit-assumed", None)]),
    (
        "names",
        faults.half_utf16,
        [
            ("mixed-offset-units", None),
            ("text-mismatch", HERE + "r3"),
            ("text-mismatch", HERE + "r4"),
        ],
    ),
    ("frames", faults.unit_range, [("not-a-unit", HERE + faults.ROME)]),
    ("frames", faults.unit_again, [("duplicate-unit", HERE + "copy")]),
    ("frames", faults.no_unit, [("unit-missing", f"annotation 70, block {faults.ROME}")]),
    (
        "frames",
        faults.drop_row(faults.ROME, "primary"),
        [("missing-attribute", HERE + faults.ROME)],
    ),
    ("frames", faults.drop_row(faults.ROME, "frames"), [("missing-attribute", HERE + faults.ROME)]),
    (
        "frames",
        faults.drop_row("t", "tone"),
        [("missing-attribute", "annotation 70, control tone")],
    ),
    (
        "frames",
        faults.given(faults.ROME, "frames", "choices", ["people"]),
        [("wrong-cardinality", HERE + faults.ROME)],
    ),
    (
        "frames",
        faults.given(faults.ROME, "frames", "choices", ["money", "none"]),
        [("wrong-cardinality", HERE + faults.ROME)],
    ),
]


@pytest.mark.parametrize(
    ("layer", "fault", "expected"),
    FAULTS,
    ids=[f"{n}-{(e or [('sound',)])[0][0]}" for n, (_, _, e) in enumerate(FAULTS)],
)
def test_one_fault_gives_exactly_its_report(tmp_path: Path, layer: str, fault: Any, expected: Any):
    task = {"names": mini.names_task, "frames": mini.frames_task}[layer]()
    fault(task)
    root = mini.write_corpus(tmp_path, {f"{layer}/ann-1": [task]})
    assert report(root) == expected


def test_a_row_without_id_and_with_odd_offsets_is_reported(tmp_path: Path):
    task = mini.names_task()
    for r in mini.rows_of(task, "r2"):
        del r["id"]
        r["value"]["start"] = [41]
    root = mini.write_corpus(tmp_path, {"names/ann-1": [task]})
    assert [p.id for p in run(root)] == ["offset-not-integer", "region-without-id"]


def test_utf16_offsets_are_recognised_by_the_echo(tmp_path: Path):
    root = mini.write_corpus(tmp_path, {"names/ann-1": [mini.utf16(mini.names_task())]})
    assert report(root) == []
    assert [r.text for r in records(root, "names")] == ["Ann Lee", "Paris", "Ann Lee", "Rome"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        '{"a": 1}',
        "[{]",
        '[{"data": NaN}]',
        "id,text\n1,x\n",
        "[" * 5000,
        '[{"id": 1, "text": "x", "label": [{"start": 0, "end": 1}]}]',
    ],
)
def test_what_is_no_export_is_unreadable_and_nothing_else(tmp_path: Path, content: str):
    root = mini.write_corpus(tmp_path)
    (root / "annotations/names").mkdir(parents=True)
    (root / "annotations/names/ann-1.json").write_text(content)
    assert [p.id for p in run(root)] == ["unreadable-file"]


def test_a_file_of_a_stranger_is_named(tmp_path: Path):
    task = mini.names_task()
    mini.annotation(task).update(completed_by=3, updated_by=3)
    root = mini.write_corpus(tmp_path, {"names/someone": [task]})
    assert [p.id for p in run(root)] == ["unknown-annotator"]


def test_annotations_on_a_known_former_text_are_carried(tmp_path: Path):
    task = mini.names_task()
    root = mini.write_corpus(tmp_path)
    document = mini.make_document(mini.SOURCE, mini.RAW.encode(), "extracted").to_json()
    shifted = "XX " + mini.TEXT
    task["data"] |= {
        "text": shifted,
        "text_sha256": mini.hashlib.sha256(shifted.encode()).hexdigest(),
    }
    for r in mini.annotation(task)["result"]:
        r["value"] |= {"start": r["value"]["start"] + 3, "end": r["value"]["end"] + 3}
    pieces = [
        [p[0] + 3, p[1], p[2]]
        for b in document["blocks"]
        if b["start"] is not None
        for p in b["pieces"]
    ]
    mini.write_json(
        root / "corpus/clean/one.history.json",
        [{"text_sha256": task["data"]["text_sha256"], "pieces": pieces}],
    )
    mini.write_json(root / "annotations/names/ann-1.json", [task])
    assert report(root) == []
    assert [r.text for r in records(root, "names")] == ["Ann Lee", "Paris", "Ann Lee", "Rome"]


def test_a_real_export_from_the_framing_page_reads_whole(tmp_path: Path):
    schema = load_schema(ROOT / "schema/corpus.yaml")
    path = tmp_path / "framing" / "pilot-1.json"
    path.parent.mkdir()
    tasks = json.loads((EXPORTS / "framing_units_from_ui.json").read_text())
    for task in tasks:
        task["data"]["guideline_version"] = "1.0"  # before a confidence was asked for
    mini.write_json(path, tasks)
    found = list(read_export(path, schema))
    assert all(isinstance(e, Record) for e in found)
    assert [e.kind for e in found if isinstance(e, Record)] == ["block"] * 19 + ["document"]


TRICKY = {
    "emoji": (4, {"unknown-control"}),
    "crlf": (2, {"span-crosses-blocks"}),
    "nbsp": (2, set()),
    "overlap": (5, set()),
    "two_labels": (0, {"unknown-control", "wrong-cardinality"}),
    "skipped_only": (0, set()),
    "skipped_and_done": (0, {"cancelled-with-regions", "wrong-annotator"}),
    "draft_only": (0, {"draft-left-out"}),
    "draft_on_top": (1, {"draft-left-out"}),
    "ground_truth": (1, {"ground-truth", "wrong-annotator"}),
    "three_annotators": (1, {"unknown-control", "wrong-annotator"}),
    "deleted": (0, set()),
    "edited": (1, {"updated-by-other"}),
    "accepted_prediction": (3, set()),
    "relations": (0, {"unknown-control"}),
    "empty_result": (0, set()),
    "untouched": (0, set()),
    "text_changed_later": (0, {"offset-out-of-range"}),
    "alias": (0, {"unknown-label"}),
    "same_user_twice": (1, {"annotated-twice"}),
    "data_keys_collide": (1, {"unknown-control"}),
}


def test_a_real_export_of_odd_cases_is_read_case_by_case(tmp_path: Path):
    (tmp_path / "schema.yaml").write_text("""
name: tricky
annotators: [{id: tricky, type: human}]
layers: [{name: names, unit: span, control: entity, labels: [PER, ORG, LOC]}]
""")
    events = list(read_export(EXPORTS / "tricky.json", load_schema(tmp_path / "schema.yaml")))
    found = {
        case: (
            sum(isinstance(e, Record) and e.doc_id == case for e in events),
            {e.id for e in events if isinstance(e, Problem) and e.document == case},
        )
        for case in TRICKY
    }
    assert found == TRICKY


def test_the_only_frame_of_a_block_is_its_label(tmp_path: Path):
    task = mini.frames_task()
    rows = mini.annotation(task)["result"]
    block = next(r["id"] for r in rows if r["from_name"] == "unit")
    kept = [r for r in rows if (r["id"], r["from_name"]) != (block, "primary")]
    for row in kept:
        if (row["id"], row["from_name"]) == (block, "frames"):
            row["value"]["choices"] = ["money"]
    mini.annotation(task)["result"] = kept
    root = mini.write_corpus(tmp_path / "one", {"frames/ann-1": [task]})
    labels = {r.source.region: r.label for r in records(root, "frames") if r.kind == "block"}
    assert (labels[block], report(root)) == ("money", [])

    for row in kept:  # of two frames it is not clear which is primary
        if (row["id"], row["from_name"]) == (block, "frames"):
            row["value"]["choices"] = ["money", "people"]
    root = mini.write_corpus(tmp_path / "two", {"frames/ann-1": [task]})
    assert [id_ for id_, _ in report(root)] == ["missing-attribute"]


def test_an_annotation_of_another_tool_counts_although_an_attribute_is_missing(tmp_path: Path):
    task = mini.names_task()
    faults.both(faults.imported, faults.drop_row("r4", "reading"))(task)
    root = mini.write_corpus(tmp_path, {"names/ann-1": [task]})
    (rome,) = [r for r in records(root, "names") if r.text == "Rome"]
    assert (rome.label, dict(rome.attributes)) == ("place", {})


def test_an_attribute_that_several_regions_lack_is_one_problem(tmp_path: Path):
    task = mini.names_task()
    again = mini.row("entity", "labels", "Rome", ["place"], "r9")
    again["value"]["labels"] = ["person"]
    task["annotations"][0]["result"].append(again)
    faults.both(faults.imported, faults.drop_row("r4", "reading"))(task)
    root = mini.write_corpus(tmp_path, {"names/ann-1": [task]})
    schema = root / "schema/corpus.yaml"
    everywhere = (
        schema.read_text()
        .replace("labels: [place],", "")
        .replace("only_when_required: true", "min: 0")
    )
    schema.write_text(everywhere)
    (problem,) = run(root)
    assert (problem.id, problem.at) == ("incomplete-import", "annotation 70")
    assert problem.message == "reading is missing in 2 regions"
