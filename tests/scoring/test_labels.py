"""Labels of units: micro, macro over the labels of the gold, and macro over all labels."""

import random
from typing import Any

import pytest
from sklearn.metrics import accuracy_score, f1_score, jaccard_score, precision_recall_fscore_support
from sklearn.preprocessing import MultiLabelBinarizer

from communique.scoring import cross_entropy, manhattan, score

LABELS = [f"l{i:02d}" for i in range(14)]


def blocks(labels: list[str], **attributes: Any) -> list[dict[str, Any]]:
    return [
        {
            "doc_id": f"d{i % 3}",
            "block_id": f"b{i}",
            "label": label,
            "attributes": {name: values[i] for name, values in attributes.items()},
        }
        for i, label in enumerate(labels)
    ]


def test_a_label_that_neither_side_has_counts_0_and_never_1():
    gold = blocks(["l00", "l01", "l01"])
    found = score(gold, blocks(["l00"] * 3), labels=LABELS)
    assert found["macro_all_labels"]["f1"] == pytest.approx(0.5 / 14)
    assert found["scores"]["macro"]["f1"] == pytest.approx(0.5 / 2)
    assert found["scores"]["micro"]["f1"] == pytest.approx(1 / 3)
    assert found["by_label"]["l07"] == {
        **{"precision": None, "recall": None, "f1": None},
        **{"tp": 0, "fp": 0, "fn": 0, "support": 0},
    }


def test_single_labels_equal_scikit_learn():
    rng = random.Random(4)
    gold, predicted = ([rng.choice("abcd") for _ in range(60)] for _ in range(2))
    predicted[3] = "e"  # a label that the gold does not have
    found = score(blocks(gold), blocks(predicted))
    in_gold = sorted(set(gold))
    assert found["scores"]["micro"]["f1"] == pytest.approx(accuracy_score(gold, predicted))
    ours = found["scores"]["macro"]["f1"]
    assert ours == pytest.approx(f1_score(gold, predicted, labels=in_gold, average="macro"))
    every = f1_score(gold, predicted, average="macro", zero_division=0)
    assert found["macro_all_labels"]["f1"] == pytest.approx(every)
    rows = precision_recall_fscore_support(gold, predicted, labels=in_gold, zero_division=0)
    for label, *theirs in zip(in_gold, *rows, strict=True):
        own = found["by_label"][label]
        values = [own[key] for key in ("precision", "recall", "f1", "support")]
        assert values == pytest.approx(theirs)


def test_sets_of_labels_equal_scikit_learn():
    rng = random.Random(5)
    gold, predicted = (
        [sorted(rng.sample("abcde", rng.randint(1, 3))) for _ in range(40)] for _ in range(2)
    )
    found = score(
        blocks([g[0] for g in gold], frames=gold),
        blocks([p[0] for p in predicted], frames=predicted),
        several="frames",
    )
    binary = MultiLabelBinarizer().fit([list("abcde")])
    y, z = binary.transform(gold), binary.transform(predicted)
    assert found["scores"]["micro"]["f1"] == pytest.approx(f1_score(y, z, average="micro"))
    assert found["scores"]["macro"]["f1"] == pytest.approx(f1_score(y, z, average="macro"))
    ours = found["details"]["jaccard"]
    assert ours == pytest.approx(jaccard_score(y, z, average="samples"))
    primary = sum(g[0] == p[0] for g, p in zip(gold, predicted, strict=True))
    assert found["scores"]["label"]["tp"] == primary


def test_counts_of_a_single_label_are_those_of_the_reference_script():
    """FAVOR and AGAINST pooled over all units; the third class is only a wrong answer."""
    gold = ["favor", "favor", "against", "against", "none", "none"]
    predicted = ["favor", "none", "against", "favor", "against", "none"]
    found = score(blocks(gold), blocks(predicted))
    pooled = [found["by_label"][x]["f1"] for x in ("favor", "against")]
    assert pooled == [pytest.approx(1 / 2), pytest.approx(1 / 2)]


def test_attributes_are_compared_value_by_value():
    gold = blocks(["a", "a"], who=[["x", "y"], []], kind=["p", "q"])
    predicted = blocks(["a", "a"], who=[["y", "z"], []], kind=["p", "p"])
    found = score(gold, predicted)["details"]["attributes"]
    assert [found["who"][k] for k in ("tp", "fp", "fn")] == [1, 1, 1]
    assert [found["kind"][k] for k in ("tp", "fp", "fn")] == [1, 1, 1]


def sentences(labels: list[str]) -> list[dict[str, Any]]:
    return [
        {"doc_id": "d", "sentence_id": f"b1.{i}", "target": "t", "label": label}
        for i, label in enumerate(labels)
    ]


def test_detection_asks_whether_there_is_a_label_and_which():
    found = score(sentences(["none", "pro", "con"]), sentences(["pro", "con", "none"]))["scores"]
    assert [found["detected"][k] for k in ("tp", "fp", "fn")] == [1, 1, 1]
    assert found["micro"]["f1"] == 0


def test_soft_labels_are_compared_with_the_votes():
    gold = blocks(["a", "a"])
    gold[0]["soft"] = {"a": 0.75, "b": 0.25}
    predicted = blocks(["a", "a"])
    assert score(gold, predicted)["soft"] == {"manhattan": None, "cross_entropy": None}
    predicted[0]["soft"] = {"a": 0.5, "b": 0.5}
    found = score(gold, predicted)["soft"]
    assert found["manhattan"] == pytest.approx(0.5 / 2)  # the second unit is right
    assert found["cross_entropy"] == pytest.approx(0.6931471805599453 / 2)


def test_shares_are_brought_to_the_sum_1_and_cross_entropy_is_finite():
    assert manhattan({"a": 2, "b": 2}, {"a": 1}) == 1.0
    assert cross_entropy({"a": 1}, {"b": 1}, floor=0.5) == pytest.approx(0.6931471805599453)


def test_the_most_frequent_label_is_the_reference():
    found = score(blocks(list("aaab")), blocks(list("bbbb")))["details"]["majority_by_target"]
    assert found["micro"] == 0.75
