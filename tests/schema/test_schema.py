"""The schema file: what is wrong is said with line, key and expectation."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import mini
from communique.rendering.files import rendered_files
from communique.schema import YamlError, load_schema

ROOT = Path(__file__).parent.parent
HEAD = "name: x\nlayers:\n- name: a\n  unit: span\n  labels: [p, q]\n"
FAULTS = [
    ("name: x\n", "line 1, layers: key is missing"),
    (HEAD + "colour: red\n", "line 6, colour: unknown key; remove it or mend its spelling"),
    (
        HEAD.replace("span", "spam"),
        "line 4, layers[0].unit: Input should be 'span', 'block' or 'document'",
    ),
    (HEAD.replace("[p, q]", "[p, p]"), "line 3, layers[0]: a: label given twice: p"),
    (HEAD + "name: y\n", "line 6, name: key given twice; keep one"),
    (
        HEAD + "version: 1.2\n",
        "line 6, version: String should match pattern '^\\d+\\.\\d+\\.\\d+$'",
    ),
    ("name: [x\n", "line 2, file: not valid YAML: expected ',' or ']', but got '<stream end>'"),
    ("name: &a x\ntitle: *a\n", "line 2, file: not valid YAML: aliases are not allowed"),
    (
        "name: !!python/object/apply:os.system [ls]\n",
        "line 1, name: tag tag:yaml.org,2002:python/object/apply:os.system not allowed",
    ),
    (
        HEAD + "  attributes:\n  - {name: t, type: choice, required: sometimes, values: [a]}\n",
        "line 7, layers[0].attributes[0].required: expected always, never or "
        "{when: {label|attribute: [values]}}",
    ),
    (
        HEAD + "actors:\n- {id: x}\n- {id: x}\n",
        "line 6, actors: id given twice: x",
    ),
    (
        HEAD + "  attributes:\n  - {name: t, type: choice}\n",
        "line 7, layers[0].attributes[0]: t: give values or name a registry",
    ),
    (
        HEAD + "  attributes:\n  - {name: t, type: choice, registry: actors}\n",
        "line 7, layers[0].attributes[0]: 'actors' names an empty or unknown list",
    ),
]


@pytest.mark.parametrize(("text", "expected"), FAULTS)
def test_a_fault_is_said_with_line_and_key(tmp_path: Path, text: str, expected: str):
    path = tmp_path / "corpus.yaml"
    path.write_text(text)
    with pytest.raises(YamlError) as caught:
        load_schema(path)
    assert expected in [str(f) for f in caught.value.faults]


def test_scalars_stay_what_was_typed(tmp_path: Path):
    path = tmp_path / "corpus.yaml"
    path.write_text(HEAD.replace("[p, q]", "[no, 007, 1e3]") + "released: 2021-03\n")
    schema = load_schema(path)
    assert schema.layers[0].label_ids == ("no", "007", "1e3")
    assert schema.released == "2021-03"


def test_the_pages_are_xml_in_which_every_choice_has_a_hotkey(tmp_path: Path):
    for root in (mini.write_corpus(tmp_path), ROOT):
        schema = load_schema(root / "schema/corpus.yaml")
        files = rendered_files(schema)
        for layer in schema.layers:
            page = ET.fromstring(files[f"{layer.name}.xml"])
            names = [e.get("name") for e in page.iter() if e.get("name")]
            assert len(names) == len(set(names))
            for tag in ("Labels", "Choices"):
                for control in page.iter(tag):
                    keys = [choice.get("hotkey") for choice in control]
                    assert all(keys), f"{layer.name}: {control.get('name')}"


def test_hotkeys_of_one_page_do_not_shadow_each_other():
    schema = load_schema(ROOT / "schema/corpus.yaml")
    for layer in schema.layers:
        page = ET.fromstring(rendered_files(schema)[f"{layer.name}.xml"])
        keys = [e.get("hotkey") for e in page.iter() if e.get("hotkey")]
        own = [k for k in keys if k != "alt+shift+f9"]
        assert len(own) == len(set(own)), layer.name


def test_the_record_schema_accepts_records_and_refuses_others(tmp_path: Path):
    from jsonschema import Draft202012Validator

    from communique.label_studio import read_export
    from communique.records import Record

    root = mini.write_corpus(
        tmp_path, {"names/ann-1": [mini.names_task()], "frames/ann-1": [mini.frames_task()]}
    )
    schema = load_schema(root / "schema/corpus.yaml")
    validator = Draft202012Validator(json.loads(rendered_files(schema)["record.schema.json"]))
    for layer in ("names", "frames"):
        for event in read_export(root / f"annotations/{layer}/ann-1.json", schema):
            assert isinstance(event, Record)
            good = event.to_json()
            assert validator.is_valid(good), good
            assert not validator.is_valid({**good, "label": "animal"})
            assert not validator.is_valid({k: v for k, v in good.items() if k != "annotator"})


def test_rendered_files_of_this_corpus_are_current():
    schema = load_schema(ROOT / "schema/corpus.yaml")
    for name, content in rendered_files(schema).items():
        assert (ROOT / "schema/rendered" / name).read_text() == content, "run: communique render"


def test_forms_that_people_write_are_understood(tmp_path: Path):
    path = tmp_path / "corpus.yaml"
    path.write_text("""
name: x
language: en
licenses: CC-BY-4.0
gates: {agreement: {names: 0.8}}
annotators: [{id: a, type: human, trained: "yes"}]
actors: [{id: us, name: US, side: west, aliases: [America]}]
registry: [{id: "gpe:x", type: GPE, name: X, aliases: [{text: X, metonym: true}]}]
layers:
- name: names
  unit: span
  identity: label, holders
  labels: [{id: GPE, color: "#fff"}]
  preannotate: [gazetteer]
  attributes:
  - {name: reading, type: choice, values: [literal], required: {when: metonym}}
  - {name: holders, type: choices, values: actors, required: always}
  - {name: entity_id, type: entity, registry: registry, required: {when: {label: GPE}}}
- {name: verdict, unit: document, attributes: [
    {name: tone, level: document, type: choice, values: [warm], required: always}]}
""")
    schema = load_schema(path)
    names = schema.layer("names")
    assert names.identity == ("label", "holders")
    assert schema.values(names, "holders") == ("us",)
    assert names.attributes[0].required == {"metonym": ("true",)}
    assert set(rendered_files(schema)) >= {"names.xml", "verdict.xml"}
