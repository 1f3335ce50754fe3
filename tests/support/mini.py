"""A small sound corpus in memory, for tests that break it in one place."""

import hashlib
import json
import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Any

from communique.corpus import Source, write_json
from communique.schema import Schema, load_schema
from communique.workflow.clean import make_document

RAW = """A short headline

Ann Lee met the team in Paris on Monday 😀, and the team thanked Ann Lee.

Rome replied that it would wait.

Leave a comment
"""
TEXT = """A short headline
Ann Lee met the team in Paris on Monday 😀, and the team thanked Ann Lee.
Rome replied that it would wait."""
SCHEMA = """
name: mini
version: 0.1.0
released: 2026-01-01
language: [en]
annotators:
  - {id: ann-1, type: human}
  - {id: ann-2, type: human}
registry:
  - {id: "gpe:rome", type: place, name: Rome, aliases: [{text: Rome, metonym: true}]}
  - {id: "per:ann-lee", type: person, name: Ann Lee}
actors: [{id: AUTHOR}, {id: rome}, {id: ann}]
layers:
  - name: names
    unit: span
    rows: nested
    control: entity
    column: type
    uid_column: entity_uid
    labels: [person, place]
    attributes:
      - {name: reading, type: choice, values: [literal, metonymic], labels: [place],
         required: {when: {metonym: "true"}}, only_when_required: true}
      - {name: entity_id, type: entity, registry: true, required: never}
      - {name: holders, control: holder, type: choices, registry: actors, required: never, max: 2}
  - name: frames
    unit: block
    control: primary
    column: primary
    labels: [money, people, none]
    attributes:
      - {name: frames, type: choices, registry: labels, min: 1, max: 2, exclusive: [none],
         contains_label: true, required: always}
      - {name: tone, level: document, type: choice, values: [warm, cold], required: always}
"""
SOURCE = Source(
    doc_id="one", file="one.txt", sha256=hashlib.sha256(RAW.encode()).hexdigest(), language="en"
)
Tasks = list[dict[str, Any]]
ANSWERS: dict[str, Any] = {  # given outside the browser, by layer
    "names": {
        "regions": [
            {
                "line": 2,
                "text": "Ann Lee",
                "occurrence": 2,
                "label": "person",
                "attributes": {"entity_id": "per:ann-lee", "holders": ["rome", "ann"]},
            },
            {"line": 3, "text": "Rome", "label": "place", "attributes": {"reading": "metonymic"}},
        ]
    },
    "frames": {
        "regions": [
            {"line": 2, "label": "people", "attributes": {"frames": ["people"]}},
            {"line": 3, "label": "none", "attributes": {"frames": ["none"]}},
        ],
        "document": {"tone": "cold"},
    },
}


def write_corpus(root: Path, exports: dict[str, Tasks] | None = None) -> Path:
    """The sound corpus, with exports by `<layer>/<annotator>`; the root."""
    (root / "schema").mkdir(parents=True)
    (root / "schema/corpus.yaml").write_text(SCHEMA)
    (root / "corpus/raw").mkdir(parents=True)
    (root / "corpus/raw/one.txt").write_text(RAW)
    (root / "corpus/sources.yaml").write_text(
        f"- {{doc_id: one, file: one.txt, sha256: {SOURCE.sha256}, language: en}}\n"
    )
    document = make_document(SOURCE, RAW.encode(), "extracted")
    assert document.text == TEXT
    write_json(root / "corpus/clean/one.json", document.to_json())
    for name, tasks in (exports or {}).items():
        write_json(root / f"annotations/{name}.json", tasks)
    return root


def row(
    name: str, kind: str, surface: str, values: list[Any], region: str, nth: int = 0
) -> dict[str, Any]:
    """A result row over the nth occurrence of `surface`."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(surface, start + 1)
    key = {"textarea": "text"}.get(kind, kind)
    value = {"start": start, "end": start + len(surface), "text": surface, key: values}
    return {
        "id": region,
        "from_name": name,
        "to_name": "text",
        "type": kind,
        "origin": "manual",
        "value": value,
    }


def names_task() -> dict[str, Any]:
    """A sound task of the span layer: two people, two places, one of them a metonym."""
    rows = [
        row("entity", "labels", "Ann Lee", ["person"], "r1"),
        row("entity_id", "taxonomy", "Ann Lee", [["per:ann-lee"]], "r1"),
        row("entity", "labels", "Paris", ["place"], "r2"),
        row("entity", "labels", "Ann Lee", ["person"], "r3", nth=1),
        row("holder", "choices", "Ann Lee", ["ann", "rome"], "r3", nth=1),
        row("entity", "labels", "Rome", ["place"], "r4"),
        row("reading", "choices", "Rome", ["metonymic"], "r4"),
    ]
    return _task(rows)


def frames_task() -> dict[str, Any]:
    """A sound task of the block layer."""
    rows: list[dict[str, Any]] = []
    for line, primary in zip(TEXT.split("\n")[1:], ("people", "money"), strict=True):
        block = f"b{RAW.index(line):06d}"
        rows += [
            row("unit", "labels", line, ["paragraph"], block),
            row("frames", "choices", line, ["people", "money"], block),
            row("primary", "choices", line, [primary], block),
        ]
    tone = {
        "id": "t",
        "from_name": "tone",
        "to_name": "text",
        "type": "choices",
        "value": {"choices": ["warm"]},
    }
    return _task([*rows, tone])


def _task(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": 7,
        "data": {
            "doc_id": "one",
            "text": TEXT,
            "text_sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        },
        "annotations": [
            {
                "id": 70,
                "completed_by": "ann-1",
                "updated_by": "ann-1",
                "was_cancelled": False,
                "ground_truth": False,
                "lead_time": 60.0,
                "result": rows,
            }
        ],
        "drafts": [],
        "predictions": [],
    }


def annotation(task: dict[str, Any]) -> dict[str, Any]:
    """The task's only annotation."""
    return task["annotations"][0]


def rows_of(task: dict[str, Any], region: str) -> list[dict[str, Any]]:
    """The rows of one region, label first."""
    return [r for r in annotation(task)["result"] if r["id"] == region]


def utf16(task: dict[str, Any]) -> dict[str, Any]:
    """The same task as an older server would have exported it: offsets in UTF-16 units."""
    task = deepcopy(task)
    for r in annotation(task)["result"]:
        for key in ("start", "end"):
            if key in r["value"]:
                head = TEXT[: r["value"][key]]
                r["value"][key] = len(head.encode("utf-16-le")) // 2
    return task


def load_schema_text(text: str = SCHEMA) -> Schema:
    """The mini corpus's schema, or that of another text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.yaml"
        path.write_text(text)
        return load_schema(path)


def dump(data: object) -> str:
    return json.dumps(data)
