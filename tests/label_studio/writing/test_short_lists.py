"""Short lists: the entries that a document names are offered first, and read as those chosen."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

import mini
from communique.checks import run
from communique.label_studio import read_export
from communique.label_studio.writing.assignment import assignment
from communique.label_studio.writing.labeling_config import page_hotkeys, render_page
from communique.label_studio.writing.short_lists import short_lists
from communique.label_studio.writing.tasks import task
from communique.records import Record
from communique.schema import load_schema
from opened import given, read
from paths import ROOT

MANY = "\n".join(f'  - {{id: "gpe:p{n}", type: place, name: Place {n}}}' for n in range(20))
MANY += '\n  - {id: "gpe:FR", type: place, name: France, aliases: [Paris, the Republic]}'
ACTORS = ", ".join(f"{{id: a{n}, name: Actor {n}, entity_id: null}}" for n in range(20))
LONG = {
    "registry:\n": f"registry:\n{MANY}\n",
    "actors: [{id: AUTHOR}, {id: rome}, {id: ann}]": (
        "actors: [{id: AUTHOR, name: The author, side: author, entity_id: null},"
        f' {{id: rome, name: Romans, entity_id: "gpe:rome"}},'
        f" {{id: ann, name: Ann Lee, entity_id: null}}, {ACTORS}]"
    ),
}


def long_corpus(root: Path, rows: list[dict] | None = None) -> Path:
    made = mini.names_task()
    if rows is not None:
        mini.annotation(made)["result"] = rows
    root = mini.write_corpus(root, {"names/ann-1": [made]})
    given(root, LONG)
    return root


def found(root: Path) -> tuple[list[Record], list[str]]:
    schema = load_schema(root / "schema/corpus.yaml")
    events = list(read_export(root / "annotations/names/ann-1.json", schema))
    return [e for e in events if isinstance(e, Record)], [p.id for p in run(root)]


def test_the_entries_that_a_text_names_are_offered_by_the_label_that_fits(tmp_path: Path):
    schema, documents = given(mini.write_corpus(tmp_path), LONG)
    offered = short_lists(schema, schema.layer("names"), documents["one"].text)
    assert {key: [c["alias"] for c in listed] for key, listed in offered.items()} == {
        "named_entity_id__person": ["per:ann-lee"],
        "named_entity_id__place": ["gpe:FR", "gpe:rome"],
        "named_holder__named": ["AUTHOR", "ann", "rome"],
    }


@pytest.mark.parametrize("layer", ["entities", "stance"])
@pytest.mark.parametrize("doc_id", ["000", "001", "002", "003", "004"])
def test_a_key_has_one_meaning_on_a_page_with_its_short_lists(layer: str, doc_id: str):
    from communique.workspace import Corpus

    corpus = Corpus.open(ROOT)
    schema, document = corpus.schema, corpus.documents[doc_id]
    offered = short_lists(schema, schema.layer(layer), document.text)
    keys = [c["hotkey"] for listed in offered.values() for c in listed]
    keys = [k for k in keys if k != "alt+shift+f9"]
    taken = {k.lower() for k in page_hotkeys(schema, schema.layer(layer))}
    assert len(keys) > 5
    assert len(keys) == len(set(keys))
    assert not taken & set(keys)


def test_every_short_list_of_a_page_has_its_data_in_every_task(tmp_path: Path):
    schema, documents = given(mini.write_corpus(tmp_path), LONG)
    page = ElementTree.fromstring(render_page(schema, schema.layer("names")))
    wanted = {c.get("value", "")[1:] for c in page.iter("Choices") if c.get("value")}
    made = task(schema, schema.layer("names"), documents["one"])
    assert wanted == {key for key in made["data"] if key.startswith("named_")}
    assert len(wanted) == 3
    adjudicators = render_page(schema, schema.layer("names"), adjudication=True)
    assert "$named_" not in adjudicators


def test_a_search_finds_names_and_aliases_and_the_id_is_stored(tmp_path: Path):
    schema, _ = given(mini.write_corpus(tmp_path), LONG)
    page = ElementTree.fromstring(render_page(schema, schema.layer("names")))
    (listed,) = [t for t in page.iter("Taxonomy") if t.get("name") == "entity_id"]
    shown = {c.get("alias") or c.get("value"): c.get("value") for c in listed}
    assert shown["gpe:FR"] == "France, Paris, the Republic"
    assert shown["per:ann-lee"] == "Ann Lee"


def test_entries_of_the_same_name_are_told_apart(tmp_path: Path):
    twin = {**LONG, "  - {id: ann-1": "  - {id: ann-1"}
    twin["registry:\n"] += '  - {id: "per:ann-2", type: person, name: Ann Lee}\n'
    schema, documents = given(mini.write_corpus(tmp_path), twin)
    layer = schema.layer("names")
    listed = short_lists(schema, layer, documents["one"].text)["named_entity_id__person"]
    assert sorted(c["value"] for c in listed) == ["Ann Lee (per:ann-2)", "Ann Lee (per:ann-lee)"]
    page = ElementTree.fromstring(render_page(schema, layer))
    per_list = [
        c.get("value") for t in page.iter("Taxonomy") if t.get("name") == "entity_id" for c in t
    ]
    assert len(per_list) == len(set(per_list))


def test_what_is_chosen_in_a_short_list_is_a_value_of_the_attribute(tmp_path: Path):
    rows = [
        mini.row("entity", "labels", "Ann Lee", ["person"], "r1"),
        mini.row("entity_id__person", "choices", "Ann Lee", ["per:ann-lee"], "r1"),
        mini.row("holder__named", "choices", "Ann Lee", ["ann"], "r1"),
        mini.row("holder", "taxonomy", "Ann Lee", [["rome"]], "r1"),
    ]
    (record,), problems = found(long_corpus(tmp_path, rows))
    assert (record.attributes, problems) == (
        {"entity_id": "per:ann-lee", "holders": ("rome", "ann")},
        [],
    )


def test_the_same_value_in_both_lists_counts_once_and_two_values_are_a_problem(tmp_path: Path):
    def both(other: str) -> list[dict]:
        return [
            mini.row("entity", "labels", "Paris", ["place"], "r1"),
            mini.row("entity_id", "taxonomy", "Paris", [["gpe:FR"]], "r1"),
            mini.row("entity_id__place", "choices", "Paris", [other], "r1"),
        ]

    (record,), problems = found(long_corpus(tmp_path / "a", both("gpe:FR")))
    assert (record.attributes["entity_id"], problems) == ("gpe:FR", [])
    records, problems = found(long_corpus(tmp_path / "b", both("gpe:rome")))
    assert (records, problems) == ([], ["wrong-cardinality"])


def test_exports_of_the_former_page_are_read_as_before(tmp_path: Path):
    before, none = found(mini.write_corpus(tmp_path / "a", {"names/ann-1": [mini.names_task()]}))
    after, problems = found(long_corpus(tmp_path / "b"))
    assert (none, problems) == ([], [])
    assert [(r.annotation_id, r.label, dict(r.attributes)) for r in before] == [
        (r.annotation_id, r.label, dict(r.attributes)) for r in after
    ]


def test_a_task_says_which_document_of_how_many_it_is(tmp_path: Path):
    root = mini.write_corpus(tmp_path)
    schema, documents = given(root)
    person = schema.annotator("ann-1")
    work = assignment(schema, person, list(documents.values()), *read(root))
    assert [made["data"]["progress"] for made in work["names"]] == ["document 1 of 1"]


def test_a_value_in_a_short_list_is_enough():
    schema = load_schema(ROOT / "schema/corpus.yaml")
    layer = schema.layer("stance")
    page = ElementTree.fromstring(render_page(schema, layer))
    (holder,) = [t for t in page.iter("Taxonomy") if t.get("name") == "holder"]
    assert holder.get("required") is None
    page = ElementTree.fromstring(render_page(schema, layer, adjudication=True))
    (holder,) = [t for t in page.iter("Taxonomy") if t.get("name") == "holder"]
    assert holder.get("required") == "true"
