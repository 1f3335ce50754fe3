"""The sentences of a layer: one row for each sentence and value, also where nothing was marked."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

import broken
import panel
from communique.corpus import read_document
from communique.schema import load_schema

Row = dict[str, Any]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("detection")
    return panel.built(panel.corpus(folder / "corpus"), folder / "out")


@pytest.fixture(scope="module")
def cells(dataset: Path) -> list[Row]:
    return panel.rows(dataset, "views_detection")


def test_every_sentence_has_a_row_for_every_value_but_other(dataset: Path, cells: list[Row]):
    sentences = {
        (d["doc_id"], s["sentence_id"]): d["text"][s["start"] : s["end"]]
        for d in panel.rows(dataset, "documents")
        for s in d["sentences"]
    }
    found = [(r["doc_id"], r["sentence_id"], r["target"]) for r in cells]
    assert len(set(found)) == len(found)
    assert set(found) == {(*s, target) for s in sentences for target in ("harbour", "team")}
    assert all(sentences[r["doc_id"], r["sentence_id"]] == r["text"] for r in cells)
    blocks = {
        (d["doc_id"], b["block_id"]): b["text"]
        for d in panel.rows(dataset, "documents")
        for b in d["blocks"]
    }
    for r in cells:
        assert blocks[r["doc_id"], r["block_id"]][r["start"] : r["end"]] == r["text"]


def test_a_kept_span_is_in_the_cell_of_its_first_character(dataset: Path, cells: list[Row]):
    spans: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for span in panel.rows(dataset, "views"):
        for r in cells:
            same = all(span[k] == r[k] for k in ("doc_id", "block_id", "target"))
            if same and r["start"] <= span["start"] < r["end"]:
                spans[r["doc_id"], r["sentence_id"], r["target"]].append(span)
    listed = panel.rows(dataset, "views")
    assert sum(map(len, spans.values())) == sum(s["target"] != "other" for s in listed)
    for r in cells:
        own = spans[r["doc_id"], r["sentence_id"], r["target"]]
        labels = {s["view"] for s in own}
        expected = "none" if not labels else labels.pop() if len(labels) == 1 else "mixed"
        assert r["label"] == expected
        named = [{k: s[k] for k in ("view", "holders", "view_uid")} for s in own]
        assert sorted(r["views"], key=str) == sorted(named, key=str)
        authors = {s["view"] for s in own if "AUTHOR" in s["holders"]}
        assert r["author_label"] == (
            "none" if not authors else authors.pop() if len(authors) == 1 else "mixed"
        )
    assert {"none", "good"} <= {r["label"] for r in cells}


def test_votes_against_none_are_annotators_who_marked_one(dataset: Path, cells: list[Row]):
    begins = {
        (d["doc_id"], b["block_id"]): b["start"]
        for d in panel.rows(dataset, "documents")
        for b in d["blocks"]
    }
    votes = [
        r for r in panel.rows(dataset, "annotations") if r["layer"] == "views" and r["is_vote"]
    ]
    for r in cells:
        begin = begins[r["doc_id"], r["block_id"]]
        given = {
            v["annotator"]
            for v in votes
            if v["kind"] == "span" and v["doc_id"] == r["doc_id"]
            if begin + r["start"] <= v["start"] < begin + r["end"]
            if {"name": "target", "value": r["target"]} in v["attributes"]
        }
        assert r["votes_against_none"] == (None if r["views"] else len(given))
    assert any(r["votes_against_none"] for r in cells)


def answers(*regions: tuple[int, str, int, str, str, str]) -> Row:
    """Views of one annotator: line, words, occurrence, label, target, holder."""
    return {
        "regions": [
            {
                "line": line,
                "text": words,
                "occurrence": nth,
                "label": label,
                "attributes": {"target": target, "holder": [holder]},
            }
            for line, words, nth, label, target, holder in regions
        ],
        "document": {f"author_view__{t}": "none" for t in ("harbour", "team", "other")},
    }


def alone(root: Path, given: Row) -> Path:
    """The corpus with the views of one annotator on the first document, and nothing else."""
    panel.corpus(root, settled=False)
    for path in (root / "annotations").rglob("*.json"):
        path.unlink()
    schema = load_schema(root / "schema/corpus.yaml")
    documents = {"one": read_document(root / "corpus/clean/one.json")}
    panel.export(root, schema, schema.layer("views"), "ann-1", documents, {"one": given})
    return root


def test_several_spans_in_a_cell_are_mixed_where_they_differ(tmp_path: Path):
    given = answers(
        (2, "Ann Lee", 1, "good", "harbour", "rome"),
        (2, "the new harbour", 1, "bad", "harbour", "AUTHOR"),
        (2, "Rome", 1, "bad", "team", "rome"),
        (2, "the harbour", 1, "bad", "team", "rome"),
        (3, "answered", 1, "good", "other", "rome"),
    )
    folder = panel.built(alone(tmp_path / "corpus", given), tmp_path / "out")
    found = {
        (r["text"].split()[0], r["target"]): r
        for r in panel.rows(folder, "views_detection")
        if r["views"]
    }
    assert {key: (r["label"], r["author_label"]) for key, r in found.items()} == {
        ("Ann", "harbour"): ("mixed", "bad"),
        ("The", "team"): ("bad", "none"),
    }
    assert [len(r["views"]) for r in found.values()] == [2, 2]
    assert {r["votes_against_none"] for r in panel.rows(folder, "views_detection")} == {None, 0}


def test_a_span_over_two_sentences_counts_for_the_first(tmp_path: Path):
    words = "harbour.12 The team"
    given = answers((2, words, 1, "good", "harbour", "rome"))
    folder = panel.built(alone(tmp_path / "corpus", given), tmp_path / "out")
    (row,) = (r for r in panel.rows(folder, "views_detection") if r["views"])
    assert row["text"] == "Ann Lee praised the new harbour.12"


def test_without_an_author_in_the_schema_there_is_no_author_label(tmp_path: Path):
    root = alone(tmp_path / "corpus", answers())
    broken.edit(root / "schema/corpus.yaml", "side: author, ", "")
    folder = panel.built(root, tmp_path / "out")
    assert {r["author_label"] for r in panel.rows(folder, "views_detection")} == {None}
