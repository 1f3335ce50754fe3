"""Shares of labels, for every form of a unit."""

import json
from math import log
from typing import Any

import pytest

import panel
from communique.scoring import ScoreError, score
from communique.scoring.dataset import GoldDataset
from communique.scoring.file import FileScorer
from communique.scoring.gold_units import read_gold
from communique.scoring.report import report
from communique.scoring.sample import sample
from communique.scoring.votes import block_shares, sentence_votes

FLOOR = 1e-3


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> GoldDataset:
    folder = tmp_path_factory.mktemp("soft")
    return GoldDataset(panel.built(panel.corpus(folder / "corpus"), folder / "full"))


def block(*spans: dict[str, Any]) -> dict[str, Any]:
    return {"doc_id": "d", "block_id": "b1", "spans": list(spans)}


def span(label: str, start: int = 0, **more: Any) -> dict[str, Any]:
    return {"start": start, "end": start + 3, "label": label, **more}


def sentence(label: str, **more: Any) -> dict[str, Any]:
    return {"doc_id": "d", "sentence_id": "b1.0", "target": "t", "label": label, **more}


def test_the_shares_of_a_block_of_spans_are_compared_label_by_label():
    gold = [block(span("person"))]
    predicted = [block(span("person", soft={"person": 0.75, "place": 0.25}))]
    found = score(gold, predicted, labels=["person", "place", "law", "event"])["soft"]
    assert found["manhattan"] == pytest.approx((2 * 0.25 + 2 * 0.25) / 4)
    sure = -log(1)
    assert found["cross_entropy"] == pytest.approx((-log(0.75) - log(0.75) + 2 * sure) / 4)


def test_the_share_of_a_label_in_a_block_is_the_highest_of_its_spans():
    gold = [block(span("person"), span("place", 9))]
    predicted = [
        block(span("person", soft={"person": 0.5, "place": 0.5}), span("place", 9, soft=None))
    ]
    found = score(gold, predicted)["soft"]
    assert found["manhattan"] == pytest.approx((2 * 0.5 + 0) / 2)


def test_the_cross_entropy_of_a_block_has_the_floor():
    found = score([block(span("a", soft={"a": 1}))], [block(span("b", soft={"b": 1}))])["soft"]
    assert found["manhattan"] == 2
    assert found["cross_entropy"] == pytest.approx(-log(FLOOR))


def test_without_shares_there_are_no_soft_figures():
    assert score([block(span("a"))], [block(span("a"))])["soft"]["manhattan"] is None
    assert score([sentence("a")], [sentence("a")])["soft"]["manhattan"] is None


def test_the_shares_of_a_sentence_are_compared_with_the_votes():
    gold = [sentence("none", soft={"none": 0.75, "pro": 0.25})]
    found = score(gold, [sentence("none", soft={"none": 0.5, "pro": 0.5})])["soft"]
    assert found["manhattan"] == pytest.approx(0.5)
    assert found["cross_entropy"] == pytest.approx(log(2))


def test_all_faults_of_shares_are_named_at_once():
    gold = [block(span("a"))]
    wrong = block(
        span("a", soft={"a": 1.5, "b": -1.0}), span("a", 5, soft={}), span("a", 9, soft={"a": 0.0})
    )
    with pytest.raises(ScoreError) as raised:
        score(gold, [wrong, sentence("a", soft={"a": float("nan")})])
    assert raised.value.faults == (
        "predictions[0]: soft: the share of 'a' is 1.5, expected 0 to 1",
        "predictions[0]: soft: the share of 'b' is -1.0, expected 0 to 1",
        "predictions[0]: soft: no label has a share",
        "predictions[0]: soft: no label has a share",
        "predictions[1]: soft: the share of 'a' is nan, expected 0 to 1",
        "all units must have one form, found sentences and spans",
    )


def test_the_votes_on_a_sentence_follow_the_rule_of_its_label(dataset: GoldDataset):
    """Where nothing was kept, the dataset says how many marked something."""
    votes = sentence_votes(dataset, dataset.layer("views_detection"))
    columns = ("doc_id", "sentence_id", "target", "label", "votes_against_none")
    rows = [row for _, row in dataset.rows("views_detection", columns)]
    assert {(r["doc_id"], r["sentence_id"], r["target"]) for r in rows} == votes.keys()
    against: set[int] = set()
    for row in rows:
        given = votes[row["doc_id"], row["sentence_id"], row["target"]]
        assert set(given) == set(panel.VOTERS)
        if row["label"] == "none":
            marked = sum(label != "none" for label in given.values())
            assert marked == row["votes_against_none"]
            against.add(marked)
    assert against >= {0, 1}
    assert {x for labels in votes.values() for x in labels.values()} >= {"good", "bad", "none"}


@pytest.mark.parametrize("layer", ["names", "views"])
def test_the_shares_of_a_block_are_those_of_the_annotators(dataset: GoldDataset, layer: str):
    shares = block_shares(dataset, dataset.layer(layer).layer)
    rows = [
        r
        for r in panel.rows(dataset.folder, "annotations")
        if r["layer"] == layer and r["is_vote"] and r["kind"] == "span"
    ]
    for (doc_id, block_id), found in shares.items():
        own = [r for r in rows if (r["doc_id"], r["block_id"]) == (doc_id, block_id)]
        for label in dataset.layer(layer).labels:
            gave = {r["annotator"] for r in own if r["label"] == label}
            assert found.get(label, 0) == len(gave) / len(panel.VOTERS)
    assert len({x for found in shares.values() for x in found.values()}) > 1
    assert set(read_gold(dataset, layer).units) == shares.keys()


@pytest.mark.parametrize(
    ("layer", "given"), [("names", False), ("views", True), ("views_detection", False)]
)
def test_a_file_with_the_shares_of_the_votes_comes_closer_than_one_that_is_sure(
    dataset: GoldDataset, layer: str, given: bool
):
    gold = read_gold(dataset, layer, given=given)
    lines = list(sample(dataset, layer, given=given))
    sure = scored(dataset, [lines[0], *map(with_soft, lines[1:])])
    assert sure["scores"]["micro"]["f1"] == 1.0
    assert 0 < sure["soft"]["manhattan"] < 1
    if layer != "names":
        soft = scored(dataset, [lines[0], *(own_shares(gold, line) for line in lines[1:])])
        assert soft["soft"]["manhattan"] == pytest.approx(0)
        assert soft["soft"]["cross_entropy"] < sure["soft"]["cross_entropy"]
        assert set(sure["details"]["error_rate_by_annotator"]) == set(panel.VOTERS)


def scored(dataset: GoldDataset, lines: list[str]) -> dict[str, Any]:
    made = FileScorer(dataset)
    made.read(f"{line}\n".encode() for line in lines)
    assert made.problems == []
    return report(made.scorer, {})


def with_soft(line: str) -> str:
    unit: dict[str, Any] = json.loads(line)
    for one in unit.get("spans", [unit]):
        one["soft"] = {one["label"]: 1.0}
    return json.dumps(unit)


def own_shares(gold: Any, line: str) -> str:
    unit: dict[str, Any] = json.loads(line)
    names = ("uid",) if "uid" in unit else ("doc_id", "sentence_id", "target")
    shares = gold.units[tuple(unit[name] for name in names)].unit.soft
    return json.dumps({**unit, "soft": shares})
