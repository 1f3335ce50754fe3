"""Votes by question: in every table they are what the annotators gave, and add up."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import broken
import panel
from communique.dataset.votes import count_votes, disagreement
from sample_records import LAYER, record

Row = dict[str, Any]
SETS = ("holders", "frames", "topics")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("votes")
    return panel.built(panel.corpus(folder / "corpus"), folder / "out")


def labelled(dataset: Path) -> list[tuple[str, Row, Row]]:
    """Every label of a layer: its config, the row that it is in, and itself."""
    found = [("names", r, span) for r in panel.rows(dataset, "names") for span in r["names"]]
    found += [(config, r, r) for config in ("views", "frames") for r in panel.rows(dataset, config)]
    documents = panel.rows(dataset, "documents")
    return found + [("documents", d, view) for d in documents for view in d["author_view"]]


def counts(row: Row, question: str) -> dict[str, int]:
    return {v["value"]: v["count"] for v in row["votes"] if v["question"] == question}


def questions(row: Row) -> list[str]:
    return list(dict.fromkeys(v["question"] for v in row["votes"]))


def test_the_votes_on_a_question_add_up_to_the_annotators(dataset: Path):
    everything = [row for _, _, row in labelled(dataset)] + panel.rows(dataset, "decisions")
    for row in everything:
        assert row["n_annotators"] == 3
        assert questions(row)
        for question in questions(row):
            total = sum(counts(row, question).values())
            assert total == 3 if question not in SETS else total >= 3
    assert any(len(counts(r, "holders")) > 1 for r in everything)


def test_votes_are_what_the_candidates_say(dataset: Path):
    by_id = {r["annotation_id"]: r for r in panel.rows(dataset, "annotations")}
    for row in panel.rows(dataset, "decisions"):
        records = [by_id[c] for c in row["candidates"]]
        absent = {"absent": 3 - len(records)} if len(records) < 3 else {}
        if row["kind"] == "document":
            (question,) = questions(row)
            labels = Counter(r["label"] for r in records)
            assert counts(row, question) == labels | Counter(absent)
            continue
        assert counts(row, "label") == Counter(r["label"] for r in records) | Counter(absent)
        if row["kind"] == "span":
            ranges = Counter(f"{r['start']}:{r['end']}" for r in records)
            assert counts(row, "span") == ranges | Counter(absent)
        for question in set(questions(row)) - {"span", "label"}:
            given = [
                [a["value"] for a in r["attributes"] if a["name"] == question] or ["(none)"]
                for r in records
            ]
            assert counts(row, question) == Counter(v for x in given for v in x) | Counter(absent)


def test_ranges_in_votes_count_as_the_offsets_of_their_row(dataset: Path):
    decisions = {r["decision_uid"]: r for r in panel.rows(dataset, "decisions")}
    begins = {
        (d["doc_id"], b["block_id"]): b["start"]
        for d in panel.rows(dataset, "documents")
        for b in d["blocks"]
    }
    seen = 0
    for config, row, label in labelled(dataset):
        if config in ("names", "views"):
            uid = label["entity_uid" if config == "names" else "view_uid"]
            begin = begins[row["doc_id"], row["block_id"]]
            inside, whole = (counts(r, "span") for r in (label, decisions[uid]))
            moved = {}
            for value, n in inside.items():
                start, is_range, end = value.partition(":")
                moved[f"{int(start) + begin}:{int(end) + begin}" if is_range else value] = n
            assert moved == whole
            assert inside[f"{label['start']}:{label['end']}"] >= 1
            seen += begin > 0
    assert seen > 3


def test_unanimous_is_where_no_question_is_disagreed_on(dataset: Path):
    everything = [row for _, _, row in labelled(dataset)] + panel.rows(dataset, "decisions")
    for row in everything:
        assert (row["decision"] == "unanimous") == (row["disagreement"] == [])
        assert (row["decided_by"] is None) == (row["decision"] == "unanimous")
    assert {r["decision"] for r in everything} == {"unanimous", "majority", "adjudicated"}


def test_disagreement_names_the_questions_on_which_votes_differ(dataset: Path):
    by_id = {r["annotation_id"]: r for r in panel.rows(dataset, "annotations")}
    for row in panel.rows(dataset, "decisions"):
        records = [by_id[c] for c in row["candidates"]]
        differing = {"label"} if len({r["label"] for r in records}) > 1 else set()
        if row["kind"] == "span" and len({(r["start"], r["end"]) for r in records}) > 1:
            differing.add("span")
        for question in set(questions(row)) - {"span", "label"}:
            given = {
                frozenset(a["value"] for a in r["attributes"] if a["name"] == question)
                for r in records
            }
            if row["kind"] != "document" and len(given) > 1:
                differing.add(question)
        if row["kind"] == "document":
            differing = set(questions(row)) if "label" in differing else set()
        if len(records) < 3:
            differing.add(questions(row)[0])
        assert set(row["disagreement"]) == differing


def test_an_item_that_only_the_adjudicator_marked_has_votes_and_a_disagreement():
    assert [(v.question, v.value, v.count) for v in count_votes(LAYER, [], 3)] == [
        ("span", "absent", 3)
    ]
    assert disagreement(LAYER, [], 3) == ("span",)


def test_an_attribute_left_empty_by_some_is_a_value(dataset: Path):
    given = [record("ann-1", reading="literal"), record("ann-2")]
    votes = [(v.value, v.count) for v in count_votes(LAYER, given, 3) if v.question == "reading"]
    assert votes == [("(none)", 1), ("literal", 1), ("absent", 1)]
    assert disagreement(LAYER, given, 2) == ("reading",)
    assert disagreement(LAYER, given, 3) == ("span", "reading")
    both = [record("ann-1"), record("ann-2")]
    assert {v.question for v in count_votes(LAYER, both, 2)} == {"span", "label"}
    assert disagreement(LAYER, both, 2) == ()


def test_free_text_that_counts_is_a_disagreement_and_its_words_are_no_votes(tmp_path: Path):
    root = panel.corpus(tmp_path / "corpus", settled=False)
    counted = "{name: note, type: text, required: never}"
    uncounted = counted.replace("never}", "never, counts_for_agreement: false}")
    broken.edit(root / "schema/corpus.yaml", uncounted, counted)
    panel.settle(root)
    rows = panel.rows(panel.built(root, tmp_path / "out"), "decisions")
    assert any("note" in r["disagreement"] for r in rows)
    assert not any("note" in questions(r) for r in rows)
    for row in rows:
        assert (row["decision"] == "unanimous") == (row["disagreement"] == [])


def test_a_document_value_that_does_not_count_is_no_disagreement(tmp_path: Path):
    root = panel.corpus(tmp_path / "corpus", settled=False)
    broken.edit(
        root / "schema/corpus.yaml",
        "values: [good, bad, none], required: always}",
        "values: [good, bad, none], required: always, counts_for_agreement: false}",
    )
    panel.settle(root)
    rows = panel.rows(panel.built(root, tmp_path / "out"), "decisions")
    views = [r for r in rows if questions(r) == ["author_view"]]
    assert any(len(counts(r, "author_view")) > 1 for r in views)
    assert all((r["decision"], r["disagreement"]) == ("unanimous", []) for r in views)
