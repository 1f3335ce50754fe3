"""An adjudicator's project gives one answer on an item, or is refused by name."""

import json
from pathlib import Path
from typing import Any

import pytest

import mini
from communique.checks import run as check
from voters import Task, corpus, decisions, judged, keep, literal, longer, without

EXPORT = "annotations/adjudicated/exports/names/judge.json"
ID = "contradicting-answers"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Paris, Rome and a name are open."""
    task = mini.names_task()
    return corpus(tmp_path / "c", task, longer(literal(task)), without(literal(task), "r1"))


def given(root: Path, tmp_path: Path, change: Any) -> Path:
    """What the adjudicator submitted, as a file to import."""
    judged(root, change)
    path = tmp_path / "export.json"
    (root / EXPORT).rename(path)
    return path


def taken(communique: Any, root: Path, path: Path, *more: str) -> tuple[int, dict[str, Any]]:
    done = communique("import", path, "--corpus", root, "--json", *more)
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize("more", [(), ("--accept-losses",)])
def test_an_export_as_it_was_offered_is_refused_with_the_items_named(
    root: Path, tmp_path: Path, communique: Any, more: tuple[str, ...]
):
    code, told = taken(communique, root, given(root, tmp_path, lambda rows: None), *more)
    assert code == 1
    found = [p for p in told["problems"] if p["id"] == ID]
    assert {(p["document"], p["annotator"], p["layer"]) for p in found} == {
        ("one", "judge", "names")
    }
    rome, paris = sorted(p["message"] for p in found)
    assert "reading=literal “Rome”" in rome
    assert "reading=metonymic “Rome”" in rome
    assert "place “Paris”" in paris
    assert "place “in Paris”" in paris
    assert not (root / EXPORT).exists()


def test_a_refused_export_leaves_the_former_one(root: Path, tmp_path: Path, communique: Any):
    assert taken(communique, root, given(root, tmp_path, keep("literal")))[0] == 0
    before = (root / EXPORT).read_bytes()
    spare = (root / EXPORT).rename(tmp_path / "former.json")
    path = given(root, tmp_path, lambda rows: None)
    spare.rename(root / EXPORT)
    assert taken(communique, root, path)[0] == 1
    assert (root / EXPORT).read_bytes() == before


def test_one_answer_on_each_item_is_taken(root: Path, tmp_path: Path, communique: Any):
    code, told = taken(communique, root, given(root, tmp_path, keep("literal")))
    assert (code, [p["id"] for p in told["problems"]]) == (0, [])


def test_a_span_that_was_marked_anew_beside_an_answer_is_no_contradiction(
    root: Path, tmp_path: Path, communique: Any
):
    def both(rows: list[Task]) -> None:
        keep("literal")(rows)
        rows.append(mini.row("entity", "labels", "in Paris", ["place"], "new"))

    assert taken(communique, root, given(root, tmp_path, both))[0] == 0


def test_a_contradiction_that_is_stored_stops_the_decisions(root: Path, communique: Any):
    """Before, the second answer became a span that all annotators had missed."""

    def both_places(rows: list[Task]) -> None:
        other = {r["id"] for r in rows if r["value"].get("choices") == ["metonymic"]}
        rows[:] = [r for r in rows if r["id"] not in other]

    judged(root, both_places)
    assert [p.id for p in check(root)] == [ID]
    done = communique("adjudicate", "--corpus", root)
    assert done.returncode == 2
    assert "2 answers are kept on one item: place “in Paris”" in done.stderr
    assert not (root / "annotations/adjudicated/names.json").exists()


def test_votes_that_changed_since_are_no_contradiction(root: Path, communique: Any):
    judged(root, lambda rows: rows.clear() or None)
    done = communique("adjudicate", "--corpus", root)
    assert done.returncode == 0, done.stderr
    assert {d.outcome for d in decisions(root).values() if d.by} == {"rejected"}
