"""`croissant.json` is what its own reader takes it for, and every record set can be read."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import mlcroissant
import pytest

import mini
import packages
from communique.dataset.croissant import rai_facts
from communique.dataset.features import all_features
from communique.dataset.fields import all_fields
from communique.schema import load_schema
from communique.util.json_values import objects
from paths import ROOT


@pytest.fixture
def dataset(communique: Any, tmp_path: Path) -> Callable[[Path, str], Path]:
    """`dataset(root, flavour)`: a corpus built."""

    def make(root: Path, flavour: str) -> Path:
        out = tmp_path / flavour
        done = communique("build", "--corpus", root, "--out", out, "--flavour", flavour)
        assert done.returncode == 0, done.stderr
        return out

    return make


def read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, dict[str, list[Any]]]:
    """The metadata as the reader sees it, and the records of every set; addresses are relative."""
    monkeypatch.chdir(folder)
    croissant = mlcroissant.Dataset(jsonld="croissant.json")
    sets = {r.id: list(croissant.records(record_set=r.id)) for r in croissant.metadata.record_sets}
    return croissant.metadata, sets


@pytest.mark.parametrize("flavour", ["full", pytest.param("standoff", marks=pytest.mark.long)])
def test_every_record_set_has_the_rows_of_its_table(
    dataset: Callable[[Path, str], Path], monkeypatch: pytest.MonkeyPatch, flavour: str
):
    metadata, named = read_all(dataset(ROOT, flavour), monkeypatch)
    assert metadata.issues.warnings == set()
    assert len(named) > 15


def test_every_record_set_of_a_small_corpus_without_texts_has_the_rows_of_its_table(
    tmp_path: Path, dataset: Callable[[Path, str], Path], monkeypatch: pytest.MonkeyPatch
):
    root = mini.write_corpus(tmp_path / "c", {"names/ann-1": [mini.names_task()]})
    _, named = read_all(dataset(root, "standoff"), monkeypatch)
    assert named


def read_all(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, set[str]]:
    """The metadata, and the record sets of names of classes. All other record sets are tables."""
    metadata, sets = read(folder, monkeypatch)
    assert metadata.issues.errors == set()
    manifest = json.loads((folder / "manifest.json").read_text())
    tables = {f"{t['config']}-{t['split']}": t["rows"] for t in objects(manifest["tables"])}
    assert {name: len(sets[name]) for name in tables} == tables
    named = {name for name in set(sets) - set(tables) if name.startswith("names-")}
    assert set(sets) == named | set(tables)
    return metadata, named


def test_nested_spans_and_class_names_are_read(
    tmp_path: Path, dataset: Callable[[Path, str], Path], monkeypatch: pytest.MonkeyPatch
):
    root = mini.write_corpus(tmp_path / "c", {"names/ann-1": [mini.names_task()]})
    _, sets = read(dataset(root, "full"), monkeypatch)
    spans = [s for row in sets["names-train"] for s in row["names-train/names"] or ()]
    assert [s["names-train/names/text"].decode() for s in spans] == [
        "Ann Lee",
        "Paris",
        "Ann Lee",
        "Rome",
    ]
    labels = {
        r["names-names.names.type/id"]: r["names-names.names.type/name"]
        for r in sets["names-names.names.type"]
    }
    assert list(labels.values()) == ["person", "place"]


def test_what_the_datasheet_marks_is_told_in_its_own_words():
    facts = rai_facts((ROOT / "DATASHEET.md").read_text())
    known = set(mlcroissant.Metadata.__dataclass_fields__)
    snake = {re.sub(r"([A-Z])", r"_\1", name).lower() for name in facts}
    assert snake <= known
    assert {"annotator_demographics", "data_biases", "data_annotation_protocol"} <= snake
    assert rai_facts("<!-- rai:a -->x\n y<!-- /rai --> <!-- rai:a -->z<!-- /rai -->") == {
        "a": "x y z"
    }
    assert rai_facts("nothing marked") == {}


@pytest.mark.parametrize("flavour", ["full", "standoff"])
def test_every_field_says_what_the_card_says(flavour: str):
    """Each field of every config has its meaning, its unit and its nulls."""
    schema = load_schema(ROOT / "schema/corpus.yaml")
    features = all_features(schema, [g.id for g in schema.genres])
    words = {c: {f.name: f for f in own} for c, own in all_fields(schema, features).items()}
    data = json.loads(packages.this_corpus(flavour)["croissant.json"])
    seen: set[str] = set()
    for records in data["recordSet"]:
        assert len(records["description"]) > 10
        config = records["name"].rpartition("-")[0]
        for name, field in _named_fields(records["field"], ""):
            assert field["description"], field["@id"]
            if records["name"].startswith("names-"):
                continue
            assert field["description"].startswith(words[config][name].text), field["@id"]
            seen.add(config)
    assert seen == set(features)


def _named_fields(fields: list[Any], above: str) -> Iterator[tuple[str, Any]]:
    for field in fields:
        yield f"{above}{field['name']}", field
        yield from _named_fields(field.get("subField", []), f"{above}{field['name']}.")


def test_truth_values_are_booleans(
    tmp_path: Path, dataset: Callable[[Path, str], Path], monkeypatch: pytest.MonkeyPatch
):
    root = mini.write_corpus(tmp_path / "c", {"names/ann-1": [mini.names_task()]})
    folder = dataset(root, "full")
    data = json.loads((folder / "croissant.json").read_text())
    kinds = {
        field["@id"]: field.get("dataType")
        for records in data["recordSet"]
        for _, field in _named_fields(records["field"], "")
    }
    assert kinds["annotations-train/is_vote"] == "sc:Boolean"
    assert kinds["registry-train/aliases/metonym"] == "sc:Boolean"
    _, sets = read(folder, monkeypatch)
    assert {r["annotations-train/is_vote"] for r in sets["annotations-train"]} == {True}
    aliases = [a for r in sets["registry-train"] for a in r["registry-train/aliases"] or ()]
    assert [bool(a["registry-train/aliases/metonym"]) for a in aliases] == [True]
