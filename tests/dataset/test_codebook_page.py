"""`CODEBOOK.md` says what the config `codebook` says."""

import re
from pathlib import Path

import linked
import mini
import packages
from communique.dataset.codebook_page import codebook_page
from communique.dataset.codebook_rows import codebook_rows
from communique.dataset.features import all_features
from communique.schema import Schema, load_schema
from paths import ROOT


def _page(schema: Schema) -> str:
    return codebook_page(schema, all_features(schema, [g.id for g in schema.genres])).decode()


def _schema(tmp_path: Path, text: str) -> Schema:
    (tmp_path / "corpus.yaml").write_text(text)
    return load_schema(tmp_path / "corpus.yaml")


def test_every_value_of_the_table_is_on_the_page_with_all_that_is_known_of_it(tmp_path: Path):
    for schema in (
        load_schema(ROOT / "schema/corpus.yaml"),
        mini.load_schema_text(),
        load_schema(linked.corpus(tmp_path) / "schema/corpus.yaml"),
    ):
        shown = {tuple(row) for table in packages.tables(_page(schema)) for row in table}
        for row in codebook_rows(schema, all_features(schema, [g.id for g in schema.genres])):
            known = [row[c] for c in ("definition", "standard", "side", "entity_id") if row[c]]
            known += row["examples"]
            mine = [r for r in shown if r[:2] == (row["value"], str(row["number"]))]
            texts = [" | ".join(r).lower() for r in mine]
            assert any(all(k.lower().replace("`", "") in t for k in known) for t in texts), row


def test_it_names_layers_columns_attributes_lists_and_genres_of_this_corpus():
    schema = load_schema(ROOT / "schema/corpus.yaml")
    page = _page(schema)
    for layer in schema.layers:
        assert f"## {layer.name}: {layer.title}\n" in page
        assert f"### Labels (column `{layer.column}`)" in page
        for attribute in layer.attributes:
            assert f"| `{attribute.name}` | {attribute.definition}." in page
    assert page.count("## List `actors`") == page.count("## List `targets`") == 1
    assert "## Genres (column `genre` of `documents`)" in page
    assert f"The registry has {len(schema.registry)} entries." in page


def test_every_label_of_this_corpus_has_an_example_that_no_article_has():
    schema = load_schema(ROOT / "schema/corpus.yaml")
    texts = [p.read_text() for p in (ROOT / "corpus/raw").glob("*.txt")]
    for layer in schema.layers:
        for label in layer.labels:
            assert label.examples, (layer.name, label.id)
            assert not any(e in text for e in label.examples for text in texts), label.id


def test_attributes_say_when_they_must_be_given_and_whether_they_count(tmp_path: Path):
    page = _page(mini.load_schema_text())
    tables = [t for t in packages.tables(page) if t[0][0] == "attribute"]
    rows = {row[0]: row for table in tables for row in table}
    kind = ["a label", "one value", "literal, metonymic"]
    assert rows["reading"][2:] == [*kind, "if metonym is true; only with place", "yes"]
    assert rows["tone"][2] == "the document"
    assert rows["frames"][4] == "the labels of the layer"
    assert rows["entity_id"][4] == "registry"


def test_a_bar_or_a_line_feed_stays_in_its_cell(tmp_path: Path):
    text = mini.SCHEMA.replace(
        "labels: [person, place]", 'labels: [{id: person, definition: "a | b\\nc"}, place]'
    )
    page = _page(_schema(tmp_path, text))
    assert "| `person` | 0 | A \\| b c. |" in page


def test_a_corpus_without_lists_has_no_empty_sections(tmp_path: Path):
    layer = "{name: names, unit: span, labels: [{id: a, definition: One}]}"
    page = _page(_schema(tmp_path, f"name: bare\nlayers:\n  - {layer}\n"))
    assert "List `" not in page
    assert "Registry" not in page
    assert "Genres" not in page
    assert not re.search(r"\n#+ [^\n]+\n+#+ [^#]", page.replace("dataset has\n\n###", ""))


def test_both_flavours_have_the_same_page():
    pages = {packages.this_corpus(f)["CODEBOOK.md"] for f in ("full", "standoff")}
    assert len(pages) == 1
