"""Faults of one task: each takes a sound task of the mini corpus and breaks it in one place."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import mini

Task = dict[str, Any]


def place(region: str, **change: Any) -> Callable[[Task], None]:
    def fault(task: Task) -> None:
        for row in mini.rows_of(task, region):
            row["value"] |= change

    return fault


def first_row(region: str, **change: Any) -> Callable[[Task], None]:
    def fault(task: Task) -> None:
        mini.rows_of(task, region)[0].update(change)

    return fault


def drop_row(region: str, control: str) -> Callable[[Task], None]:
    def fault(task: Task) -> None:
        rows = mini.annotation(task)["result"]
        rows[:] = [r for r in rows if not (r["id"] == region and r["from_name"] == control)]

    return fault


def both(*changes: Callable[[Task], None]) -> Callable[[Task], None]:
    def fault(task: Task) -> None:
        for change in changes:
            change(task)

    return fault


def imported(task: Task) -> None:
    """As if another tool had made it."""
    task["meta"] = {"imported_from": "brat"}


def field(**change: Any) -> Callable[[Task], None]:
    return lambda task: mini.annotation(task).update(change)


def add_rows(*rows: dict[str, Any]) -> Callable[[Task], None]:
    return lambda task: mini.annotation(task)["result"].extend(deepcopy(rows))


def labelled(region: str, labels: list[Any]) -> Callable[[Task], None]:
    def fault(task: Task) -> None:
        mini.rows_of(task, region)[0]["value"]["labels"] = labels

    return fault


def given(region: str, control: str, kind: str, values: list[Any]) -> Callable[[Task], None]:
    def fault(task: Task) -> None:
        for r in mini.rows_of(task, region):
            if r["from_name"] == control:
                r["value"][kind] = values

    return fault


def again(task: Task) -> None:
    task["annotations"].append({**deepcopy(mini.annotation(task)), "id": 71})


def cancelled_second(**change: Any) -> Callable[[Task], None]:
    def fault(task: Task) -> None:
        cancelled = {
            **deepcopy(mini.annotation(task)),
            "id": 71,
            "was_cancelled": True,
            "result": [],
        }
        task["annotations"].append({**cancelled, **change})

    return fault


def no_ids(task: Task) -> None:
    for r in mini.rows_of(task, "r2"):
        del r["id"]


def no_echo(task: Task) -> None:
    for r in mini.annotation(task)["result"]:
        r["value"].pop("text", None)


def no_text(task: Task) -> None:
    """Neither the text nor anything to compare it with."""
    del task["data"]["text"], task["data"]["text_sha256"]
    no_echo(task)


def in_a_pair(task: Task) -> None:
    """Offsets in UTF-16 units, one of which divides the emoji."""
    task["annotations"] = mini.utf16(task)["annotations"]
    start = mini.TEXT.index("Monday")
    inside = mini.TEXT.index("😀") + 1
    value = {"start": start, "end": inside, "text": "Monday", "labels": ["place"]}
    row = {"id": "r9", "from_name": "entity", "to_name": "text", "type": "labels"}
    mini.annotation(task)["result"].append({**row, "value": value})


def one_leaf(task: Task) -> None:
    """Two paths that end alike, in two regions."""
    mini.annotation(task)["result"][1]["value"]["taxonomy"] = [["people", "per:ann-lee"]]
    other = mini.row("entity_id", "taxonomy", "Ann Lee", [["ships", "per:ann-lee"]], "r3", nth=1)
    mini.annotation(task)["result"].append(other)


def rated(task: Task) -> None:
    """An answer in stars beside the attributes of a region."""
    row = mini.row("stars", "rating", "Paris", [], "r2")
    mini.annotation(task)["result"].append({**row, "value": {**row["value"], "rating": 4}})


def half_utf16(task: Task) -> None:
    other = mini.utf16(task)
    mini.annotation(task)["result"][3:] = mini.annotation(other)["result"][3:]
    extra = mini.row("entity", "labels", "team", ["person"], "r9", nth=1)
    mini.annotation(task)["result"].append(extra)


def unit_range(task: Task) -> None:
    block = f"b{mini.RAW.index('Rome'):06d}"
    for r in mini.rows_of(task, block):
        r["value"] |= {"end": r["value"]["end"] - 1, "text": r["value"]["text"][:-1]}


def unit_again(task: Task) -> None:
    copies = deepcopy(mini.rows_of(task, ROME))
    mini.annotation(task)["result"] += [{**r, "id": "copy"} for r in copies]


def no_unit(task: Task) -> None:
    rows = mini.annotation(task)["result"]
    rows[:] = [r for r in rows if r["id"] != ROME]


ROME = f"b{mini.RAW.index('Rome'):06d}"
