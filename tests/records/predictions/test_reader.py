"""A file of predictions is read line by line; what is wrong is named with its line."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

import broken
import mini
from communique.problems import Problem
from communique.records.predictions import (
    BlockLabel,
    BlockSpans,
    BlockText,
    GivenSpan,
    Header,
    Places,
    PredictedSpan,
    Prediction,
    SentenceLabel,
    read_predictions,
)
from units import BLOCK, FIRST, FRAME, GIVEN, IDS, PARIS, PLACES, SCHEMA, SENTENCE, SPANS


def events(layer: str, *lines: Any, **header: Any) -> list[Header | Prediction | Problem]:
    file = broken.predictions(layer, list(lines), **header).encode()
    return list(read_predictions(file.splitlines(keepends=True), SCHEMA, PLACES, file="p.jsonl"))


def problems(layer: str, *lines: Any, **header: Any) -> list[tuple[str, str | None, str]]:
    return [
        (p.id, p.at, p.message) for p in events(layer, *lines, **header) if isinstance(p, Problem)
    ]


def units(layer: str, *lines: Any) -> list[Any]:
    found = events(layer, *lines)
    assert not [p for p in found if isinstance(p, Problem)]
    return [event.unit for event in found if isinstance(event, Prediction)]


def test_the_header_comes_first_and_each_line_is_one_typed_unit():
    head, *rest = events("names", SPANS, {**BLOCK, "block_id": IDS[2], "spans": []})
    assert head == Header("predictions/1", "names", "0.1.0", "all", "tagger-1")
    paris = PredictedSpan(24, 29, "place", "Paris", {})
    assert rest == [
        Prediction(2, BlockSpans("one", IDS[1], (paris,))),
        Prediction(3, BlockSpans("one", IDS[2], ())),
    ]


def test_every_form_of_the_format_is_read():
    soft = {"person": 0.5, "place": 0.25}
    assert units("names", {**GIVEN, "attributes": {"holders": ["ann"]}, "soft": soft}) == [
        GivenSpan("e123", "person", {"holders": ["ann"]}, soft)
    ]
    assert units("frames", FRAME) == [
        BlockLabel("one", IDS[1], "people", {"frames": ["people", "money"]})
    ]
    assert units("names_detection", SENTENCE) == [
        SentenceLabel("one", f"{IDS[1]}.1", "rome", "none")
    ]


def test_offsets_count_code_points_of_the_block():
    start = FIRST.index("thanked")  # behind an emoji
    word = {"start": start, "end": start + 7, "text": "thanked", "label": "person"}
    (unit,) = units("names", broken.spans(word))
    assert FIRST[unit.spans[0].start : unit.spans[0].end] == "thanked"


def test_text_is_not_compared_where_it_is_null_or_the_block_has_none():
    assert units("names", broken.spans({**PARIS, "text": None}))
    bare = Places(lambda _: {IDS[1]: BlockText("paragraph", None)})
    file = broken.predictions("names", [broken.spans({**PARIS, "text": "Rome"})]).encode()
    found = list(read_predictions(file.splitlines(), SCHEMA, bare))
    assert [type(event) for event in found] == [Header, Prediction]


def test_a_mark_of_the_byte_order_and_empty_lines_are_no_fault():
    file = b"\xef\xbb\xbf" + broken.predictions("names", [SPANS]).encode() + b"\r\n\n"
    found = list(read_predictions(file.splitlines(keepends=True), SCHEMA, PLACES))
    assert [type(event) for event in found] == [Header, Prediction]


def test_lines_are_read_only_when_they_are_asked_for():
    def lines() -> Iterator[bytes]:
        yield from broken.predictions("names", [SPANS]).encode().splitlines()
        raise AssertionError("read too far")

    stream = read_predictions(lines(), SCHEMA, PLACES)
    assert isinstance(next(stream), Header)
    assert isinstance(next(stream), Prediction)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ({"communique": "predictions/2"}, "communique: expected 'predictions/1', found"),
        ({"layer": "nouns"}, "layer: no layer 'nouns'; expected names, names_detection, frames"),
        ({"split": "dev"}, "split: no split 'dev'; expected train, all"),
        ({"system": " "}, "system: is empty"),
        ({"data_version": 2}, "data_version: expected `str`, got `int`"),
        ({"model": "x"}, "object contains unknown field `model`"),
    ],
)
def test_a_wrong_header_is_the_only_report(header: dict[str, Any], message: str):
    header = dict(header)
    layer = header.pop("layer", "names")
    ((id_, at, said),) = problems(layer, SPANS, **header)
    assert (id_, at) == ("predictions-header", "line 1")
    assert said.startswith(message)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"[]\n", b"\xff\n", b'{"communique": 1'])
def test_a_file_without_a_header_has_one_problem(content: bytes):
    (only,) = read_predictions(content.splitlines(keepends=True), SCHEMA, PLACES)
    assert isinstance(only, Problem)
    assert only.id == "predictions-header"
    assert only.fix


def test_a_layer_that_the_caller_does_not_take_is_refused():
    lines = broken.predictions("frames", [FRAME]).encode().splitlines()
    (only,) = read_predictions(lines, SCHEMA, PLACES, layer="names")
    assert isinstance(only, Problem)
    assert only.message == "layer: expected 'names', found 'frames'"


def test_a_layer_of_document_values_is_refused_by_name():
    schema = mini.load_schema_text(
        f"{mini.SCHEMA}  - {{name: mood, unit: document, labels: [good, bad]}}\n"
    )
    lines = broken.predictions("mood", []).encode().splitlines()
    (only,) = read_predictions(lines, schema, PLACES)
    assert isinstance(only, Problem)
    assert "'mood' labels whole documents" in only.message


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"doc_id": "\xff"}', "not UTF-8 (byte 13 of the line)"),
        (b"{'doc_id': 1}", "not JSON: Expecting property name enclosed in double quotes"),
        (b"[1]", "expected a JSON object, found [1]"),
        (b'{"doc_id": NaN}', "NaN is not JSON"),
        (b'{"doc_id": "a", "doc_id": "b"}', "the key 'doc_id' is given twice"),
        (b'{"doc_id": "\\ud83d"}', "half of a surrogate pair is not a character"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"doc_id": "one", "block_id": "b000018"}', "object missing required field `spans`"),
        (json.dumps({**SPANS, "label": "place"}).encode(), "object contains unknown field"),
        (json.dumps(broken.spans({**PARIS, "end": 2.5})).encode(), "spans[0].end: expected `int`"),
        (json.dumps(broken.spans({**PARIS, "end": True})).encode(), "spans[0].end: expected `int`"),
        (json.dumps(GIVEN).encode(), "a file has spans by block or spans by uid, not both"),
    ],
)
def test_a_malformed_line_is_named_and_the_next_one_read(line: bytes, message: str):
    head = broken.predictions("names", [{**SPANS, "block_id": IDS[2], "spans": []}]).encode()
    lines = [*head.splitlines(), line, json.dumps(SPANS).encode()]
    _, _, fault, after = read_predictions(lines, SCHEMA, PLACES, file="p.jsonl")
    assert isinstance(fault, Problem)
    assert (fault.id, fault.at, fault.file) == ("prediction-malformed", "line 3", "p.jsonl")
    assert fault.message.startswith(message)
    assert isinstance(after, Prediction)


@pytest.mark.parametrize(
    ("layer", "line", "expected"),
    [
        ("names", {**SPANS, "doc_id": "two"}, "no document 'two'"),
        ("names", {**SPANS, "block_id": "b9"}, "no block 'b9' in the text of one"),
        ("frames", {**FRAME, "doc_id": "two"}, "no document 'two'"),
        ("names", {**GIVEN, "uid": "e9"}, "no span 'e9'"),
        ("names_detection", {**SENTENCE, "sentence_id": "b9.1"}, "no sentence 'b9.1'"),
        ("names_detection", {**SENTENCE, "doc_id": "two"}, "no document 'two'"),
        (
            "frames",
            {**FRAME, "block_id": IDS[0]},
            f"block {IDS[0]} is a title; expected paragraph",
        ),
    ],
)
def test_what_the_corpus_does_not_have_is_named(layer: str, line: Any, expected: str):
    assert problems(layer, line) == [("prediction-unknown-unit", "line 2", expected)]


@pytest.mark.parametrize(
    ("layer", "line", "what"),
    [
        ("names", SPANS, f"one {IDS[1]}"),
        ("frames", FRAME, f"one {IDS[1]}"),
        ("names", GIVEN, "e123"),
        ("names_detection", SENTENCE, f"one {IDS[1]}.1 rome"),
    ],
)
def test_a_unit_is_predicted_once(layer: str, line: Any, what: str):
    expected = ("prediction-duplicate", "line 3", f"line 2 is about the same {what}")
    assert problems(layer, line, line) == [expected]


def test_a_span_is_predicted_once_but_may_have_two_labels():
    other = {**PARIS, "label": "person"}
    assert units("names", broken.spans(PARIS, other))
    again = {**PARIS, "text": None}
    ((id_, at, _),) = problems("names", broken.spans(PARIS, other, again))
    assert (id_, at) == ("prediction-duplicate", "line 2, span 3")
    held = {**PARIS, "attributes": {"holders": ["ann"]}}
    ((_, _, said),) = problems("names", broken.spans(PARIS, held))
    assert said == "the same as span 1: [24, 29) and label"


def test_spans_of_one_range_differ_in_what_the_layer_calls_their_identity():
    text = mini.SCHEMA.replace("    rows: nested\n", "    rows: nested\n    identity: [holders]\n")
    both = [{**PARIS, "attributes": {"holders": [holder]}} for holder in ("ann", "rome")]
    lines = broken.predictions("names", [broken.spans(*both)]).encode().splitlines()
    found = list(read_predictions(lines, mini.load_schema_text(text), PLACES))
    assert [type(event) for event in found] == [Header, Prediction]


@pytest.mark.parametrize(
    ("span", "id_", "message"),
    [
        ({"end": 73}, "offsets", "[24, 73) ends after the block, which has 72 characters"),
        ({"start": 29}, "offsets", "[29, 29) is not a range: expected 0 <= start < end"),
        ({"start": -1}, "offsets", "[-1, 29) is not a range: expected 0 <= start < end"),
        ({"start": 23, "end": 24, "text": None}, "offsets", "[23, 24) has blanks only"),
        ({"start": 25}, "text", "[25, 29) is 'aris', but `text` is 'Paris'"),
        ({"text": ""}, "text", "[24, 29) is 'Paris', but `text` is ''"),
    ],
)
def test_offsets_are_a_range_of_words_in_the_block(span: Any, id_: str, message: str):
    expected = (f"prediction-{id_}", "line 2, span 1", message)
    assert problems("names", broken.spans({**PARIS, **span})) == [expected]


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ({"holder": "ann"}, "holder: is not an attribute of names; expected reading, entity_id"),
        (
            {"entity_id": "gpe:oslo"},
            "entity_id: 'gpe:oslo' is not in the schema; expected gpe:rome",
        ),
        ({"entity_id": ["gpe:rome"]}, "entity_id: expected one value, found a list: ['gpe:rome']"),
        ({"holders": ["ann", "bob"]}, "holders: 'bob' is not in the schema; expected AUTHOR, rome"),
        ({"holders": ["ann", "ann"]}, "holders: a value is given twice: ['ann', 'ann']"),
        ({"holders": ["ann", "rome", "AUTHOR"]}, "holders: 3 values, expected at most 2"),
        ({"note": " "}, "note: the text is empty"),
        ({"unsure": "yes"}, "unsure: is about the work of annotating"),
    ],
)
def test_attributes_have_the_values_of_the_schema(attributes: Any, message: str):
    ((id_, at, said),) = problems("names", broken.spans({**PARIS, "attributes": attributes}))
    assert (id_, at) == ("prediction-unknown-value", "line 2, span 1")
    assert said.startswith(message)


def test_an_attribute_stays_with_its_labels_and_document_values_are_refused_by_name():
    person = {**PARIS, "label": "person", "attributes": {"reading": "literal"}}
    ((_, _, said),) = problems("names", broken.spans(person))
    assert said == "reading: 'person' has no such attribute"
    ((_, _, said),) = problems("frames", {**FRAME, "attributes": {"tone": "warm"}})
    assert said == "tone: is a value of the whole document, and a prediction has none"


@pytest.mark.parametrize(
    ("soft", "message"),
    [
        ({"sport": 1}, "soft: 'sport' is not in the schema; expected money, people, none"),
        ({"money": 1.5}, "soft: the share of 'money' is 1.5, expected 0 to 1"),
        ({"money": -0.5, "people": 1}, "soft: the share of 'money' is -0.5, expected 0 to 1"),
        ({"money": 0}, "soft: no label has a share"),
        ({}, "soft: no label has a share"),
    ],
)
def test_shares_are_those_of_labels(soft: Any, message: str):
    assert problems("frames", {**FRAME, "soft": soft}) == [
        ("prediction-unknown-value", "line 2", message)
    ]


def test_a_sentence_may_be_mixed_or_none_and_its_target_is_a_value():
    assert units("names_detection", {**SENTENCE, "label": "mixed"})
    ((_, _, said),) = problems("names_detection", {**SENTENCE, "target": "oslo"})
    assert said == "target: 'oslo' is not in the schema; expected AUTHOR, rome, ann"
    ((_, _, said),) = problems("names", broken.spans({**PARIS, "label": "none"}))
    assert said == "label: 'none' is not in the schema; expected person, place"
