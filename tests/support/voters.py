"""The mini corpus with several voters and an adjudicator, and the ways in which they differ."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import broken
import mini
from communique.corpus import CorpusFolder, read_document, write_json
from communique.label_studio.writing.adjudication_tasks import adjudication_task
from communique.records.decision import AdjudicatedDecision, read_decisions
from communique.schema import load_schema
from communique.workspace import Corpus

Task = dict[str, Any]
JUDGE = "  - {id: judge, type: human, role: adjudicator}\n  - {id: ann-3, type: human}\nregistry:"


def corpus(root: Path, *tasks: Task) -> Path:
    """The mini corpus with a task of the span layer for each annotator, and an adjudicator."""
    mini.write_corpus(root)
    broken.edit(root / "schema/corpus.yaml", "registry:\n", JUDGE + "\n")
    for number, task in enumerate(tasks, start=1):
        put(root, number, task)
    return root


def put(root: Path, number: int, task: Task) -> None:
    """A voter's export; region ids are the annotator's own."""
    task = broken.by(f"ann-{number}", deepcopy(task))
    for row in mini.annotation(task)["result"]:
        row["id"] = f"{number}{row['id']}"
    mini.annotation(task)["updated_at"] = f"2026-01-0{number}T00:00:00Z"
    write_json(root / f"annotations/names/ann-{number}.json", [task])


def literal(task: Task) -> Task:
    """The task with Rome read literally."""
    task = deepcopy(task)
    for row in mini.rows_of(task, "r4"):
        if row["from_name"] == "reading":
            row["value"]["choices"] = ["literal"]
    return task


def longer(task: Task) -> Task:
    """The task with Paris marked as `in Paris`."""
    task = deepcopy(task)
    value = mini.rows_of(task, "r2")[0]["value"]
    value.update(start=value["start"] - 3, text="in Paris")
    return task


def without(task: Task, region: str) -> Task:
    task = deepcopy(task)
    rows = mini.annotation(task)["result"]
    rows[:] = [r for r in rows if r["id"] != region]
    return task


def two_readings() -> dict[str, list[dict]]:
    """Two passes that part on one reading, on one frame and on the tone."""
    names, frames = mini.names_task(), mini.frames_task()
    for made in (names, frames):
        for key in ("completed_by", "updated_by"):
            mini.annotation(made)[key] = "ann-2"
    for row in mini.annotation(names)["result"]:
        if row["from_name"] == "reading":
            row["value"]["choices"] = ["literal"]
    for row in mini.annotation(frames)["result"]:
        if row["from_name"] == "tone":
            row["value"]["choices"] = ["cold"]
        if row["from_name"] == "primary" and row["value"]["choices"] == ["money"]:
            row["value"]["choices"] = ["people"]
    return {
        "names/ann-1": [mini.names_task()],
        "names/ann-2": [names],
        "frames/ann-1": [mini.frames_task()],
        "frames/ann-2": [frames],
    }


def decisions(root: Path) -> dict[str, AdjudicatedDecision]:
    """Decisions by what they cut out of the text."""
    found = read_decisions(root / "annotations/adjudicated/names.json").decisions
    return {f"{mini.TEXT[d.start : d.end]} {d.start}": d for d in found}


def by_text(root: Path, text: str) -> AdjudicatedDecision:
    return next(d for key, d in decisions(root).items() if key.rpartition(" ")[0] == text)


def presented(root: Path) -> dict[str, Any] | None:
    """The task that the adjudicator gets."""
    folder = CorpusFolder(root)
    schema = load_schema(folder.schema)
    own = [i for i in Corpus(folder).reading.items if i.layer == "names"]
    document = read_document(folder.document("one"))
    return adjudication_task(schema, schema.layer("names"), document, own)


def judge(root: Path, rows: list[Task], task: Task, at: str = "2026-02-01") -> None:
    """The adjudicator's export: these rows, in answer to a task."""
    made = {
        "id": 900,
        "completed_by": "judge",
        "updated_by": "judge",
        "updated_at": at,
        "was_cancelled": False,
        "result": rows,
    }
    write_json(
        root / "annotations/adjudicated/exports/names/judge.json",
        [{**task, "id": 90, "annotations": [made], "drafts": []}],
    )


def judged(root: Path, change: Callable[[list[Task]], None], at: str = "2026-02-01") -> None:
    """The adjudicator's export, made from the task that is offered."""
    task: Any = presented(root)
    rows = deepcopy(task["predictions"][0]["result"])
    change(rows)
    judge(root, rows, task, at)


def keep(reading: str) -> Callable[[list[Task]], None]:
    """Delete the candidate with another reading, and the longer one of Paris."""

    def change(rows: list[Task]) -> None:
        other = {
            r["id"]
            for r in rows
            if r["value"]["text"] == "in Paris"
            or (r["from_name"] == "reading" and r["value"]["choices"] != [reading])
        }
        rows[:] = [r for r in rows if r["id"] not in other]

    return change
