"""An annotator's notes, and the decisions that differ from an annotator's votes."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from communique.label_studio.people import people
from communique.label_studio.pseudonyms import pseudonymise
from communique.problems import Problem
from communique.workflow.own_disagreements import own_disagreements
from communique.workflow.own_problems import drafted, in_words
from communique.workflow.quoted_place import QuotedPlace, quoted_place
from communique.workspace import Corpus

NOTE = "Is this the city, Bea Ono? ask bea@example.org"


def exported(annotator: str) -> dict[str, Any]:
    task = deepcopy(mini.names_task())
    for key in ("completed_by", "updated_by"):
        mini.annotation(task)[key] = annotator
    for row in mini.annotation(task)["result"]:
        row["id"] = f"{row['id']}-{annotator}"
    return task


def corpus_of(root: Path) -> Path:
    return mini.write_corpus(root, {f"names/{a}": [exported(a)] for a in ("ann-1", "ann-2")})


def test_status_lists_the_notes_of_annotators_with_the_words(tmp_path: Path, communique: Callable):
    root = corpus_of(tmp_path)
    file = root / "annotations/names/ann-1.json"
    (task,) = json.loads(file.read_text())
    for row in mini.rows_of(task, "r4-ann-1"):
        row["meta"] = {"text": ["Is this the city", "or its people?"]}
    file.write_text(json.dumps([task]))
    done = communique("status", "--json", "--corpus", root)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["notes"] == [
        {
            "layer": "names",
            "annotator": "ann-1",
            "pass": 1,
            "document": "one",
            "words": "Rome",
            "where": "paragraph 2",
            "note": "Is this the city\nor its people?",
        }
    ]
    shown = communique("status", "--corpus", root).stdout
    assert "ann-1, names one, 'Rome' in paragraph 2:\n  Is this the city\n" in shown
    checked = json.loads(communique("check", "--json", "--corpus", root).stdout)
    assert [p["id"] for p in checked if p["annotator"] == "ann-1"] == []


def test_a_note_survives_the_pull_without_names():
    task = exported("ann-1")
    bea = {"id": 3, "email": "bea@example.org", "first_name": "Bea", "last_name": "Ono"}
    mini.annotation(task)["completed_by"] = bea
    mini.rows_of(task, "r4-ann-1")[0]["meta"] = {"text": [NOTE]}
    kept = pseudonymise(task, people([task], {"bea@example.org": "ann-1"}))
    (note,) = mini.rows_of(kept, "r4-ann-1")[0]["meta"]["text"]
    assert note.startswith("Is this the city, ")
    assert "Bea" not in note
    assert "@" not in note


@pytest.fixture
def decided(tmp_path: Path, communique: Callable) -> Corpus:
    """Both agreed on all; then an adjudicator rejected Paris and made Rome a person."""
    root = corpus_of(tmp_path)
    assert communique("adjudicate", "--layer", "names", "--corpus", root).returncode == 0
    file = root / "annotations/adjudicated/names.json"
    data = json.loads(file.read_text())
    by_start = {mini.TEXT[d["start"] : d["end"]]: d for d in data["decisions"]}
    changed = {"decision": "adjudicated", "by": "judge"}
    by_start["Paris"] |= {**changed, "outcome": "rejected", "reason": "spurious"}
    by_start["Rome"] |= {**changed, "label": "person", "attributes": {}, "reason": "label"}
    by_start["Rome"] |= {"end": by_start["Rome"]["end"] + 8}
    file.write_text(json.dumps(data))
    return Corpus.open(root)


def test_decisions_that_differ_from_ones_votes_are_listed(decided: Corpus, communique: Callable):
    root = decided.folder.root
    done = communique("annotate", "ann-1", "--disagreements", "--json", "--corpus", root)
    assert done.returncode == 0, done.stderr
    keys = ("words", "paragraph", "own", "decided", "decided_words", "differs", "reason")
    assert [tuple(one[k] for k in keys) for one in json.loads(done.stdout)] == [
        ("Paris", 1, "place", None, None, ["span"], "spurious"),
        ("Rome", 2, "place", "person", "Rome replied", ["span", "label", "reading"], "label"),
    ]
    shown = communique("annotate", "ann-1", "--disagreements", "--corpus", root).stdout
    assert shown.splitlines() == [
        "2 decisions differ from your votes",
        "names one 'Paris' in paragraph 1: you: place; decision: nothing there"
        " (adjudicated, reason spurious)",
        "names one 'Rome' in paragraph 2: you: place, reading metonymic; decision: person on"
        " 'Rome replied' (adjudicated, reason label)",
    ]


def test_a_kept_span_that_one_did_not_mark_is_a_disagreement(decided: Corpus, communique: Callable):
    root = decided.folder.root
    file = root / "annotations/adjudicated/names.json"
    data = json.loads(file.read_text())
    own = data["decisions"][0]
    other = [c for c in own["candidates"] if c not in _ids(decided, "ann-1")]
    own["candidates"] = other
    file.write_text(json.dumps(data))
    done = communique("annotate", "ann-1", "--disagreements", "--json", "--corpus", root)
    first = json.loads(done.stdout)[0]
    assert (first["words"], first["own"], first["decided"]) == ("Ann Lee", None, "person")


def test_what_is_said_about_the_annotating_is_no_disagreement(decided: Corpus):
    """For example the confidence: no decision has it."""
    schema = decided.folder.schema
    broken.edit(schema, "{name: reading,", "{name: reading, about: annotation,")
    corpus = Corpus.open(decided.folder.root)
    differs = [d.differs for d in own_disagreements(corpus, corpus.schema.annotators[0])]
    assert differs == [("span",), ("span", "label")]


def test_passes_under_an_older_guideline_have_no_disagreements(decided: Corpus):
    """They do not vote any more, so the decisions of the present guideline are not about them."""
    file = decided.folder.root / "annotations/names/ann-1.json"
    broken.raise_guideline(decided.folder.root, "2.0")
    (task,) = json.loads(file.read_text())
    task["data"]["guideline_version"] = "1.0"
    file.write_text(json.dumps([task]))
    corpus = Corpus.open(decided.folder.root)
    assert own_disagreements(corpus, corpus.schema.annotators[0]) == []


def _ids(corpus: Corpus, annotator: str) -> set[str]:
    return {r.annotation_id for r in corpus.records if r.annotator == annotator}


def test_who_does_not_vote_has_no_disagreements(decided: Corpus, communique: Callable):
    root = decided.folder.root
    schema = root / "schema/corpus.yaml"
    schema.write_text(
        schema.read_text().replace("ann-2, type: human", "ann-2, type: human, role: pilot")
    )
    done = communique("annotate", "ann-2", "--disagreements", "--corpus", root)
    assert (done.returncode, "has the role pilot" in done.stderr) == (2, True)


def test_words_are_placed_by_paragraph_title_or_heading(decided: Corpus):
    document = decided.documents["one"]
    start = mini.TEXT.index("Rome")
    assert str(quoted_place(document, start, start + 4)) == "'Rome' in paragraph 2"
    assert str(quoted_place(document, 0, 7)) == "'A short' in the title"
    assert quoted_place(document, 5, 5000) is None
    assert quoted_place(document, 5, 5) is None


def test_a_problem_is_said_in_a_sentence():
    place = QuotedPlace("South Korea", "paragraph 3", 3)
    missing = Problem("missing-attribute", message="entity_id is missing")
    assert in_words(missing, place) == "'South Korea' in paragraph 3 has no entity id"
    assert in_words(missing, None) == "the document has no entity id"
    other = Problem("blank-at-edge", message="white space at the start or end")
    assert in_words(other, place) == "'South Korea' in paragraph 3: white space at the start or end"


def test_the_last_draft_of_a_task_counts_and_an_empty_one_does_not():
    first = {"id": 1, "result": [{"id": "a"}], "updated_at": "2026-01-01"}
    last = {"id": 2, "result": [{"id": "b"}], "updated_at": "2026-01-02"}
    empty = {"id": 3, "result": [], "updated_at": "2026-01-03"}
    task = {"id": 7, "drafts": [last, first, empty], "annotations": [{"id": 9}]}
    made = drafted(task)
    assert made is not None
    assert [(a["id"], a["result"]) for a in made["annotations"]] == [(2, [{"id": "b"}])]
    assert drafted({**task, "drafts": [empty]}) is None
