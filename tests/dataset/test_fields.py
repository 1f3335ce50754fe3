"""Every column of every config has words, and the words about nulls are true."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from datasets import Features, List, Value

import mini
import packages
from communique.dataset.features import all_features
from communique.dataset.fields import all_fields
from communique.schema import load_schema
from paths import ROOT


def _leaves(path: str, feature: Any) -> Iterator[tuple[str, Any]]:
    yield path, feature
    inner = feature.feature if isinstance(feature, List) else feature
    for name, part in inner.items() if isinstance(inner, dict) else ():
        yield from _leaves(f"{path}.{name}", part)


def test_every_column_and_every_field_in_it_has_a_meaning(tmp_path: Path):
    for schema in packages.schemas(tmp_path):
        features = all_features(schema, ["news"])
        found = all_fields(schema, features)
        for config, columns in features.items():
            wanted = dict(x for name, f in columns.items() for x in _leaves(name, f))
            assert [f.name for f in found[config]] == list(wanted)
            for field in found[config]:
                assert len(field.meaning) > 5, (config, field)
                assert field.null, (config, field)


def test_every_number_that_is_no_class_has_a_unit(tmp_path: Path):
    for schema in packages.schemas(tmp_path):
        for config, fields in all_fields(schema, all_features(schema, ["news"])).items():
            without = [f.name for f in fields if "int64" in f.type and not f.unit]
            assert without == [], config


def test_a_column_without_words_is_an_error():
    schema = mini.load_schema_text()
    features = {"documents": Features({"doc_id": Value("string"), "surprise": Value("string")})}
    with pytest.raises(KeyError, match="surprise"):
        all_fields(schema, features)


def test_an_attribute_says_what_the_schema_says():
    schema = load_schema(ROOT / "schema/corpus.yaml")
    fields = {
        f"{config}.{f.name}": f
        for config, own in all_fields(schema, all_features(schema, ["news"])).items()
        for f in own
    }
    for layer in schema.layers:
        for attribute in layer.columns:
            inside = f"{layer.name}." if layer.rows == "nested" else ""
            field = fields[f"{layer.name}.{inside}{attribute.name}"]
            assert field.meaning.startswith(f"{attribute.definition}.")
            assert attribute.computed or field.meaning == f"{attribute.definition}."
        for attribute in layer.document_columns:
            assert fields[f"documents.{attribute.name}"].meaning.startswith(attribute.definition)


def _nulls(path: str, value: Any) -> Iterator[str]:
    """The names of fields that are null; a null inside a list counts for the list's field."""
    if value is None:
        yield path
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _nulls(f"{path}.{name}" if path else name, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nulls(path, inner)


@pytest.mark.parametrize("flavour", ["full", "standoff"])
def test_what_is_never_null_never_is(flavour: str):
    schema = load_schema(ROOT / "schema/corpus.yaml")
    files = packages.this_corpus(flavour)
    for config, fields in all_fields(schema, all_features(schema, ["news"])).items():
        nulls = {path for row in packages.rows_of(files, config) for path in _nulls("", row)}
        words = {f.name: f.null for f in fields}
        always = {path for path in nulls if words[path].split(";")[0] == "never"}
        assert {path for path in always if "null for a value" not in words[path]} == set(), config
        if flavour == "full":
            only = {p for p in nulls if words[p].startswith("in the standoff")}
            assert {p for p in only if ";" not in words[p]} == set(), config


def test_what_standoff_removes_says_so():
    schema = load_schema(ROOT / "schema/corpus.yaml")
    full, standoff = (packages.this_corpus(f) for f in ("full", "standoff"))
    for config, fields in all_fields(schema, all_features(schema, ["news"])).items():
        gone = [
            {path for row in packages.rows_of(files, config) for path in _nulls("", row)}
            for files in (full, standoff)
        ]
        words = {f.name: f.null for f in fields}
        for path in gone[1] - gone[0]:
            assert words[path].startswith("in the standoff flavour"), (config, path)
