"""The schema file: what is wrong is said with line, key and expectation."""

from pathlib import Path

import pytest

from communique.checks.catalogue import KINDS
from communique.rendering.files import rendered_files
from communique.schema import YamlError, load_schema

HEAD = "name: x\nlayers:\n- name: a\n  unit: span\n  labels: [p, q]\n"
DETECT = "  detect_by: {0}\n  attributes:\n  - {{name: {0}, type: choice, values: [v]}}\n"
FAULTS = [
    ("name: x\n", "line 1, layers: key is missing"),
    (HEAD + "colour: red\n", "line 6, colour: unknown key; remove it or fix its spelling"),
    (
        HEAD.replace("span", "spam"),
        "line 4, layers[0].unit: expected 'span', 'block' or 'document'",
    ),
    (HEAD.replace("[p, q]", "[p, p]"), "line 3, layers[0]: a: label given twice: p"),
    (HEAD + "name: y\n", "line 6, name: key given twice; keep one"),
    (
        HEAD + "version: 1.2\n",
        "line 6, version: expected three numbers, for example `1.0.0`",
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
    *(
        (
            HEAD.replace("name: a", f"name: {config}"),
            f"line 3, layers[0].name: every dataset has a config named '{config}';"
            " choose another name",
        )
        for config in ("documents", "decisions", "annotations", "codebook", "registry")
    ),
    (
        HEAD + "  detect_by: t\n",
        "line 3, layers[0]: a: detect_by names no choice of the regions of a span layer: t",
    ),
    (
        HEAD + DETECT.format("t") + HEAD[HEAD.index("- name") :].replace("a\n", "a_detection\n", 1),
        "line 9, layers[1].name: 'a_detection' is the config of the sentences of a (detect_by);"
        " choose another name",
    ),
    *(
        (
            HEAD + detect + HEAD[HEAD.index("- name") :].replace("a\n", f"{name}\n", 1),
            f"line {line}, layers[1].name: '{name}' is the config of the questions about {about};"
            " choose another name",
        )
        for name, about, detect, line in (
            ("a_eval", "a", "", 6),
            ("a_detection_eval", "a_detection", DETECT.format("t"), 9),
        )
    ),
    *(
        (
            HEAD + DETECT.format(column),
            f"line 3, layers[0]: a: the config a_detection has a column '{column}' of its own;"
            " rename the attribute",
        )
        for column in ("text", "group", "labels")
    ),
    (
        HEAD.replace("[p, q]", "[p, mixed]") + DETECT.format("t"),
        "line 3, layers[0]: a: with detect_by, 'mixed' is the label of sentences whose spans"
        " differ; rename the label",
    ),
    (
        HEAD + "actors:\n- {id: x, entity_id: y}\n",
        "line 6, actors: x: the registry has no 'y'",
    ),
]


@pytest.mark.parametrize(("text", "expected"), FAULTS)
def test_a_fault_is_said_with_line_and_key(tmp_path: Path, text: str, expected: str):
    path = tmp_path / "corpus.yaml"
    path.write_text(text)
    with pytest.raises(YamlError) as caught:
        load_schema(path)
    assert expected in [str(f) for f in caught.value.faults]


@pytest.mark.parametrize(
    "attribute",
    [
        "{name: t, type: choice, required: sometimes, values: [a]}",
        "{name: t, type: choice, required: {when: {p: {a: b}}}, values: [a]}",
        "{name: t, type: choice, values: [{id: a, color: red}]}",
        "{name: t, type: choice, values: [{id: a, examples: {a: b}}]}",
        "{name: t, type: choyce, values: [a]}",
    ],
)
def test_an_error_deep_in_a_layer_is_the_only_one(tmp_path: Path, attribute: str):
    path = tmp_path / "corpus.yaml"
    path.write_text(f"{HEAD}  attributes:\n  - {attribute}\n")
    with pytest.raises(YamlError) as caught:
        load_schema(path)
    (fault,) = caught.value.faults
    assert (fault.line, fault.key.startswith("layers[0].attributes[0].")) == (7, True)
    assert "[str" not in fault.key


def test_a_schema_without_layers_is_refused(tmp_path: Path):
    path = tmp_path / "corpus.yaml"
    path.write_text("name: x\nlayers: []\n")
    with pytest.raises(YamlError, match="line 2, layers: expected at least one entry"):
        load_schema(path)


def test_scalars_stay_what_was_typed(tmp_path: Path):
    path = tmp_path / "corpus.yaml"
    path.write_text(HEAD.replace("[p, q]", "[no, 007, 1e3]") + "released: 2021-03\n")
    schema = load_schema(path)
    assert schema.layers[0].label_ids == ("no", "007", "1e3")
    assert schema.released == "2021-03"


def test_forms_that_people_write_are_understood(tmp_path: Path):
    path = tmp_path / "corpus.yaml"
    path.write_text("""
name: x
language: en
licenses: CC-BY-4.0
gates: {names: {label: 0.8}}
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
    assert set(rendered_files(schema, KINDS.values())) >= {"names.xml", "verdict.xml"}
