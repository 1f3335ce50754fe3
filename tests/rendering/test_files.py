"""Files rendered from the schema: pages and the schema of records, current in this corpus."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import mini
from communique.checks.catalogue import KINDS
from communique.rendering.files import rendered_files
from communique.schema import load_schema
from paths import ROOT


def test_the_pages_are_xml_in_which_every_choice_has_a_hotkey(tmp_path: Path):
    for root in (mini.write_corpus(tmp_path), ROOT):
        schema = load_schema(root / "schema/corpus.yaml")
        files = rendered_files(schema, KINDS.values())
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
        page = ET.fromstring(rendered_files(schema, KINDS.values())[f"{layer.name}.xml"])
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
    validator = Draft202012Validator(
        json.loads(rendered_files(schema, KINDS.values())["record.schema.json"])
    )
    for layer, count in (("names", 4), ("frames", 3)):
        events = list(read_export(root / f"annotations/{layer}/ann-1.json", schema))
        assert len(events) == count
        for event in events:
            assert isinstance(event, Record)
            good = event.to_json()
            assert validator.is_valid(good), good
            assert not validator.is_valid({**good, "label": "animal"})
            assert not validator.is_valid({k: v for k, v in good.items() if k != "annotator"})


def test_rendered_files_of_this_corpus_are_current():
    wanted = rendered_files(load_schema(ROOT / "schema/corpus.yaml"), KINDS.values())
    found = {p.name: p.read_text() for p in (ROOT / "schema/rendered").iterdir()}
    assert found == wanted, "run: communique render"
