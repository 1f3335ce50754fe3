"""Pages as annotators get them: keys, definitions, ways out."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

import mini
from communique.checks import run
from communique.label_studio.writing.labeling_config import NO_HOTKEY, render_page
from communique.schema import load_schema
from paths import ROOT


@pytest.mark.parametrize("layer", [x.name for x in load_schema(ROOT / "schema/corpus.yaml").layers])
def test_every_choice_has_a_key_or_a_dummy_and_a_definition(layer: str):
    schema = load_schema(ROOT / "schema/corpus.yaml")
    page = ElementTree.fromstring(render_page(schema, schema.layer(layer)))
    form = [c for control in page.iter("Choices") for c in control.iter("Choice")]
    shown = [*page.iter("Label"), *form]
    assert all(item.get("hotkey") for item in shown)
    keys = [item.get("hotkey") for item in shown if item.get("hotkey") != NO_HOTKEY]
    assert len(keys) == len(set(keys))
    assert all(label.get("background") for label in page.iter("Label"))
    hinted = [label for label in page.iter("Label") if label.get("value") != "paragraph"]
    assert all(label.get("hint") for label in hinted)


def test_what_is_required_demands_nothing_once_cannot_judge_is_said():
    schema = load_schema(ROOT / "schema/corpus.yaml")
    first = schema.layer("stance").model_copy(update={"guideline_version": "1.0"})
    page = ElementTree.fromstring(render_page(schema, first))
    document = [c for c in page.iter("Choices") if c.get("name", "").startswith("author_stance")]
    assert len(document) == sum(target.is_part_of("1.0") for target in schema.targets)
    assert {(c.get("visibleWhen"), c.get("whenTagName")) for c in document} == {
        ("choice-unselected", "cannot_judge")
    }


@pytest.mark.parametrize("has_form", [True, False])
def test_the_help_speaks_of_a_form_only_if_there_is_one(tmp_path: Path, has_form: bool):
    path = tmp_path / "corpus.yaml"
    labels = "labels: [person, place]\n"
    begin = mini.SCHEMA.index(labels) + len(labels)
    end = mini.SCHEMA.index("  - name: frames")
    path.write_text(mini.SCHEMA if has_form else mini.SCHEMA[:begin] + mini.SCHEMA[end:])
    schema = load_schema(path)
    page = ElementTree.fromstring(render_page(schema, schema.layer("names")))
    told = [header.get("value", "") for header in page.iter("Header")]
    assert any("form" in text for text in told) == has_form
    assert ("Press the key of a label, then select the words." in told) != has_form


@pytest.mark.parametrize(("keys", "kind"), [(True, "Choices"), (False, "Taxonomy")])
def test_a_long_list_is_searched_unless_each_value_has_a_key(tmp_path: Path, keys: bool, kind: str):
    listed = ", ".join(f"{{id: v{n}{f', hotkey: shift+{n:x}' * keys}}}" for n in range(16))
    path = tmp_path / "corpus.yaml"
    path.write_text(mini.SCHEMA.replace("values: [literal, metonymic]", f"values: [{listed}]", 1))
    schema = load_schema(path)
    page = ElementTree.fromstring(render_page(schema, schema.layer("names")))
    (control,) = [c for c in page.iter(kind) if c.get("name") == "reading"]
    assert len(list(control.iter("Choice"))) == 16


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("labels: [person, place]", "labels: [{id: person, hotkey: u}, place]", "'u' is a hot"),
        ("labels: [person, place]", "labels: [{id: person, hotkey: '2'}, place]", "'2' is used"),
        ("values: [literal,", "values: [{id: literal, hotkey: Ctrl+Enter},", "'ctrl+enter' is a"),
    ],
)
def test_a_key_that_does_something_else_is_reported(tmp_path: Path, old: str, new: str, message):
    root = mini.write_corpus(tmp_path)
    (root / "schema/corpus.yaml").write_text(mini.SCHEMA.replace(old, new, 1))
    (found,) = run(root)
    assert (found.id, found.level, found.layer) == ("hotkey-conflict", "warning", "names")
    assert found.message.startswith(message)
