"""`score` on plain lists: every fault is named at once, and the order does not matter."""

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.scoring import ScoreError, score

GOLD = [
    {"communique": "predictions/1", "layer": "x"},
    {"doc_id": "a", "block_id": "b1", "spans": [{"start": 0, "end": 2, "label": "x"}]},
    {"doc_id": "a", "block_id": "b2", "spans": []},
]


def test_the_result_has_the_keys_of_the_command():
    found = score(GOLD, GOLD)
    head = ["layer", "data_version", "content_sha256", "split", "n_documents", "n_units", "scores"]
    rest = ["macro_all_labels", "by_label", "by_document", "soft", "details"]
    assert list(found) == [*head, *rest]
    for own in found["scores"].values():
        assert list(own) == ["precision", "recall", "f1", "tp", "fp", "fn"]
    assert {own["f1"] for own in found["scores"].values()} == {1.0}
    assert "nested" not in found["scores"]  # neither side has one


def test_all_faults_are_named_at_once():
    wrong: list[Any] = [
        {**GOLD[1], "spans": [{"start": 2, "end": 2, "label": "x"}]},
        "line",
        {"doc_id": "a", "block_id": "b2", "spans": [{"start": "0", "end": 2, "label": "x"}]},
    ]
    with pytest.raises(ScoreError) as caught:
        score(GOLD, wrong)
    assert caught.value.faults == (
        "predictions[0]: [2, 2) is not a range",
        "predictions[1]: expected a mapping, found 'line'",
        "predictions[2]: spans[0].start: expected `int`, got `str`",
    )


def test_missing_unknown_and_repeated_units_are_errors():
    with pytest.raises(ScoreError) as caught:
        score(GOLD, [GOLD[1], GOLD[1], {**GOLD[2], "block_id": "b3"}])
    assert caught.value.faults == (
        "predictions: a b1 is there twice",
        "predictions: the gold has no a b3",
        "predictions: nothing about a b2",
    )
    empty = score(GOLD, [GOLD[2]], missing="empty")
    assert empty["scores"]["exact"]["fn"] == 1
    assert empty["details"]["missing_units"] == 1


def test_units_of_two_forms_cannot_be_compared():
    with pytest.raises(ScoreError, match="one form, found blocks and spans"):
        score(GOLD, [{"doc_id": "a", "block_id": "b1", "label": "x"}])
    with pytest.raises(ScoreError, match="gold has no unit"):
        score([], [])


@given(st.permutations(range(6)), st.lists(st.sampled_from("ab"), min_size=6, max_size=6))
@settings(max_examples=30, deadline=None)
def test_the_order_of_units_does_not_matter(order: list[int], labels: list[str]):
    gold = [{"doc_id": f"d{i}", "block_id": "b", "label": "ab"[i % 2]} for i in range(6)]
    predicted = [{**unit, "label": label} for unit, label in zip(gold, labels, strict=True)]
    moved = [predicted[i] for i in order]
    assert score(gold, moved) == score(gold, predicted) == score([gold[i] for i in order], moved)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=3),
        lambda x: (
            st.lists(x)
            | st.dictionaries(
                st.sampled_from(["doc_id", "block_id", "spans", "label", "uid", "start"]), x
            )
        ),
        max_leaves=8,
    )
)
@settings(max_examples=100, deadline=None)
def test_any_value_gives_a_fault_and_no_other_error(value: Any):
    with pytest.raises(ScoreError):
        score(GOLD, [value])


def test_no_heavy_library_is_imported():
    code = "import sys, communique.scoring; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"datasets", "pyarrow", "pandas", "sklearn", "torch"} & set(done.stdout.split())
