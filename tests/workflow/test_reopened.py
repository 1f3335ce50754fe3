"""An adjudicator decides against unanimous votes only on an item that was opened again."""

import json
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from communique import checks
from communique.corpus import write_json
from communique.label_studio.writing.assignment import assignment
from communique.records.decision import AdjudicatedDecision
from communique.workflow.adjudicate import AdjudicationState
from communique.workflow.decision_file import DecisionFile
from communique.workspace import Corpus

DECIDED = "annotations/adjudicated/names.json"
EXPORT = "annotations/adjudicated/exports/names/judge.json"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two annotators agree on all names, and that is decided."""
    mini.write_corpus(tmp_path)
    for person in ("ann-1", "ann-2"):
        task = broken.by(person, mini.names_task())
        write_json(tmp_path / f"annotations/names/{person}.json", [task])
    schema = tmp_path / "schema/corpus.yaml"
    judge = "  - {id: judge, type: human, role: adjudicator}\nregistry:"
    schema.write_text(schema.read_text().replace("registry:", judge, 1))
    decide(tmp_path)
    return tmp_path


def decide(root: Path) -> dict[str, AdjudicatedDecision]:
    """The decisions by their words, after they are made and written."""
    state = AdjudicationState(Corpus.open(root))
    outcome = state.resolve(state.corpus.schema.layer("names"))
    assert outcome.open == ()
    DecisionFile(root / DECIDED).write(outcome.layer)
    text = state.texts["one"]
    return {text[d.start or 0 : d.end or 0]: d for d in outcome.layer.decisions}


def offered(root: Path, *uids: str, settled_too: bool = False) -> list[Any]:
    corpus = Corpus.open(root)
    return assignment(
        corpus.schema,
        corpus.schema.annotator("judge"),
        list(corpus.documents.values()),
        corpus.reading.records,
        corpus.reading.statuses,
        settled_too=settled_too,
        decisions=corpus.reading.decisions,
        reopened=uids,
    )["names"]


def answered(root: Path, uid: str, change: Any) -> None:
    """The export of the adjudicator who opened one decision again."""
    (task,) = offered(root, uid)
    rows = task["predictions"][0]["result"]
    mine = {row["id"] for row in rows if not row.get("readonly")}
    export = mini.names_task()
    export |= {"data": task["data"], "predictions": task["predictions"]}
    result = [row for r in rows if (row := change(r) if r["id"] in mine else r)]
    mini.annotation(export).update(
        result=result, completed_by="judge", updated_by="judge", updated_at="2030-01-01T00:00:00Z"
    )
    write_json(root / EXPORT, [export])


def as_person(row: dict[str, Any]) -> dict[str, Any] | None:
    if "labels" not in row["value"]:
        return None
    return {**row, "value": {**row["value"], "labels": ["person"]}}


def problems(root: Path) -> list[str]:
    return [p.id for p in checks.run(root) if p.level == "error"]


def test_the_reopened_item_alone_can_be_changed(root: Path):
    before = decide(root)
    assert offered(root) == []
    for named in (False, True):  # whether the command names the document, too
        (task,) = offered(root, before["Rome"].uid, settled_too=named)
        rows = task["predictions"][0]["result"]
        assert {r["value"]["text"] for r in rows if not r.get("readonly")} == {"Rome"}
        assert task["data"]["open"] == "1 item. “Rome” (opened again)"
        assert task["data"]["reopened"] == [before["Rome"].basis]


def test_the_answer_overrules_the_votes_and_stays(root: Path):
    before = decide(root)
    answered(root, before["Rome"].uid, as_person)
    after = decide(root)
    rome = after.pop("Rome")
    assert (rome.uid, rome.label) == (before.pop("Rome").uid, "person")
    assert (rome.decision, rome.reason, rome.by) == ("adjudicated", "label", "judge")
    assert rome.overrules
    assert after == before
    assert problems(root) == []
    (root / EXPORT).unlink()
    assert decide(root)["Rome"] == rome
    assert offered(root) == []


def test_a_deleted_region_rejects_the_item(root: Path):
    answered(root, decide(root)["Rome"].uid, lambda _: None)
    rome = decide(root)["Rome"]
    assert (rome.outcome, rome.reason, rome.overrules) == ("rejected", "spurious", True)
    assert problems(root) == []


def test_an_adjudicator_who_agrees_changes_nothing(root: Path):
    before = decide(root)
    answered(root, before["Rome"].uid, lambda row: row)
    assert decide(root) == before


def test_an_answer_on_an_item_that_was_locked_overrules_nothing(root: Path):
    before = decide(root)
    answered(root, before["Rome"].uid, as_person)
    path = root / EXPORT
    text = path.read_text()
    path.write_text(text.replace('"reopened"', '"former"'))
    assert {k: v.label for k, v in decide(root).items()} == {k: v.label for k, v in before.items()}


def test_a_decision_changed_by_hand_is_an_error(root: Path):
    path = root / DECIDED
    decided = json.loads(path.read_text())
    changed = next(d for d in decided["decisions"] if d["label"] == "place")
    changed["label"] = "person"
    path.write_text(json.dumps(decided))
    assert "decision-contradicts-votes" in problems(root)


@pytest.mark.parametrize(
    ("who", "message"),
    [
        ("ann-1", "ann-1 is no adjudicator, so --reopen opens nothing"),
        ("judge", "no decision e000000000000"),
    ],
)
def test_what_cannot_be_opened_again_is_refused(
    root: Path, communique: Any, who: str, message: str
):
    done = communique("annotate", who, "--corpus", root, "--reopen", "e000000000000")
    assert done.returncode == 2
    assert message in " ".join(done.stderr.split())
