"""No export, however broken, gives a traceback: it is read, or its faults are reported."""

import json
import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import mini
from communique.catalogue import CATALOGUE
from communique.label_studio import read_export
from communique.problems import Problem
from communique.schema import load_schema

ODD: list[Any] = [
    None, True, 0, -1, 2**70, 1.5, "", "x", "\u2028", [], [[]], {}, {"id": []}, [None], ["x", 1],
    {"a": {"b": [1]}}, "😀" * 50, [[["deep"]]], "\ud83d",
]  # fmt: skip


def _mutate(rng: random.Random, value: Any) -> Any:
    """The value with one place of it replaced, dropped or doubled."""
    value = deepcopy(value)
    places: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        children = node.items() if isinstance(node, dict) else enumerate(node)
        for key, child in children:
            places.append((node, key))
            if isinstance(child, dict | list):
                walk(child)

    walk(value)
    node, key = rng.choice(places)
    what = rng.randrange(3)
    if what == 0:
        node[key] = deepcopy(rng.choice(ODD))
    elif what == 1:
        del node[key]
    elif isinstance(node, list):
        node.insert(key, deepcopy(node[key]))
    else:
        node["unexpected"] = deepcopy(node[key])
    return value


def test_mutants_give_reports_and_no_traceback(tmp_path: Path):
    rng = random.Random(20260101)
    root = mini.write_corpus(tmp_path, {"names/ann-1": [], "frames/ann-1": []})
    schema = load_schema(root / "schema/corpus.yaml")
    for number in range(1500):
        layer = ("names", "frames")[number % 2]
        task = {"names": mini.names_task, "frames": mini.frames_task}[layer]()
        mutant: Any = [task]
        for _ in range(rng.randrange(1, 4)):
            if isinstance(mutant, list) and mutant:
                mutant = _mutate(rng, mutant)
        text = json.dumps(mutant)
        if rng.random() < 0.1:
            text = text[: rng.randrange(len(text))]
        path = root / f"annotations/{layer}/ann-1.json"
        path.write_text(text)
        for event in read_export(path, schema):
            if isinstance(event, Problem):
                assert event.id in CATALOGUE
                assert event.message
            else:
                json.dumps(event.to_json())
