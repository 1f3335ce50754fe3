"""Lists of any name, the conditions that ask for them, and the label of a document layer."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

import mini
from communique.label_studio import read_export
from communique.label_studio.writing.gazetteer import mentions
from communique.label_studio.writing.labeling_config import page_hotkeys, render_page
from communique.records import Record
from communique.records.json_schema import record_schema
from communique.schema import Schema, YamlError, load_schema

HEAD = """
name: x
annotators: [{id: ann-1, type: human}]
vocabularies:
  colours: [{id: red, hotkey: r, definition: As blood}, blue]
  places:
    - id: rome
      name: Rome
      type: place
      aliases: [{text: Rome, metonym: true}, {text: Paris, nickname: true}]
layers:
- name: names
  unit: span
  control: entity
  labels: [person, place]
  attributes:
"""
COLOUR = "  - {name: colour, type: choice, values: colours, required: always}\n"


def schema(tmp_path: Path, text: str) -> Schema:
    path = tmp_path / "corpus.yaml"
    path.write_text(text)
    return load_schema(path)


def messages(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(YamlError) as caught:
        schema(tmp_path, text)
    return [str(fault) for fault in caught.value.faults]


def problems(tmp_path: Path, text: str, rows: list[dict[str, Any]]) -> list[str]:
    """What is wrong with a task of the layer `names`, apart from its text."""
    known = schema(tmp_path, text)
    task = mini.names_task()
    mini.annotation(task)["result"] = rows
    path = tmp_path / "names/ann-1.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps([task]))
    return [e.message for e in read_export(path, known) if not isinstance(e, Record)]


def test_an_attribute_can_name_any_list_of_the_schema(tmp_path: Path):
    found = schema(tmp_path, HEAD + COLOUR)
    layer = found.layers[0]
    assert found.values(layer, "colour") == ("red", "blue")
    page = ET.fromstring(render_page(found, layer))
    choices = {c.get("value"): c for c in page.iter("Choice")}
    assert choices["red"].get("hint") == "As blood"
    assert choices["red"].get("hotkey") == "r"
    assert "red" in json.dumps(record_schema(found))


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ("{name: c, registry: tastes}", "line 17, layers[0].attributes[0]: 'tastes' names"),
        ("{name: c, values: tastes}", "line 17, layers[0].attributes[0]: 'tastes' names"),
        (
            "{name: c, level: document, for_each: tastes, values: [a]}",
            "line 17, layers[0].attributes[0]: 'tastes' names",
        ),
        (
            "{name: c, values: [a], required: {when: {tone: x}}}",
            "line 17, layers[0].attributes[0]: c: 'when' names no attribute: tone",
        ),
        (
            "{name: c, values: [a], required: {when: {label: animal}}}",
            "line 17, layers[0].attributes[0]: c: 'when' names no value of label: animal",
        ),
        (
            "{name: c, values: [{id: a, formerly: [b]}, b]}",
            "line 17, layers[0].attributes[0]: a: 'formerly' names b, which is a value",
        ),
        (
            "{name: c, values: [{id: a, since: '2.0', until: '1.9'}]}",
            "line 17, layers[0].attributes[0].values[0]: until 1.9 is before since 2.0",
        ),
    ],
)
def test_a_name_that_leads_nowhere_is_said_with_its_line(
    tmp_path: Path, attribute: str, expected: str
):
    found = messages(tmp_path, HEAD + f"  - {attribute}\n")
    assert any(message.startswith(expected) for message in found), found


def test_a_list_is_given_in_one_place(tmp_path: Path):
    text = HEAD.replace("  colours:", "  actors: [x]\n  colours:") + COLOUR
    found = messages(tmp_path, text + "actors: [{id: y}]\n")
    assert found == ["line 19, actors: given twice: here and as vocabularies.actors"]


def test_the_old_keys_are_lists_of_these_names(tmp_path: Path):
    old = schema(tmp_path, mini.SCHEMA)
    lists = [{"id": a.id} for a in old.actors]
    entries = "registry: " + json.dumps([e.model_dump(exclude_defaults=True) for e in old.registry])
    text = mini.SCHEMA[: mini.SCHEMA.index("registry:\n")] + mini.SCHEMA[
        mini.SCHEMA.index("layers:") :
    ].replace("layers:", f"vocabularies:\n  actors: {json.dumps(lists)}\n  {entries}\nlayers:", 1)
    new = schema(tmp_path, text)
    for layer in ("names", "frames"):
        assert render_page(new, new.layer(layer)) == render_page(old, old.layer(layer))
    assert new.flags == old.flags == {"Rome": frozenset({"metonym"})}
    found = [list(mentions(s, s.layer("names"), mini.TEXT)) for s in (old, new)]
    assert found[0] == found[1] != []


def test_a_condition_can_ask_for_any_flag_of_an_alias(tmp_path: Path):
    text = HEAD + "  - {name: why, values: [a], required: {when: nickname}}\n"
    rows = [
        mini.row("entity", "labels", "Paris", ["place"], "r1"),
        mini.row("entity", "labels", "Rome", ["place"], "r2"),
    ]
    assert problems(tmp_path, text, rows) == ["why is missing"]
    assert problems(tmp_path, text.replace("nickname}", "metonym}"), rows) == ["why is missing"]
    assert problems(tmp_path, text, rows[1:]) == []


def test_a_condition_can_ask_for_another_value_of_the_document(tmp_path: Path):
    text = HEAD + (
        "  - {name: tone, level: document, values: [warm, cold]}\n"
        "  - {name: why, level: document, values: [a], required: {when: {tone: cold}}}\n"
    )

    def given(value: str) -> list[dict[str, Any]]:
        answer = {"choices": [value]}
        row = {"id": "t", "from_name": "tone", "to_name": "text", "type": "choices"}
        return [{**row, "value": answer}]

    assert problems(tmp_path, text, given("cold")) == ["why is missing"]
    assert problems(tmp_path, text, given("warm")) == []


DOCUMENTS = """
name: x
layers:
- name: mood
  unit: document
  control: mood
  ordered: true
  labels: [{id: low, hotkey: q}, {id: middle, hotkey: w}, {id: high, hotkey: e}]
  attributes:
  - {name: certain, level: document, values: [{id: "yes", hotkey: y}, {id: "no"}]}
"""


def test_the_label_of_a_document_keeps_its_hotkeys_and_its_order(tmp_path: Path):
    found = schema(tmp_path, DOCUMENTS)
    layer = found.layers[0]
    assert page_hotkeys(found, layer) == ["q", "w", "e", "y"]
    page = render_page(found, layer)
    assert 'value="low" hotkey="q"' in page
    assert 'className="quiet"' not in page
    assert layer.document_attributes[0].ordered
    assert found.values(layer, "mood") == ("low", "middle", "high")


def test_the_label_of_a_document_can_be_asked_for_on_a_condition(tmp_path: Path):
    text = DOCUMENTS.replace("ordered: true", "required: {when: {certain: 'yes'}}")
    label = schema(tmp_path, text).layers[0].document_label
    assert label is not None
    assert label.required == {"certain": ("yes",)}
    wrong = DOCUMENTS.replace("ordered: true", "required: {when: {other: 'yes'}}")
    assert messages(tmp_path, wrong) == [
        "line 7, layers[0].required: mood: 'when' names no attribute: other"
    ]
