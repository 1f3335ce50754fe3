"""The example rows: of the invented document, in the columns of the dataset, the same each time."""

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import mini
import packages
from communique.dataset.card.invented import example_rows, invented_content
from communique.dataset.features import all_features
from communique.dataset.names import ANNOTATIONS, CODEBOOK, DECISIONS, DOCUMENTS, REGISTRY
from communique.schema import Schema, load_schema
from communique.schema.names import EVALUATION

SAMPLE = (files("communique") / "templates/new/sample.txt").read_text()


def _rows(schema: Schema) -> dict[str, dict[str, Any]]:
    return example_rows(schema, all_features(schema, _genres(schema)))


def _genres(schema: Schema) -> list[str]:
    return [g.id for g in schema.genres] or ["news"]


def test_every_config_that_can_have_a_row_has_one_with_its_columns(tmp_path: Path):
    for schema in packages.schemas(tmp_path):
        features = all_features(schema, _genres(schema))
        rows = example_rows(schema, features)
        assert set(features) - set(rows) <= ({REGISTRY} if not schema.registry else set())
        for config, row in rows.items():
            assert list(row) == list(features[config])


def test_the_words_are_those_of_the_invented_document(tmp_path: Path):
    for schema in packages.schemas(tmp_path):
        for config, row in _rows(schema).items():
            if config.endswith(EVALUATION):
                texts = re.findall(r"<(span|text|context)>(.*?)</\1>", row["input"])
                assert texts
                assert all(text in SAMPLE for _, text in texts)
            elif config not in (CODEBOOK, REGISTRY):
                assert row["doc_id"] == "sample"
                assert (row.get("text") or "").split("\n")[0] in SAMPLE


def test_ranges_cut_out_what_they_say_and_ids_connect(tmp_path: Path):
    for schema in packages.schemas(tmp_path):
        rows = _rows(schema)
        text = rows[DOCUMENTS]["text"]
        for config in (ANNOTATIONS, DECISIONS):
            row = rows[config]
            if row["start"] is not None:
                assert text[row["start"] : row["end"]] == row["text"]
                assert row["block_id"] in {b["block_id"] for b in rows[DOCUMENTS]["blocks"]}
        assert rows[ANNOTATIONS]["is_vote"]
        assert rows[ANNOTATIONS]["annotation_id"] in rows[DECISIONS]["candidates"]
        for layer in schema.layers:
            if layer.unit == "span" and layer.rows == "nested":
                span = rows[layer.name][layer.name][0]
                block = rows[layer.name]["text"]
                assert block[span["start"] : span["end"]] == span["text"]
            elif layer.unit == "span":
                row = rows[layer.name]
                assert row["context"][row["start"] : row["end"]] == row["text"]


def test_relations_and_spans_of_a_sentence_are_shown(tmp_path: Path):
    schemas = list(packages.schemas(tmp_path))
    related = _rows(schemas[2])["names"]["names"]
    assert related[0]["relations"][0]["to_uid"] == related[1]["entity_uid"]
    layer = next(x for x in schemas[0].layers if x.detecting)
    shown = _rows(schemas[0])[f"{layer.name}_detection"]
    assert shown[f"{layer.column}s"]
    assert shown["label"] == layer.label_ids[0]


def test_no_entity_of_a_registry_is_said_of_an_invented_word():
    content = invented_content(mini.load_schema_text())
    assert all("entity_id" not in r.attributes for r in content.records)
    assert {a.id for a in content.schema.annotators} == {"ann-1", "ann-2"}


def test_a_layer_whose_blocks_the_document_lacks_has_no_example(tmp_path: Path):
    (tmp_path / "corpus.yaml").write_text(
        "name: one\nlayers:\n  - {name: heads, unit: block, units: [heading], labels: [a]}\n"
    )
    schema = load_schema(tmp_path / "corpus.yaml")
    assert set(_rows(schema)) == {DOCUMENTS, CODEBOOK}
