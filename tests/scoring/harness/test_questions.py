"""The questions of a dataset, and the figures of the answers."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

import panel
from communique.scoring.dataset import GoldDataset
from communique.scoring.gold import GoldError
from communique.scoring.harness import (
    Question,
    answered,
    figures,
    label_questions,
    question_of,
    question_row,
    right_answer,
    span_questions,
)

ASKED = [
    ("views", label_questions),
    ("frames", label_questions),
    ("views_detection", label_questions),
    ("names", span_questions),
    ("views", span_questions),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("harness")
    root = panel.corpus(folder / "corpus")
    return {flavour: panel.built(root, folder / flavour, flavour) for flavour in FLAVOURS}


FLAVOURS = ("full", "standoff")


@pytest.fixture(scope="module")
def dataset(built: dict[str, Path]) -> GoldDataset:
    return GoldDataset(built["full"])


def test_a_question_gives_the_definitions_of_the_codebook_and_what_is_given(dataset: GoldDataset):
    asked = next(label_questions(dataset, "views"))
    assert asked.labels == ("good", "bad")
    assert "`target` of the span:\n- " in asked.prompt
    assert "`holders` of the span:\n- " in asked.prompt
    assert f"<span>{asked.text}</span>" in asked.prompt
    assert asked.prompt.endswith("Answer with one label and nothing else: good, bad.")
    spans = next(span_questions(dataset, "views"))
    assert "- harbour: A place for ships\n- team\n- other" in spans.prompt
    assert "Values of `holders` (a list of one or more):\n- AUTHOR: Who wrote" in spans.prompt
    names = next(span_questions(dataset, "names"))
    assert "- person: People\n- place" in names.prompt


def test_the_sentences_of_a_layer_have_labels_of_their_own(dataset: GoldDataset):
    asked = next(label_questions(dataset, "views_detection"))
    assert "- mixed: Spans with this value begin in the sentence" in asked.prompt
    assert asked.labels[-2:] == ("mixed", "none")


def test_a_prompt_does_not_depend_on_the_gold(dataset: GoldDataset):
    """Two sets of answers to the same blocks give the same questions."""
    asked = {q.id: q for q in span_questions(dataset, "views")}
    plain = [q for q in asked.values() if right_answer(q) == "[]"]
    full = [q for q in asked.values() if right_answer(q) != "[]"]
    assert plain
    assert full
    for one in (*plain, *full):
        assert one.prompt.replace(one.text, "") == plain[0].prompt.replace(plain[0].text, "")


@pytest.mark.parametrize(("name", "ask"), ASKED)
def test_right_answers_get_1_in_every_figure_and_silence_0(
    dataset: GoldDataset, name: str, ask: object
):
    asked: list[Question] = list(ask(dataset, name))  # pyright: ignore[reportCallIssue]
    assert asked
    best = figures([answered(q, right_answer(q)) for q in asked])
    assert {f["f1"] for f in best["scores"].values()} == {1.0}
    assert best["details"]["answered"] == 1.0
    worst = figures([answered(q, "lol") for q in asked])
    assert worst["scores"]["micro"]["tp"] == 0
    assert worst["scores"]["macro"]["f1"] == 0.0
    assert worst["details"]["answered"] == 0.0


@pytest.mark.parametrize(("name", "ask"), ASKED)
def test_a_question_goes_into_a_row_and_back(dataset: GoldDataset, name: str, ask: object):
    for one in ask(dataset, name):  # pyright: ignore[reportCallIssue]
        row = question_row(one)
        assert question_of(row) == one
        assert row["target"] == right_answer(one)


def test_invented_spans_make_precision_smaller(dataset: GoldDataset):
    asked = list(span_questions(dataset, "names"))
    right = [answered(q, right_answer(q)) for q in asked]
    invented = [replace(right[0], unused=3), *right[1:]]
    exact = figures(invented)["scores"]["exact"]
    assert (exact["fp"], exact["fn"]) == (3, 0)
    assert set(figures(invented)["by_label"]) == {"person", "place"}


def test_the_mean_of_some_labels_is_that_of_their_f1(dataset: GoldDataset):
    asked = list(label_questions(dataset, "views"))
    found = figures([answered(q, "good") for q in asked], ["good", "bad"])
    f1 = [found["by_label"][label]["f1"] for label in ("good", "bad")]
    assert f1[1] == 0.0
    assert math.isclose(found["details"]["macro_of"]["f1"], sum(f1) / 2)


def test_a_split_asks_about_its_documents_alone(dataset: GoldDataset):
    assert {q.doc_id for q in label_questions(dataset, "frames", "test")} == {"two"}


def test_a_dataset_without_texts_is_refused(built: dict[str, Path]):
    with pytest.raises(GoldError, match="has no texts"):
        next(label_questions(GoldDataset(built["standoff"]), "views"))


def test_spans_of_a_layer_of_blocks_are_refused(dataset: GoldDataset):
    with pytest.raises(GoldError, match="no spans in blocks"):
        next(span_questions(dataset, "frames"))
