"""Made-up exports in the shape that the server writes: 5,000 characters and 30 regions a task."""

import json
import random
from pathlib import Path
from typing import Any

WORDS = ["Japan", "Tokyo", "minister", "alliance", "the", "of", "and", "to", "China", "–", "“we”"]
RARE = "😀"  # once in three hundred words; behind it code points and UTF-16 units differ
SCHEMA = """
name: bench
annotators: [{id: ann-1, type: human}]
layers: [{name: names, unit: span, control: entity, labels: [GPE, LOC]}]
"""
CONFIG = """<View><Labels name="entity" toName="text"><Label value="GPE"/></Labels>
<Text name="text" value="$text"/></View>"""


def write_export(path: Path, tasks: int) -> None:
    """One single line, as the server does; the same bytes every time."""
    chance = random.Random(1)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for number in range(tasks):
            file.write("[" if number == 0 else ", ")
            file.write(json.dumps(task(number, chance)))
        file.write("]")


def task(number: int, chance: random.Random) -> dict[str, Any]:
    words: list[str] = []
    while sum(map(len, words)) + len(words) < 5000:
        words.append(RARE if chance.random() < 1 / 300 else chance.choice(WORDS))
    text = " ".join(words)
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    firsts = chance.sample(range(len(words) - 3), 30)
    rows = [
        _row(number, n, text, starts[i], starts[i + 3] - 1) for n, i in enumerate(sorted(firsts))
    ]
    data = {"doc_id": f"d{number}", "text": text}
    return {
        "id": number,
        "annotations": [_annotation(number, rows)],
        "drafts": [],
        "predictions": [],
        "data": data,
        "meta": {},
        "created_at": "2026-01-01T00:00:00.000000Z",
        "updated_at": "2026-01-01T00:00:00.000000Z",
        "inner_id": number + 1,
        "total_annotations": 1,
        "cancelled_annotations": 0,
        "total_predictions": 0,
        "project": 1,
        "updated_by": 1,
        "comment_authors": [],
    }


def _annotation(number: int, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": number + 1,
        "completed_by": 1,
        "result": rows,
        "was_cancelled": False,
        "ground_truth": False,
        "created_at": "2026-01-01T00:00:00.000000Z",
        "updated_at": "2026-01-01T00:00:00.000000Z",
        "lead_time": 33.25,
        "prediction": {},
        "result_count": len(rows),
        "task": number,
        "project": 1,
        "updated_by": 1,
        "parent_prediction": None,
    }


def _row(number: int, n: int, text: str, start: int, end: int) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": text[start:end], "labels": ["GPE"]}
    return {
        "value": value,
        "id": f"r{number}x{n}",
        "from_name": "entity",
        "to_name": "text",
        "type": "labels",
        "origin": "manual",
    }
