"""Rows join to regions whatever their order; what a row cannot mean is named."""

import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import faults
import mini
from communique.checks import run
from communique.label_studio.controls import controls
from communique.label_studio.reading.annotation_reader import AnnotationReader
from communique.label_studio.reading.export_stream import ExportName
from communique.label_studio.reading.offset_encoding import EncodingVotes
from communique.label_studio.reading.record_builder import RecordBuilder
from communique.label_studio.reading.rows_check import row_problems
from communique.label_studio.reading.task_json import read_odd_task, read_task
from communique.label_studio.reading.task_reader import TaskReader
from communique.label_studio.reading.text_version import Texts
from communique.label_studio.reading.validation import RegionValidator
from communique.problems import Problem
from communique.schema import load_schema

SCHEMA = mini.load_schema_text()
DOCUMENT = mini.make_document(mini.SOURCE, mini.RAW.encode(), "extracted")


def read(layer: str, task: dict[str, Any], decode: Any = read_task) -> list[Any]:
    """Everything that is read of a task: records, problems and statuses."""
    found = next(x for x in SCHEMA.layers if x.name == layer)
    validator = RegionValidator(SCHEMA, found, controls(SCHEMA, found))
    builder = RecordBuilder(validator, "f", "", ExportName(layer, "ann-1", 1))
    reader = TaskReader(
        AnnotationReader(builder, EncodingVotes(lambda: ())), Texts({"one": DOCUMENT}, {})
    )
    return [*reader.task(decode(mini.dump(task).encode())), *reader.tail()]


def shown(events: list[Any]) -> list[str]:
    """Events without the numbers of rows, which an order of rows gives."""
    return [
        f"{e.id} {e.document} {(e.at or '').partition(', row ')[0]} {e.message}"
        if isinstance(e, Problem)
        else repr(e)
        for e in events
    ]


def without_offsets(task: dict[str, Any], *which: int) -> dict[str, Any]:
    rows = mini.annotation(task)["result"]
    for number in which:
        for key in ("start", "end", "text"):
            rows[number]["value"].pop(key, None)
    return task


@pytest.mark.parametrize("number", [1, 4, 6])
def test_an_attribute_without_offsets_may_stand_on_either_side_of_its_label(number: int):
    after = without_offsets(mini.names_task(), number)
    before = deepcopy(after)
    rows = mini.annotation(before)["result"]
    rows[number - 1], rows[number] = rows[number], rows[number - 1]
    sound = read("names", mini.names_task())
    assert shown(read("names", after)) == shown(sound)
    assert shown(read("names", before)) == shown(sound)
    assert not any(isinstance(e, Problem) for e in sound)


def no_id(*which: int) -> Any:
    def change(task: dict[str, Any]) -> None:
        for number in which:
            mini.annotation(task)["result"][number]["id"] = None

    return change


def other_value(number: int, **change: Any) -> Any:
    return lambda task: mini.annotation(task)["result"][number]["value"].update(change)


CHANGES = [
    lambda task: without_offsets(task, 1),
    lambda task: without_offsets(task, 4),
    no_id(0, 1),
    no_id(1, 5, 6),
    no_id(2),
    no_id(5, 6),
    other_value(1, start=20),
    other_value(4, text="Ann"),
    other_value(6, end=None),
    other_value(5, start=True),
    other_value(0, labels=["place", "person"]),
    other_value(0, labels=None),
    other_value(1, taxonomy=[["a", "per:ann-lee"], ["b", "per:ann-lee"]]),
    faults.one_leaf,
    faults.rated,
    faults.add_rows(mini.row("entity", "labels", "Paris", ["place"], "r2")),
    faults.add_rows(mini.row("entity", "labels", "Rome", ["person"], "r4")),
    faults.add_rows(mini.row("entity", "labels", "Paris", ["place"], "r8")),
    faults.add_rows({**mini.row("entity", "labels", "Paris", ["person"], ""), "id": None}),
    faults.add_rows({**mini.row("entity", "labels", "Rome", ["person"], ""), "id": ""}),
    faults.add_rows({"id": "r2", "from_name": "holder", "type": "choices", "value": {}}),
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(range(len(CHANGES))), max_size=3, unique=True),
    st.randoms(use_true_random=False),
    st.sampled_from([read_task, read_odd_task]),
)
def test_no_order_of_rows_changes_what_is_read(changes: list[int], rng: random.Random, decode: Any):
    task = mini.names_task()
    for number in changes:
        CHANGES[number](task)
    other = deepcopy(task)
    rng.shuffle(mini.annotation(other)["result"])
    assert sorted(shown(read("names", other, decode))) == sorted(shown(read("names", task)))


@settings(max_examples=50, deadline=None)
@given(st.randoms(use_true_random=False))
def test_no_order_of_rows_changes_what_is_read_of_blocks(rng: random.Random):
    task, other = mini.frames_task(), mini.frames_task()
    rng.shuffle(mini.annotation(other)["result"])
    assert shown(read("frames", other)) == shown(read("frames", task))


