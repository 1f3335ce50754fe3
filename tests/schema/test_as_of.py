"""A schema that grows or shrinks: passes are checked by the guideline that they were made under."""

import json
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from communique.checks import run as check
from communique.corpus import CorpusFolder, write_json
from communique.label_studio import read_export
from communique.label_studio.writing.answers import AnswerError, read_answers
from communique.label_studio.writing.labeling_config import render_page
from communique.records import Record
from communique.records.decision import read_decisions
from communique.records.json_schema import record_schema
from communique.schema import layer_as_of, load_schema
from communique.schema.guideline_versions import is_between, version_key
from communique.workspace import Corpus

GROWN = """
      - {name: reading, type: choice,
         values: [literal, {id: metonymic, until: "1.3"}, {id: loose, since: "2.0"}],
         labels: [place], required: {when: {metonym: "true"}}, only_when_required: true}
      - {name: sure, type: choice, values: ["yes", "no"], required: always, since: "2.0"}
"""


def corpus(root: Path, version: str = "2.0", until: str = "1.3") -> Path:
    """The mini corpus whose layer of spans has a new attribute and has lost a control."""
    mini.write_corpus(root)
    path = root / "schema/corpus.yaml"
    text = path.read_text()
    begin, end = text.index("      - {name: reading"), text.index("      - {name: entity_id")
    text = text[:begin] + GROWN.lstrip("\n") + text[end:]
    text = text.replace("max: 2}", f'max: 2, until: "{until}"}}', 1)
    path.write_text(text)
    broken.raise_guideline(root, version)
    return root


def read(root: Path, version: str | None) -> list[Any]:
    task = mini.names_task()
    if version is not None:
        task["data"]["guideline_version"] = version
    write_json(root / "annotations/names/ann-1.json", [task])
    schema = load_schema(root / "schema/corpus.yaml")
    return list(read_export(root / "annotations/names/ann-1.json", schema))


def messages(events: Sequence[Any]) -> list[str]:
    return sorted(e.message for e in events if not isinstance(e, Record))


def test_an_old_pass_stays_valid_when_the_schema_grows_or_shrinks(tmp_path: Path):
    found = read(corpus(tmp_path), "1.2")
    assert messages(found) == []
    joint = next(r for r in found if r.attributes.get("holders"))
    assert joint.attributes["holders"] == ("rome", "ann")


@pytest.mark.parametrize("version", ["2.0", None, "2.1"])
def test_a_new_pass_is_held_to_the_present_guideline(tmp_path: Path, version: str | None):
    found = messages(read(corpus(tmp_path), version))
    assert found.count("sure is missing") == 4
    assert "reading: 'metonymic' is not in the schema" in found
    assert any(message.startswith("control 'holder' is not in the schema") for message in found)


def test_the_last_version_of_a_value_still_has_it(tmp_path: Path):
    root = corpus(tmp_path)
    assert messages(read(root, "1.3")) == []
    assert "reading: 'metonymic' is not in the schema" in messages(read(root, "1.4"))


def test_one_export_can_hold_tasks_of_two_versions(tmp_path: Path):
    root = corpus(tmp_path)
    broken.add_second(root)
    tasks = [broken.under("1.2", "ann-1"), broken.second_task("ann-1")]
    tasks[1]["data"]["guideline_version"] = "2.0"
    write_json(root / "annotations/names/ann-1.json", tasks)
    found = {(p.id, p.document) for p in check(CorpusFolder(root)) if p.level == "error"}
    assert found == {("missing-attribute", "two")}
    assert "guideline-mixed" in {p.id for p in check(CorpusFolder(root))}


def test_pages_and_shapes_offer_what_the_present_guideline_has(tmp_path: Path):
    schema = load_schema(corpus(tmp_path) / "schema/corpus.yaml")
    page = render_page(schema, schema.layer("names"))
    assert 'value="loose"' in page
    assert 'name="sure"' in page
    assert "metonymic" not in page
    assert "holder" not in page
    shape = json.dumps(record_schema(schema))
    assert "loose" in shape
    assert "metonymic" not in shape
    of, layer = layer_as_of(schema, schema.layer("names"), "1.0")
    assert of.values(layer, "reading") == ("literal", "metonymic")
    assert schema.values(schema.layer("names"), "reading") == ("literal", "metonymic", "loose")


