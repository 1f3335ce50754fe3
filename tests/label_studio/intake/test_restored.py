"""Finished work that went to a server again and comes back."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import mini
from communique.label_studio.controls import controls
from communique.label_studio.intake.restored import with_stored
from communique.label_studio.intake.split import Part
from communique.label_studio.server.finished_tasks import finished_tasks

STORED = "2026-01-01T00:00:00Z"
AGAIN = "2026-02-02T00:00:00Z"


def task(doc_id: str, made: str, label: str = "place") -> dict[str, Any]:
    made_task = deepcopy(mini.names_task())
    made_task["data"]["doc_id"] = doc_id
    mini.annotation(made_task)["created_at"] = made
    mini.rows_of(made_task, "r2")[0]["value"]["labels"] = [label]
    return made_task


def pulled(folder: Path, stored: list[Any], new: list[Any]) -> tuple[Part, list[Any]]:
    target, fetched = folder / "ann-1.json", folder / "new.json"
    target.write_text(json.dumps(stored))
    fetched.write_text(json.dumps(new))
    part = with_stored(target, Part("ann-1", fetched, tasks=len(new)), folder / "joined.json")
    return part, json.loads(part.path.read_text())


def test_unchanged_copies_stay_as_stored_and_changed_ones_are_new(tmp_path: Path):
    stored = [task("b", STORED), task("a", STORED)]
    new = [task("c", AGAIN), task("a", AGAIN), task("b", AGAIN, "person")]
    part, found = pulled(tmp_path, stored, new)
    assert found == [new[2], stored[1], new[0]]
    assert (part.tasks, part.annotations, part.foreign) == (3, 3, 0)


def test_work_of_the_same_server_is_taken_as_it_is(tmp_path: Path):
    later = task("a", STORED)
    mini.annotation(later)["lead_time"] = 99
    part, found = pulled(tmp_path, [task("a", STORED)], [later])
    assert found == [later]
    assert part.path.name == "new.json"


def test_a_task_that_lost_its_annotation_is_no_copy(tmp_path: Path):
    empty = {**task("a", AGAIN), "annotations": []}
    assert pulled(tmp_path, [task("a", STORED)], [empty])[1] == [empty]


def test_finished_tasks_keep_their_data_and_are_no_ground_truth():
    done, open_ = task("a", STORED), {**task("b", STORED), "annotations": []}
    done["data"]["guideline_version"] = "0.1"
    mini.annotation(done)["was_cancelled"] = True
    found = finished_tasks([done, open_, task("other", STORED)], {"a", "b"}, {})
    assert found.keys() == {"a"}
    assert found["a"]["data"] == done["data"]
    (made,) = found["a"]["annotations"]
    assert made["result"] == mini.annotation(done)["result"]
    assert (made["was_cancelled"], made["ground_truth"], made["lead_time"]) == (True, False, 60.0)
    assert "completed_by" not in made


def test_rows_are_given_the_form_that_the_present_page_has():
    schema = mini.load_schema_text()
    known = controls(schema, schema.layer("names"))
    assert known["entity_id"].kind == "choices"
    found = finished_tasks([task("a", STORED)], {"a"}, known)
    (made,) = found["a"]["annotations"]
    changed = [row for row in made["result"] if row["from_name"] == "entity_id"]
    place = {"start": 17, "end": 24, "text": "Ann Lee"}
    assert [(r["type"], r["value"]) for r in changed] == [
        ("choices", {**place, "choices": ["per:ann-lee"]})
    ]
    others = [row for row in made["result"] if row["from_name"] != "entity_id"]
    assert others == [
        r
        for r in mini.annotation(task("a", STORED))["result"]
        if r["id"] != "r1" or r["from_name"] != "entity_id"
    ]
