"""What counts as the answer of a language model."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.records.predictions import BlockSpans, PredictedSpan
from communique.scoring.harness import Question, read_label, read_spans

LABELS = ("favor", "against", "neutral")
TEXT = "Rome 😀 praised Rome."


def question(many: frozenset[str] = frozenset({"holders"})) -> Question:
    asked = {"target": ("harbour", "team"), "holders": ("rome", "team")}
    return Question("q", "d", "?", TEXT, ("good", "bad"), BlockSpans("d", "b", ()), asked, many)


@pytest.mark.parametrize(
    ("answer", "label"),
    [
        ("favor", "favor"),
        (" Favor.\n", "favor"),
        ("**Against**", "against"),
        ('{"label": "neutral"}', "neutral"),
        ("Not favor, since he objects.\nAnswer: against", "against"),
        ("Label = favor. Hmm.\nFinal answer: **against**", "against"),
        ("It is against the plan.", "against"),
        ("favor or against", None),
        ("Answer: favor or against", None),
        ("favorable", None),
        ("lol", None),
        ("", None),
    ],
)
def test_the_label_is_the_whole_answer_or_follows_answer_or_is_the_only_one(
    answer: str, label: str | None
):
    assert read_label(answer, LABELS) == label


def test_a_longer_label_hides_the_shorter_one_in_it():
    assert read_label("It is about south korea here", ("korea", "south korea")) == "south korea"
    assert read_label("us_alliances it is", ("us", "us_alliances")) == "us_alliances"


def test_case_counts_where_labels_differ_in_case_alone():
    assert read_label("It", ("it", "It")) == "It"
    assert read_label("IT", ("it", "It")) is None


@pytest.mark.parametrize("answer", ["no list", "", "[oops", '"[1"'])
def test_an_answer_without_a_list_is_no_answer(answer: str):
    assert read_spans(answer, question()) is None


def spans(*given: str) -> tuple[list[PredictedSpan], int] | None:
    return read_spans(f"Here:\n```json\n[{', '.join(given)}]\n```", question())


def test_an_empty_list_says_that_there_is_no_span():
    assert spans() == ([], 0)


def test_right_offsets_stay():
    found = spans('{"start": 15, "end": 19, "text": "Rome", "label": "good"}')
    assert found == ([PredictedSpan(15, 19, "good", "Rome", {})], 0)


@pytest.mark.parametrize("place", ['"start": 16, "end": 20', '"start": 13', '"start": 99'])
def test_wrong_offsets_are_repaired_to_the_nearest_quotation(place: str):
    found = spans(f'{{{place}, "text": "Rome", "label": "good"}}')
    assert found == ([PredictedSpan(15, 19, "good", "Rome", {})], 0)


def test_a_quotation_is_used_as_often_as_it_occurs():
    rome = '{"text": "Rome", "label": "good"}'
    found = spans(rome, rome, rome)
    assert found is not None
    assert [(s.start, s.end) for s in found[0]] == [(0, 4), (15, 19)]
    assert found[1] == 1


def test_two_labels_can_be_at_one_place():
    found = spans('{"text": "praised", "label": "good"}', '{"text": "praised", "label": "bad"}')
    assert found is not None
    assert [(s.start, s.label) for s in found[0]] == [(7, "good"), (7, "bad")]


@pytest.mark.parametrize(
    "given_",
    [
        '{"text": "Paris", "label": "good"}',
        '{"start": 0, "end": 4, "text": "Rome", "label": "ugly"}',
        '{"start": 0, "end": 4, "label": "good"}',
        '{"start": true, "text": "", "label": "good"}',
    ],
)
def test_an_invented_quotation_or_label_is_counted_and_not_used(given_: str):
    assert spans(given_) == ([], 1)


def test_unknown_values_of_attributes_are_left_out():
    span = '{"text": "praised", "label": "good", "target": "Harbour", "holders": ["rome", "x", 1]}'
    found = spans(span)
    assert found is not None
    assert found[0][0].attributes == {"target": "harbour", "holders": ["rome"]}


@settings(max_examples=300, deadline=None)
@given(st.text() | st.text(alphabet='[]{}",:\\ startedlb19ROme😀'))
def test_no_answer_is_an_error(answer: str):
    assert read_label(answer, LABELS) in (*LABELS, None)
    found = read_spans(answer, question())
    assert found is None or all(TEXT[s.start : s.end] == s.text for s in found[0])


@pytest.mark.parametrize("part", ["[", "[{", '[{"a":', "[[{", "[\n", '[{"text": "'])
def test_an_answer_that_repeats_itself_takes_no_time(part: str):
    before = time.process_time()
    assert read_spans(part * (16_000 // len(part)), question()) is None
    assert time.process_time() - before < 2
