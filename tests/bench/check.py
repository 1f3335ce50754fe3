"""The full check of a corpus, against bare `ijson` and against rules written with `jsonschema`.

`scripts/bench check [TASKS [ROUNDS]]`; `jsonschema` is given the first thousand tasks.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from turns import EXPORT, ijson_alone, main

FIRST = 1000
OFFSET = {"type": "integer", "minimum": 0}
REGION: dict[str, Any] = {
    "type": "object",
    "required": ["id", "from_name", "type", "value"],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "from_name": {"enum": ["entity"]},
        "type": {"enum": ["labels"]},
        "value": {
            "type": "object",
            "required": ["start", "end", "text", "labels"],
            "properties": {
                "start": OFFSET,
                "end": OFFSET,
                "text": {"type": "string", "pattern": r"^\S(.*\S)?$"},
                "labels": {
                    "type": "array",
                    "items": {"enum": ["GPE", "LOC"]},
                    "minItems": 1,
                    "maxItems": 1,
                },
            },
        },
    },
}
ANNOTATION: dict[str, Any] = {
    "type": "object",
    "required": ["completed_by", "was_cancelled", "result"],
    "properties": {
        "completed_by": {"type": "integer"},
        "updated_by": {"type": "integer"},
        "was_cancelled": {"type": "boolean"},
        "ground_truth": {"const": False},
        "lead_time": {"type": "number", "minimum": 0, "maximum": 604800},
        "result": {"type": "array", "uniqueItems": True, "items": REGION},
    },
}
TASK: dict[str, Any] = {
    "type": "object",
    "required": ["data", "annotations"],
    "slices": True,
    "properties": {
        "data": {
            "type": "object",
            "required": ["doc_id", "text"],
            "properties": {"doc_id": {"type": "string"}, "text": {"type": "string"}},
        },
        "drafts": {"maxItems": 0},
        "annotations": {"type": "array", "maxItems": 1, "items": ANNOTATION},
    },
}


def checked(folder: Path) -> Callable[[], None]:
    from communique.checks import run

    def check() -> None:
        if problems := run(folder):
            raise SystemExit(problems)

    return check


def by_jsonschema(folder: Path) -> Callable[[], int]:
    """The rules that a schema language can say, and a keyword of its own for slices."""
    import ijson
    from jsonschema import Draft202012Validator, ValidationError
    from jsonschema.validators import extend

    def slices(_v: object, _on: object, task: dict[str, Any], _s: object) -> Iterator[Any]:
        text, seen = task["data"]["text"], set()
        for row in task["annotations"][0]["result"]:
            value = row["value"]
            place = value["start"], value["end"], *value["labels"]
            if text[slice(*place[:2])] != value["text"] or place in seen:
                yield ValidationError("slice")
            seen.add(place)

    validator = extend(Draft202012Validator, {"slices": slices})(TASK)

    def check() -> int:
        with (folder / EXPORT).open("rb") as file:
            for number, task in enumerate(ijson.items(file, "item", use_float=True), start=1):
                if list(validator.iter_errors(task)):
                    raise SystemExit("jsonschema found an error in an export that has none")
                if number == FIRST:
                    break
        return FIRST

    return check


if __name__ == "__main__":
    readers = (checked, ijson_alone, by_jsonschema)
    main({f.__name__: f for f in readers}, ["ijson_alone", "by_jsonschema"])
