"""Ready-made regions that were deleted come back; nothing else changes."""

from copy import deepcopy

import mini
from communique.label_studio.writing.lost_units import with_lost_units


def deleted(*regions: str) -> tuple[dict, list[dict]]:
    """A task of which regions were deleted, and its rows."""
    task = mini.frames_task()
    rows = mini.annotation(task)["result"]
    units = [r for r in rows if r["from_name"] == "unit"]
    task["predictions"] = [{"id": 1, "result": deepcopy(units)}]
    left = [r for r in rows if r["id"] not in regions]
    mini.annotation(task)["result"] = left
    return task, left


def unit_ids() -> list[str]:
    rows = mini.annotation(mini.frames_task())["result"]
    return [r["id"] for r in rows if r["from_name"] == "unit"]


def test_a_deleted_block_gets_its_region_back_and_no_answer():
    lost = unit_ids()[0]
    task, left = deleted(lost)
    restored = with_lost_units(task)
    assert restored is not None
    count, rows = restored
    assert count == 1
    assert rows[: len(left)] == left
    (row,) = rows[len(left) :]
    assert (row["id"], row["from_name"], row["value"]["labels"]) == (lost, "unit", ["paragraph"])


def test_nothing_is_put_back_where_nothing_is_lost_or_it_is_not_clear_where():
    task, _ = deleted()
    assert with_lost_units(task) is None
    task, _ = deleted(unit_ids()[0])
    task["annotations"].append(deepcopy(task["annotations"][0]))
    assert with_lost_units(task) is None
    task, _ = deleted(unit_ids()[0])
    mini.annotation(task)["was_cancelled"] = True
    assert with_lost_units(task) is None


def test_a_document_that_was_not_judged_stays_empty():
    task, _ = deleted(*unit_ids(), "t")
    assert with_lost_units(task) is None


def test_a_block_whose_id_another_region_has_gets_an_id_of_its_own():
    first, second = unit_ids()
    task, left = deleted(first)
    for row in left:
        row["id"] = first if row["id"] == second else row["id"]
    restored = with_lost_units(task)
    assert restored is not None
    assert restored[1][-1]["id"] == f"{first}-restored"
