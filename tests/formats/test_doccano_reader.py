"""doccano's JSON Lines in all its forms, and what is wrong with a row."""

import json
from typing import Any

import pytest

from communique.formats import doccano_reader
from communique.formats.foreign import ForeignFile, Reading, ReadOptions
from foreign_files import DOCCANO_ENTITIES, DOCCANO_RELATION
from foreign_files import DOCCANO_TEXT as TEXT


def read(*rows: Any, options: ReadOptions | None = None) -> Reading:
    lines = "".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in rows)
    return doccano_reader.read([ForeignFile("a.jsonl", lines.encode())], options or ReadOptions())


def spans(reading: Reading) -> list[tuple[str, str]]:
    return [(d.text[a.start : a.end], a.label) for d in reading.documents for a in d.annotations]


@pytest.mark.parametrize("key", ["label", "labels", "entities"])
def test_spans_may_overlap_and_count_code_points(key: str):
    reading = read({"id": 1, "text": TEXT, key: [[2, 9, "PER"], [6, 9, "NAME"], [6, 17, "X"]]})
    assert spans(reading) == [("Ann Lee", "PER"), ("Lee", "NAME"), ("Lee in Rome", "X")]


def test_entities_have_ids_that_relations_name():
    lost = {**DOCCANO_RELATION, "to_id": 9}
    row = {"id": 1, "text": TEXT, "entities": DOCCANO_ENTITIES, "Comments": ["x"]}
    reading = read({**row, "relations": [DOCCANO_RELATION, lost]})
    (document,) = reading.documents
    assert [(a.id, a.label) for a in document.annotations] == [("7", "PER"), ("8", "LOC")]
    assert [(r.label, r.from_id, r.to_id) for r in document.relations] == [("in", "7", "8")]
    assert dict(reading.losses) == {"relation": 1, "note": 1}


def test_the_old_form_names_users_and_each_gets_a_document():
    annotations = [
        {"label": 3, "start_offset": 2, "end_offset": 5, "user": 1},
        {"label": 3, "start_offset": 2, "end_offset": 9, "user": 2},
    ]
    reading = read({"text": TEXT, "annotations": annotations, "meta": {"doc_id": "one"}})
    found = [(d.name, d.author, [a.end for a in d.annotations]) for d in reading.documents]
    assert found == [("one", "1", [5]), ("one", "2", [9])]


@pytest.mark.parametrize("given", ["pos", ["pos"], [4]])
def test_labels_of_whole_texts_have_no_range(given: Any):
    (document,) = read({"data": TEXT, "label": given}).documents
    ((start, label),) = [(a.start, a.label) for a in document.annotations]
    assert (start, label) == (None, "pos" if given != [4] else "4")


def test_the_keys_of_document_and_text_can_be_named():
    options = ReadOptions(id_key="nr", text_key="body")
    (document,) = read({"body": TEXT, "label": [], "meta": {"nr": 5}}, options=options).documents
    assert (document.name, document.text) == ("5", TEXT)


def test_a_json_list_is_read_as_its_rows():
    rows = [{"text": TEXT, "label": [[2, 9, "PER"]]}, {"text": "Bo", "label": []}]
    assert len(read(json.dumps(rows, indent=1)).documents) == 2


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{", "not JSON: Expecting property name enclosed in double quotes: line 1 column 2"),
        ("[" * 100_000, "not JSON: nested too deeply"),
        ("7", "not a JSON object"),
        ('{"text": "a\\ud800"}', "a string has half a character (a lone surrogate)"),
        ({"label": []}, "the row has no text under the key 'text'"),
        ({"text": TEXT}, "the row has no labels; expected `label` or `labels` or `entities`"),
        ({"text": TEXT, "label": 5}, "`label` is not a list"),
        ({"text": TEXT, "label": [[2, 9]]}, "not a label in `label`: [2, 9]"),
        ({"text": TEXT, "label": [[9, 2, "X"]]}, "not a label in `label`: [9, 2, 'X']"),
        ({"text": TEXT, "label": [[0, 99, "X"]]}, "not a label in `label`: [0, 99, 'X']"),
        ({"text": TEXT, "label": [["0", "9", "X"]]}, "not a label in `label`: ['0', '9', 'X']"),
        ({"text": TEXT, "label": [[0, 1, None]]}, "not a label in `label`: [0, 1, None]"),
    ],
)
def test_a_bad_row_is_named(row: Any, message: str):
    (fault,) = read({"text": TEXT, "label": []}, row).faults
    assert (fault.file, fault.line) == ("a.jsonl", 2)
    assert fault.message.startswith(message), fault.message
