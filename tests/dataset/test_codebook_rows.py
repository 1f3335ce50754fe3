"""`codebook` and `registry`: every class number of every config has a name and a meaning there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from datasets import ClassLabel

import panel
from communique.dataset.codebook_rows import codebook_rows
from communique.dataset.features import all_features
from communique.schema import load_schema
from paths import ROOT

Row = dict[str, Any]
SHARED = ("decision", "outcome", "reason", "role", "status", "block_type", "layer", "genre")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("codebook")
    return panel.built(panel.corpus(folder / "corpus"), folder / "out")


def class_labels(feature: Any, *path: str) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Every column of class labels, however deep."""
    if isinstance(feature, ClassLabel):
        yield path, feature.names
    elif isinstance(feature, dict):
        for name, inner in feature.items():
            yield from class_labels(inner, *path, name)
    elif isinstance(feature, list):
        yield from class_labels(feature[0], *path)
    elif hasattr(feature, "feature"):
        yield from class_labels(feature.feature, *path)


@pytest.mark.parametrize("of", ["panel", "this corpus"])
def test_every_class_of_every_column_is_listed_under_its_number(of: str, tmp_path: Path):
    root = ROOT if of != "panel" else panel.corpus(tmp_path, settled=False)
    schema = load_schema(root / "schema/corpus.yaml")
    features = all_features(schema, [g.id for g in schema.genres])
    lists: dict[tuple[str | None, str], dict[int, str]] = {}
    for r in codebook_rows(schema, features):
        own = lists.setdefault((r["layer"], r["attribute"]), {})
        assert r["number"] not in own
        own[r["number"]] = r["value"]
    layers = {x.name: x for x in schema.layers}
    seen = 0
    for config, columns in features.items():
        named = config.removesuffix("_detection")
        layer = named if named in layers else None
        for path, names in class_labels(columns):
            seen += 1
            wanted, name = dict(enumerate(names)), path[-1]
            if "relations" in path and name == "label":
                name = "relations"
            elif config != named and name == "label":
                name = f"{config}.label"
            elif layer and name == layers[layer].column:
                name = "label"
            keys = [(layer, name), (layer, ".".join(path)), (None, name)]
            if config == "documents":  # document values have the layer's name, or are its label
                keys += [(x, n) for x in layers for n in (path[0], name, ".".join(path), "label")]
                keys += [(None, "block_type")] if path == ("blocks", "type") else []
            found = [lists.get(key) for key in keys]
            assert wanted in found, (config, path)
    assert seen > 25


def test_a_column_is_found_by_layer_and_name(dataset: Path):
    """The rule of the docs: the layer and the column's name, `label` for the layer's labels."""
    rows = panel.rows(dataset, "codebook")
    found: dict[tuple[str | None, str], list[str]] = {}
    for r in rows:
        found.setdefault((r["layer"], r["attribute"]), []).append(r["value"])
    assert found["names", "label"] == ["person", "place"]
    tags = ["O", "B-person", "I-person", "B-place", "I-place"]
    assert found["names", "ner_tags"] == found["names", "ner_tags_inner"] == tags
    assert found["names", "relations"] == ["near"]
    assert found["views", "target"] == ["harbour", "team", "other"]
    assert found["views", "holders"] == ["AUTHOR", "rome", "team"]
    assert found["views", "label"] == ["good", "bad"]
    cells = ["none", "good", "bad", "mixed"]
    assert found["views", "views_detection.label"] == found["views", "author_label"] == cells
    assert found["views", "author_view"] == ["good", "bad", "none"]
    assert found["frames", "label"] == found["frames", "frames"] == ["money", "people", "none"]
    assert found["mood", "label"] == ["low", "middle", "high"]
    assert found[None, "decision"] == ["single", "unanimous", "majority", "adjudicated"]
    assert found[None, "layer"] == ["names", "views", "frames", "mood"]
    assert all((None, name) in found for name in SHARED if name != "genre")


def test_definitions_come_from_the_schema(dataset: Path):
    rows = {(r["layer"], r["attribute"], r["value"]): r for r in panel.rows(dataset, "codebook")}
    person = rows["names", "label", "person"]
    assert (person["definition"], person["standard"]) == ("People", "OntoNotes 5 PERSON")
    assert rows["views", "target", "harbour"]["definition"] == "A place for ships"
    assert rows["views", "target", "team"]["examples"] == ["the whole team"]
    author, rome = rows["views", "holders", "AUTHOR"], rows["views", "holders", "rome"]
    assert (author["side"], author["entity_id"]) == ("author", None)
    assert (rome["side"], rome["entity_id"]) == ("rome", "gpe:rome")
    assert rows["names", "label", "place"]["definition"] is None
    for (layer, name, _), r in rows.items():
        if layer is None and name not in ("layer", "disagreement"):
            assert r["definition"], r


def test_the_registry_is_the_schemas(dataset: Path):
    assert panel.rows(dataset, "registry") == [
        {
            "entity_id": "gpe:rome",
            "type": "place",
            "name": "Rome",
            "aliases": [{"text": "Rome", "metonym": True}],
        },
        {"entity_id": "per:ann-lee", "type": "person", "name": "Ann Lee", "aliases": []},
    ]


def test_lists_are_in_one_split(dataset: Path):
    for config in ("codebook", "registry"):
        (path,) = (dataset / "data" / config).iterdir()
        assert path.name.startswith("train-")