def test_an_attribute_can_be_required_from_a_version_on(tmp_path: Path):
    root = mini.write_corpus(tmp_path)
    path = root / "schema/corpus.yaml"
    asked = '{name: note, type: text, required: {when: {label: [person]}}, required_since: "2.0"}'
    broken.edit(path, "required: never, max: 2}", f"required: never, max: 2}}\n      - {asked}")
    broken.raise_guideline(root, "2.0")
    assert messages(read(root, "1.9")) == []
    assert messages(read(root, "2.0")) == ["note is missing"] * 2
    schema = load_schema(path)
    page = render_page(schema, schema.layer("names"))
    assert 'placeholder="note (if label is person): Enter' in page


def test_answers_are_held_to_the_present_guideline(tmp_path: Path):
    root = corpus(tmp_path / "corpus")
    schema, path = load_schema(root / "schema/corpus.yaml"), tmp_path / "answers/names/one.json"
    region = {"line": 3, "text": "Rome", "label": "place", "attributes": {"reading": "loose"}}
    write_json(path, {"regions": [region]})
    documents = Corpus(CorpusFolder(root)).documents
    with pytest.raises(AnswerError, match="sure is missing"):
        read_answers(path.parent.parent, schema, documents)
    region["attributes"]["sure"] = "yes"
    write_json(path, {"regions": [region]})
    rows = read_answers(path.parent.parent, schema, documents)["names"]["one"]
    assert [r["from_name"] for r in rows] == ["entity", "reading", "sure"]
    region["attributes"]["holder"] = ["ann"]
    write_json(path, {"regions": [region]})
    with pytest.raises(AnswerError, match="no control 'holder'"):
        read_answers(path.parent.parent, schema, documents)


def test_versions_are_numbers():
    assert version_key("1.10") == (1, 10)
    assert version_key("draft") is None
    assert is_between("1.10", "1.9", "1.10.0")
    assert not is_between("1.2", "1.10", None)
    assert is_between(None, "1.0", "1.1")


def voted(root: Path, versions: dict[str, str]) -> Path:
    for person, version in versions.items():
        task = broken.under(version, person)
        for row in mini.annotation(task)["result"]:
            row["id"] = f"{person}{version}{row['id']}"
        write_json(root / f"annotations/names/{person}.json", [task])
    return root


def test_votes_are_those_of_the_present_major_version(tmp_path: Path, communique: Any):
    root = voted(mini.write_corpus(tmp_path), {"ann-1": "1.0", "ann-2": "1.1"})
    broken.raise_guideline(root, "1.4")
    assert communique("adjudicate", "--corpus", root).returncode == 0
    path = root / "annotations/adjudicated/names.json"
    before = read_decisions(path)
    assert len(before.decisions) == 4

    broken.edit(root / "schema/corpus.yaml", "'1.4'", "'2.0'")
    done = communique("adjudicate", "--corpus", root)
    assert "4 decisions of an older guideline stay until two annotators" in done.stdout
    assert read_decisions(path) == before
    found = [p for p in check(CorpusFolder(root)) if p.id != "rendered-stale"]
    assert {p.id for p in found} == {"guideline-outdated", "decisions-outdated"}
    agreed = json.loads(communique("agree", "--json", "--corpus", root).stdout)
    assert agreed["layers"] == []


def test_ids_are_inherited_once_two_have_worked_under_the_new_version(
    tmp_path: Path, communique: Any
):
    root = voted(mini.write_corpus(tmp_path), {"ann-1": "1.0", "ann-2": "1.0"})
    broken.raise_guideline(root, "1.0")
    communique("adjudicate", "--corpus", root)
    path = root / "annotations/adjudicated/names.json"
    before = read_decisions(path)
    broken.edit(root / "schema/corpus.yaml", "'1.0'", "'2.0'")
    voted(root, {"ann-1": "2.0"})
    communique("adjudicate", "--corpus", root)
    assert read_decisions(path) == before

    task = deepcopy(broken.under("2.0", "ann-2"))
    rows = mini.annotation(task)["result"]
    mini.annotation(task)["result"] = [r for r in rows if r["id"] != "r2"]
    write_json(root / "annotations/names/ann-2.json", [task])
    first = json.loads((root / "annotations/names/ann-1.json").read_text())
    rows = mini.annotation(first[0])["result"]
    mini.annotation(first[0])["result"] = [r for r in rows if not r["id"].endswith("r2")]
    write_json(root / "annotations/names/ann-1.json", first)
    done = communique("adjudicate", "--corpus", root)
    after = read_decisions(path)
    gone = {d.uid for d in before.decisions} - {d.uid for d in after.decisions}
    assert len(gone) == 1
    assert after.retired == sorted(gone)
    assert f"1 id retired: {next(iter(gone))}" in done.stdout
