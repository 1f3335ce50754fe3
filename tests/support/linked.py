"""The mini corpus with relations between names, and two annotators who link them."""

import json
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

import broken
import mini
from communique.corpus import write_json
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer, read_decisions
from voters import JUDGE

Link = tuple[str, str, str]  # from, to, label; regions as `mini.names_task` numbers them
Row = dict[str, Any]
DECIDED = "annotations/adjudicated/names.json"


def corpus(root: Path, *links: Iterable[Link], rows: str = "nested") -> Path:
    """The corpus, with a sound task of the span layer and its relations for each annotator."""
    mini.write_corpus(root)
    schema = root / "schema/corpus.yaml"
    broken.edit(schema, "registry:\n", JUDGE + "\n")
    labels = f"rows: {rows}\n    relations: [praises, denies]\n"
    broken.edit(schema, "rows: nested\n", labels)
    for number, own in enumerate(links, start=1):
        put(root, number, own)
    return root


def put(root: Path, number: int, links: Iterable[Link], without: str = "") -> None:
    """A voter's export; region ids are the annotator's own."""
    task = broken.by(f"ann-{number}", deepcopy(mini.names_task()))
    made = mini.annotation(task)
    rows = [{**r, "id": f"{number}{r['id']}"} for r in made["result"] if r["id"] != without]
    made["result"] = rows + [link(f"{number}{a}", f"{number}{b}", label) for a, b, label in links]
    made["updated_at"] = f"2026-01-0{number}T00:00:00Z"
    write_json(root / f"annotations/names/ann-{number}.json", [task])


def link(from_id: str, to_id: str, label: str) -> Row:
    ends = {"from_id": from_id, "to_id": to_id}
    return {"type": "relation", "direction": "right", **ends, "labels": [label]}


def decisions(root: Path) -> AdjudicatedLayer:
    return read_decisions(root / DECIDED)


def at(root: Path, region: str) -> AdjudicatedDecision:
    """The decision on a region of the task."""
    start = place(region)
    return next(d for d in decisions(root).decisions if d.start == start)


def place(region: str) -> int:
    """Where a region of the task starts."""
    return mini.rows_of(mini.names_task(), region)[0]["value"]["start"]


def relations(root: Path) -> list[tuple[int | None, int | None, str, str, str]]:
    """Every decided relation: starts of both ends, label, outcome, decision."""
    found = decisions(root).decisions
    starts = {d.uid: d.start for d in found}
    return [
        (d.start, starts[r.to_uid], r.label, r.outcome, r.decision)
        for d in found
        for r in d.relations
    ]


def names_of(done: Any) -> dict[str, Any]:
    """What a command with `--json` prints of the span layer."""
    assert done.returncode == 0, done.stderr
    return next(x for x in json.loads(done.stdout) if x["layer"] == "names")
