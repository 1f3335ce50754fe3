"""A small schema with a part replaced, and what loading it says."""

import json
import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

import yaml

from communique.schema import YamlError, read_schema

Place = tuple[str | int, ...]
BASE: Final[dict[str, Any]] = yaml.safe_load("""
name: harbour
annotators: [{id: ann-1, type: human}]
registry: [{id: "per:lee", type: PERSON, name: Ann Lee}]
actors: [{id: AUTHOR}, {id: lee}]
layers:
  - name: names
    unit: span
    labels: [{id: PERSON}, {id: PLACE}]
    attributes: [{name: sense, values: [literal, other]}]
  - name: topics
    unit: block
    labels: [money, people]
    attributes: [{name: mood, values: [warm, cold]}]
  - {name: tone, unit: document, labels: [warm, cold]}
""")
# What stands at a place of the base where nothing stands before a part is put there.
PARTS: Final[dict[str | int, str]] = {
    "computed": "{words: praise.txt, present: literal, absent: other}",
    "derive": "[{name: seen, where: {sense: literal}, by: sense}]",
    "aliases": "[{text: Lee}]",
}


def with_part(place: Place, part: str, without: tuple[str, ...] = ()) -> str:
    """The base as text, with the keys of `part` at a place, in place of the keys `without`."""
    data: Any = deepcopy(BASE)
    inner = data
    for key in place:
        if isinstance(inner, dict) and key not in inner:
            inner[key] = yaml.safe_load(PARTS.get(key, "{}"))
        inner = inner[key]
    for key in without:
        del inner[key]
    inner.update(yaml.safe_load(part))
    return json.dumps(data, ensure_ascii=False, default=str)  # JSON is YAML, and quick to write


def errors(text: str) -> list[str]:
    """What is wrong with a schema, as `communique check` prints it after the line number."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            read_schema(path)
        except YamlError as error:
            return [f"{f.key}: {f.message}" if f.key else f.message for f in error.faults]
    return []
