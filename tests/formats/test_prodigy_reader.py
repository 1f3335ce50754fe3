"""Prodigy's JSON Lines: accepted rows with spans and relations; others are counted or named."""

import json
from typing import Any

import pytest

from communique.formats import prodigy_reader
from communique.formats.foreign import ForeignFile, Reading, ReadOptions
from foreign_files import PERSON, PLACE
from foreign_files import PRODIGY_RELATION as LINK
from foreign_files import PRODIGY_TEXT as TEXT
from foreign_files import PRODIGY_TOKENS as TOKENS


def read(*rows: Any) -> Reading:
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    return prodigy_reader.read([ForeignFile("a.jsonl", lines.encode())], ReadOptions())


def test_spans_are_read_by_offsets_or_by_tokens():
    by_token = {"token_start": 3, "token_end": 4, "label": "WHERE"}
    row = {"text": TEXT, "tokens": TOKENS, "spans": [PERSON, PLACE, by_token, PLACE]}
    reading = read({**row, "answer": "accept", "_input_hash": 5})
    (document,) = reading.documents
    found = [(TEXT[a.start : a.end], a.label) for a in document.annotations]
    assert found == [("Ann Lee", "PER"), ("Rome", "LOC"), ("in Rome", "WHERE")]
    assert dict(reading.losses) == {"duplicate": 1}


def test_rows_that_were_rejected_or_skipped_are_counted():
    rows = [{"text": TEXT, "spans": [PLACE], "answer": a} for a in ("accept", "reject", "ignore")]
    reading = read(*rows, rows[1])
    assert (len(reading.documents), dict(reading.losses)) == (1, {"rejected": 2, "ignored": 1})


def test_the_annotator_is_the_one_that_the_row_names():
    row = {"text": TEXT, "spans": [], "_session_id": "set-bo"}
    reading = read(row, {**row, "_annotator_id": "set-ann"}, {"text": TEXT, "spans": []})
    assert [d.author for d in reading.documents] == ["set-bo", "set-ann", None]


def test_relations_name_their_spans():
    lost = {**LINK, "child_span": {**PLACE, "label": "ORG"}}
    reading = read({"text": TEXT, "spans": [PERSON, PLACE], "relations": [LINK, lost]})
    (relation,) = reading.documents[0].relations
    assert (relation.label, relation.from_id, relation.to_id) == ("in", "0-7-PER", "13-17-LOC")
    assert dict(reading.losses) == {"relation": 1}


@pytest.mark.parametrize(
    "given", [{"label": "warm", "answer": "accept"}, {"accept": ["warm"], "options": []}]
)
def test_labels_of_whole_texts_have_no_range(given: dict[str, Any]):
    ((start, label),) = [
        (a.start, a.label) for a in read({"text": TEXT, **given}).documents[0].annotations
    ]
    assert (start, label) == (None, "warm")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({}, "the row has no text under the key 'text'"),
        (
            {"text": TEXT, "label": [[0, 3, "PER"]]},
            "not a row of Prodigy; expected `answer` or `spans` or `accept` or `_input_hash`",
        ),
        ({"text": TEXT, "answer": "yes"}, "the answer is 'yes'; expected accept, reject or ignore"),
        ({"text": TEXT, "spans": {}}, "`spans` is not a list"),
        ({"text": TEXT, "spans": [5]}, "not a span with `start`, `end` and `label`: 5"),
        (
            {"text": TEXT, "spans": [{"start": 0, "end": 99, "label": "X"}]},
            "not a span with `start`, `end` and `label`: {'start': 0, 'end': 99, 'label': 'X'}",
        ),
        (
            {"text": TEXT, "answer": "accept", "tokens": [{**TOKENS[0], "text": "Bob"}]},
            "token 0 is 'Bob', and 'Ann' in the text",
        ),
        (
            {"text": TEXT, "answer": "accept", "tokens": [{"start": 4, "end": 99}]},
            "token 0 is not a range of the text: 4 to 99",
        ),
    ],
)
def test_a_bad_row_is_named(row: Any, message: str):
    assert list(map(str, read(row).faults)) == [f"a.jsonl, line 1: {message}"]