def problems(task: dict[str, Any]) -> list[tuple[str, str]]:
    return [(e.id, e.message) for e in read("names", task) if isinstance(e, Problem)]


def test_labels_without_an_id_on_one_range_do_not_share_attributes():
    task = mini.names_task()
    rows = mini.annotation(task)["result"]
    del rows[5]["id"], rows[6]["id"]
    rows.append({**deepcopy(rows[5]), "value": {**rows[5]["value"], "labels": ["person"]}})
    found = problems(task)
    assert [id_ for id_, _ in found].count("malformed-region") == 2
    assert any("not clear whose attributes" in message for _, message in found)


def test_paths_of_one_answer_that_end_alike_are_two_values():
    task = mini.names_task()
    rows = mini.annotation(task)["result"]
    rows[1]["value"]["taxonomy"] = [["a", "per:ann-lee"], ["b", "per:ann-lee"]]
    found = problems(task)
    assert ("unknown-value", "entity_id: 'a/per:ann-lee' is not in the schema") in found
    assert ("unknown-value", "entity_id: 'b/per:ann-lee' is not in the schema") in found


def test_paths_of_two_answers_that_end_alike_are_ambiguous():
    task = mini.names_task()
    faults.one_leaf(task)
    assert [id_ for id_, _ in problems(task)] == ["ambiguous-value"]


def test_whole_paths_in_the_schema_are_values(tmp_path: Path):
    schema = mini.SCHEMA.replace(
        "values: [literal, metonymic], labels: [place],\n         "
        'required: {when: {metonym: "true"}}, only_when_required: true}',
        "values: [Europe/Georgia, America/Georgia, river], labels: [place]}",
    )
    assert schema != mini.SCHEMA
    task = mini.names_task()
    rows = mini.annotation(task)["result"]
    rows[6] = mini.row("reading", "taxonomy", "Rome", [["Europe", "Georgia"]], "r4")
    rows.append(mini.row("reading", "taxonomy", "Paris", [["America", "Georgia"]], "r2"))
    root = mini.write_corpus(tmp_path / "c", {"names/ann-1": [task]})
    (root / "schema/corpus.yaml").write_text(schema)
    found = load_schema(root / "schema/corpus.yaml")
    layer = found.layers[0]
    assert row_problems(found, layer, DOCUMENT, rows) == []
    assert [p.id for p in run(root)] == []


def test_a_path_that_is_as_in_the_schema_needs_no_parents():
    task = mini.names_task()
    mini.annotation(task)["result"][1]["value"]["taxonomy"] = [["people", "per:ann-lee"]]
    assert problems(task) == []


@pytest.mark.parametrize(
    ("kind", "tag", "answer"),
    [
        ("rating", "Rating", {"rating": 4}),
        ("number", "Number", {"number": 2.5}),
        ("datetime", "DateTime", {"datetime": "2026-01-01"}),
        ("ranker", "Ranker", {"ranker": {"a": ["b"]}}),
        ("pairwise", "Pairwise", {"selected": "left"}),
        ("rectanglelabels", "RectangleLabels", {"x": 1, "rectanglelabels": ["place"]}),
        ("brushlabels", "BrushLabels", {"format": "rle", "rle": [1], "brushlabels": ["place"]}),
        ("paragraphlabels", "ParagraphLabels", {"start": "0", "paragraphlabels": ["place"]}),
        ("hypertextlabels", "HyperTextLabels", {"start": "/p[1]", "hypertextlabels": ["place"]}),
    ],
)
@pytest.mark.parametrize("control", ["stars", "entity", "reading"])
def test_a_control_that_no_layer_has_is_named(kind: str, tag: str, answer: Any, control: str):
    task = mini.names_task()
    row = {"id": "z", "from_name": control, "to_name": "text", "type": kind, "value": answer}
    mini.annotation(task)["result"].append(row)
    found = [e for e in read("names", task) if isinstance(e, Problem)]
    assert [e.id for e in found] == ["unsupported-control"]
    assert found[0].message == f"{control!r} is a {tag}, which is not supported"
    assert "remove the control from the labeling config" in found[0].fix
    assert "Delete the region" not in found[0].fix


def test_a_text_where_the_schema_has_values_is_named():
    task = mini.names_task()
    row = mini.row("reading", "textarea", "Rome", ["metonymic"], "r4")
    mini.annotation(task)["result"][6] = row
    found = problems(task)
    assert found[0][0] == "unsupported-control"
    assert "'reading' is a TextArea in the export" in found[0][1]


@pytest.mark.parametrize("labels", [None, []])
def test_a_region_that_was_drawn_but_not_labelled_has_no_label(labels: Any):
    task = mini.names_task()
    value = mini.annotation(task)["result"][2]["value"]
    value.pop("labels")
    if labels is not None:
        value["labels"] = labels
    assert problems(task) == [("missing-label", "the region has no label")]
