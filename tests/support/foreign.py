"""Tasks that were made before this tool: other keys, the raw text, or a part of a text."""

import sys
from typing import Any, NamedTuple

import mini
from communique.commands import main

Task = dict[str, Any]


def span(text: str, surface: str, label: str, region: str, start: int | None = None) -> Task:
    """A result row of the layer `names` over the first occurrence of `surface`."""
    at = text.index(surface) if start is None else start
    value = {"start": at, "end": at + len(surface), "text": surface, "labels": [label]}
    return {
        "id": region,
        "from_name": "entity",
        "to_name": "text",
        "type": "labels",
        "origin": "manual",
        "value": value,
    }


def tone(value: str, region: str = "t") -> Task:
    """A result row about the whole document, of the layer `frames`."""
    return {
        "id": region,
        "from_name": "tone",
        "to_name": "text",
        "type": "choices",
        "value": {"choices": [value]},
    }


def task(number: int, data: dict[str, Any], *rows: Task, person: object = "ann-1") -> Task:
    """A task with one annotation."""
    annotation = {
        "id": 10 * number,
        "completed_by": person,
        "result": list(rows),
        "was_cancelled": False,
        "ground_truth": False,
        "lead_time": 2.0,
    }
    return {
        "id": number,
        "data": data,
        "annotations": [annotation],
        "predictions": [],
        "drafts": [],
    }


def on_raw(text: str = mini.RAW, **data: Any) -> Task:
    """A task on the raw text: three regions behind what the cleaner left out."""
    rows = [
        span(text, "Ann Lee", "person", "r1"),
        span(text, "Paris", "place", "r2"),
        span(text, "Rome", "person", "r3"),
    ]
    return task(1, {"text": text, **data}, *rows)


LINES = mini.TEXT.split("\n")


def parts(**data: Any) -> list[Task]:
    """The document `one` in three tasks, a line each."""
    return [
        task(1, {"doc_id": "one", "text": LINES[0], **data}),
        task(2, {"doc_id": "one", "text": LINES[1], **data}, span(LINES[1], "Paris", "place", "r")),
        task(3, {"doc_id": "one", "text": LINES[2], **data}, span(LINES[2], "Rome", "person", "r")),
    ]


class Done(NamedTuple):
    """A command that ran in this process."""

    returncode: int
    stdout: str
    stderr: str


def command(monkeypatch: Any, capsys: Any, *arguments: object) -> Done:
    """Run a command in this process, which is quicker than in another."""
    monkeypatch.setattr(sys, "argv", ["communique", *map(str, arguments)])
    code: Any = 0
    try:
        main()
    except SystemExit as end:
        code = end.code or 0
    out, err = capsys.readouterr()
    return Done(int(code), out, err)
