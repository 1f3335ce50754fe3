"""Ready-made regions that an annotator has deleted, and cannot draw again."""

from collections.abc import Iterable
from typing import Any

from communique.label_studio.controls import UNIT
from communique.label_studio.writing.result_rows import Row
from communique.util.json_values import Object, as_object, as_string, objects


def with_lost_units(task: Object) -> tuple[int, list[Row]] | None:
    """How many regions a task's finished annotation has lost, and its rows with these.

    `task` is as exported, with its predictions: these hold the region of each block. The rows of
    all other regions are as they were. A restored region has no values, so its block is still to be
    decided on. None if no region is lost, or if the task has several finished annotations.
    """
    finished = [a for a in objects(task.get("annotations")) if a.get("was_cancelled") is not True]
    if len(finished) != 1:
        return None
    rows = objects(finished[0].get("result"))
    there = {_place(row) for row in rows if row.get("from_name") == UNIT}
    lost = [row for row in _offered(task) if _place(row) not in there]
    ids = {as_string(row.get("id")) for row in rows}
    kept = [row if as_string(row.get("id")) not in ids else _renamed(row) for row in lost]
    return (len(kept), [*rows, *kept]) if kept and rows else None


def _offered(task: Object) -> Iterable[Row]:
    """The rows of ready-made regions, each place once."""
    found: dict[Any, Row] = {}
    for prediction in objects(task.get("predictions")):
        for row in objects(prediction.get("result")):
            if row.get("from_name") == UNIT:
                found.setdefault(_place(row), row)
    return found.values()


def _place(row: Object) -> tuple[Any, Any]:
    value = as_object(row.get("value")) or {}
    return value.get("start"), value.get("end")


def _renamed(row: Row) -> Row:
    return {**row, "id": f"{row.get('id')}-restored"}
