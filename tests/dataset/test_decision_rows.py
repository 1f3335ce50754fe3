"""`decisions` and `annotations`: every item that was voted on, tied to the records it rests on."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

import panel
from communique.workspace import Corpus

Row = dict[str, Any]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return panel.corpus(tmp_path_factory.mktemp("decisions") / "corpus")


@pytest.fixture(scope="module")
def dataset(root: Path) -> Path:
    return panel.built(root, root.parent / "out")


@pytest.fixture(scope="module")
def annotations(dataset: Path) -> list[Row]:
    return panel.rows(dataset, "annotations")


@pytest.fixture(scope="module")
def decisions(dataset: Path) -> list[Row]:
    return panel.rows(dataset, "decisions")


def test_rejected_items_have_a_reason_and_who_decided(decisions: list[Row], dataset: Path):
    rejected = [r for r in decisions if r["outcome"] == "rejected"]
    assert rejected
    assert all(r["reason"] and r["decided_by"] == "judge" for r in rejected)
    uids = {s["entity_uid"] for r in panel.rows(dataset, "names") for s in r["names"]}
    uids |= {r["view_uid"] for r in panel.rows(dataset, "views")}
    assert not uids & {r["decision_uid"] for r in rejected}
    kept = {r["decision_uid"] for r in decisions if r["outcome"] == "kept" and r["kind"] == "span"}
    assert kept == uids


def test_candidates_and_their_records_point_at_each_other(
    decisions: list[Row], annotations: list[Row]
):
    by_id = {r["annotation_id"]: r for r in annotations}
    assert len(by_id) == len(annotations)
    pointing: dict[str, set[str]] = defaultdict(set)
    for r in annotations:
        if r["decision_uid"] is not None:
            pointing[r["decision_uid"]].add(r["annotation_id"])
    assert dict(pointing) == {r["decision_uid"]: set(r["candidates"]) for r in decisions}
    for r in decisions:
        records = [by_id[c] for c in r["candidates"]]
        places = {(x["layer"], x["doc_id"], x["kind"]) for x in records}
        assert places == {(r["layer"], r["doc_id"], r["kind"])}


def test_a_unit_is_the_records_that_were_compared(
    root: Path, annotations: list[Row], decisions: list[Row]
):
    units: dict[str, set[str]] = defaultdict(set)
    for r in annotations:
        if r["unit_id"] is not None:
            units[r["unit_id"]].add(r["annotation_id"])
    compared = [{r.annotation_id for r in i.records} for i in Corpus.open(root).reading.items]
    assert sorted(map(sorted, units.values())) == sorted(map(sorted, compared))
    assert sorted(map(sorted, units.values())) == sorted(sorted(r["candidates"]) for r in decisions)


def test_only_first_passes_of_annotators_vote(annotations: list[Row], dataset: Path):
    voting = {(r["annotator"], r["pass_number"]) for r in annotations if r["is_vote"]}
    assert voting == {("ann-1", 1), ("ann-2", 1), ("ann-3", 1)}
    others = {(r["annotator"], r["pass_number"]) for r in annotations} - voting
    assert others == {("ann-1", 2), ("test", 1)}
    assert {(r["annotator"], r["role"]) for r in annotations} == {
        *((who, "annotator") for who in panel.VOTERS),
        ("test", "pilot"),
    }
    assert {(r["is_vote"], r["unit_id"] is not None) for r in annotations} == {
        (True, True),
        (False, False),
    }
    for document in panel.rows(dataset, "documents"):
        for p in document["passes"]:
            assert p["is_vote"] == ((p["annotator"], p["pass_number"]) in voting)
            assert (p["offered"], p["unchanged"]) == (0, 0)


def test_confidence_is_what_is_about_the_annotating(annotations: list[Row]):
    given = {
        (
            r["layer"],
            r["confidence"],
            *(a["value"] for a in r["attributes"] if a["name"] == "unsure"),
        )
        for r in annotations
    }
    assert ("views", "unsure", "unsure") in given
    assert {g for g in given if g[0] != "views"} == {
        ("names", None),
        ("frames", None),
        ("mood", None),
    }
    assert all((g[1] is None) == (len(g) == 2) for g in given)


def test_offsets_count_from_text_block_and_raw_text(annotations: list[Row], dataset: Path):
    documents = {d["doc_id"]: d for d in panel.rows(dataset, "documents")}
    for r in annotations:
        document = documents[r["doc_id"]]
        if r["kind"] == "document":
            assert {r[k] for k in ("start", "end", "raw_start", "start_in_block", "text")} == {None}
            continue
        assert document["text"][r["start"] : r["end"]] == r["text"]
        (block,) = (b for b in document["blocks"] if b["block_id"] == r["block_id"])
        assert block["text"][r["start_in_block"] : r["end_in_block"]] == r["text"]
        raw = panel.RAWS[r["doc_id"]][r["raw_start"] : r["raw_end"]]
        assert " ".join(raw.split()) == r["text"]


def test_annotations_are_in_order_of_layer_annotator_pass_and_place(dataset: Path):
    order = ["names", "views", "frames", "mood"]
    for split in ("train", "test"):
        path = dataset / f"data/annotations/{split}-00000-of-00001.parquet"
        rows = panel.read_rows(path)
        keys = [
            (order.index(r["layer"]), r["annotator"], r["pass_number"], r["doc_id"],
             r["start"] is None, r["start"] or 0, -(r["end"] or 0))
            for r in rows
        ]  # fmt: skip
        assert keys == sorted(keys)


def test_entities_of_a_set_are_aligned_with_its_members(dataset: Path):
    rows = panel.rows(dataset, "views")
    pairs = {p for r in rows for p in zip(r["holders"], r["holder_entity_ids"], strict=True)}
    assert ("rome", "gpe:rome") in pairs
    assert pairs - {("rome", "gpe:rome")} <= {("team", None), ("AUTHOR", None)}
    assert any(len(r["holders"]) == 2 for r in rows)


def test_tags_of_inner_mentions_are_apart_from_the_outer_ones(tmp_path: Path):
    from communique.dataset.tokens import token_columns, tokenize

    spans = [(0, 20, "ORG"), (0, 5, "PERSON"), (25, 27, "GPE")]
    columns = token_columns(tokenize("Biden administration and US-Japan talks"), spans)
    assert columns["ner_tags"] == ["B-ORG", "I-ORG", "O", "B-GPE", "O", "O", "O"]
    assert columns["ner_tags_inner"] == ["B-PERSON", *["O"] * 6]


def test_free_notes_are_in_their_own_columns_alone(dataset: Path):
    configs = [p.name for p in (dataset / "data").iterdir()]
    noted = {c for c in configs if "the quay, perhaps" in str(panel.rows(dataset, c))}
    assert noted == {"annotations", "views"}
