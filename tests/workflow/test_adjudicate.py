"""One answer at a time gives what all answers give together, and the file is the same."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from communique.adjudication.decisions import AdjudicatorDecision
from communique.corpus import write_json
from communique.records.decision import AdjudicatedLayer, read_decisions
from communique.util.atomic_write import json_text
from communique.workflow.adjudicate import AdjudicationState
from communique.workflow.decision_file import DecisionFile
from communique.workspace import Corpus

PATH = "annotations/adjudicated/names.json"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two documents; of each a label and a place are disputed."""
    mini.write_corpus(tmp_path)
    broken.add_second(tmp_path)
    for person in ("ann-1", "ann-2"):
        tasks = [broken.by(person, mini.names_task()), broken.second_task(person)]
        if person == "ann-2":
            _differ(tasks)
        write_json(tmp_path / f"annotations/names/{person}.json", tasks)
    return tmp_path


def _differ(tasks: list[dict[str, Any]]) -> None:
    for region in ("r2", "r4"):
        mini.rows_of(tasks[0], region)[0]["value"]["labels"] = ["person"]
    mini.annotation(tasks[0])["result"] = [
        row for row in mini.annotation(tasks[0])["result"] if row["from_name"] != "reading"
    ]
    mini.rows_of(tasks[1], "s1")[0]["value"]["labels"] = ["place"]


def state(root: Path) -> AdjudicationState:
    return AdjudicationState(Corpus.open(root))


def answered(root: Path, *, keep: bool) -> AdjudicatedLayer:
    """All open items answered one by one, each compared with the answers taken together."""
    one = state(root)
    layer = one.corpus.schema.layer("names")
    outcome = one.resolve(layer)
    file = DecisionFile(root / PATH)
    assert len(outcome.open) == 3
    for n, item in enumerate(outcome.open):
        record = item.records[0] if keep or n == 1 else None
        outcome = one.answer(layer, outcome, item, AdjudicatorDecision(record, "judge", "2026"))
        assert outcome == one.resolve(layer)
        file.write(outcome.layer)
        assert read_decisions(root / PATH) == outcome.layer
        assert file.text(outcome.layer) == json_text(outcome.layer.model_dump())
    assert outcome.open == ()
    return outcome.layer


@pytest.mark.parametrize("keep", [True, False])
def test_one_answer_at_a_time_gives_what_all_together_give(root: Path, keep: bool):
    assert len(answered(root, keep=keep).decisions) == 5


def test_reopened_decisions_keep_their_ids(root: Path):
    first = answered(root, keep=True)
    path = root / "annotations/names/ann-2.json"
    tasks = [broken.by("ann-2", mini.names_task()), broken.second_task("ann-2")]
    changed = deepcopy(tasks)
    _differ(changed)
    for region in ("r2", "r3"):
        mini.rows_of(changed[0], region)[0]["value"]["labels"] = ["place"]
    write_json(path, changed)
    one = state(root)
    layer = one.corpus.schema.layer("names")
    outcome = one.resolve(layer)
    assert (outcome.reopened, len(outcome.open)) == (1, 1)
    for item in outcome.open:
        said = AdjudicatorDecision(item.records[0], "judge", "2027")
        outcome = one.answer(layer, outcome, item, said)
        assert outcome == one.resolve(layer)
    assert {d.uid for d in outcome.layer.decisions} == {d.uid for d in first.decisions}
    assert (outcome.reopened, outcome.layer.retired) == (0, [])


def test_a_file_without_decisions_is_the_same_too(tmp_path: Path):
    for layer in (AdjudicatedLayer(decisions=[]), AdjudicatedLayer(decisions=[], retired=["e1"])):
        assert DecisionFile(tmp_path / "x.json").text(layer) == json_text(layer.model_dump())
