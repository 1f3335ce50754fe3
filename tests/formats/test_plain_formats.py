"""JSON lines, CSV and Web Annotation lose nothing; without texts they hold no words."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given, settings

import exported
from communique.formats import csv as csv_format
from communique.formats import jsonl, webannotation
from communique.formats.document import ExportedDocument

TEXT = 'Ann "Lee", née Bo;\nمرحبا 😀 said Rome'
VALUE = exported.Annotation("d1", "frames", "document", None, None, "warm", {"attribute": "tone"})
SPANS = [
    exported.words(TEXT, 'Ann "Lee", née', uid="u1", holders=("rome", "ann")),
    exported.words(TEXT, "مرحبا 😀", "a thing", uid="u2", relations=(("part_of", "u1"),)),
    exported.Annotation("u3", "frames", "block", 0, 18, "money", {"frames": ("money",)}),
    VALUE,
]


def lines(document: ExportedDocument, **values: Any) -> list[dict[str, Any]]:
    export = exported.export(**values)
    data = exported.files(jsonl.write([document], export))["train.jsonl"]
    assert not export.losses
    return [json.loads(line) for line in data.decode().split("\n")[:-1]]


def rows(document: ExportedDocument, **values: Any) -> list[dict[str, str]]:
    export = exported.export(**values)
    data = exported.files(csv_format.write([document], export))["train.csv"]
    assert not export.losses
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def items(document: ExportedDocument, **values: Any) -> list[dict[str, Any]]:
    export = exported.export(**values)
    data = exported.files(webannotation.write([document], export)).get(
        "train.json", b'{"items":[]}'
    )
    assert not export.losses
    return json.loads(data)["items"]


@settings(max_examples=40, deadline=None)
@given(exported.documents())
def test_every_span_comes_back(document: ExportedDocument):
    wanted = {
        (a.uid, *a.range, a.label, document.text[slice(*a.range)]) for a in document.annotations
    }
    (line,) = lines(document)
    keys = ("uid", "start", "end", "label", "text")
    assert {tuple(a[k] for k in keys) for a in line["annotations"]} == wanted
    listed = {
        (r["uid"], int(r["start"]), int(r["end"]), r["label"], r["text"]) for r in rows(document)
    }
    assert listed == wanted
    read = set()
    for item in items(document):
        place, quote = item["target"]["selector"]
        uid = item["id"].rpartition(":")[2]
        label = item["body"][0]["value"]
        read.add((uid, place["start"], place["end"], label, quote["exact"]))
    assert read == wanted


def test_json_lines_hold_everything():
    (line,) = lines(exported.document(TEXT, SPANS), with_tokens=True)
    assert line["text"] == TEXT
    assert [b["block_id"] for b in line["blocks"]] == ["b000000", "b000019"]
    assert [TEXT[t["start"] : t["end"]] for t in line["tokens"]][:4] == ["Ann", '"', "Lee", '"']
    by_uid = {a["uid"]: a for a in line["annotations"]}
    assert by_uid["u1"]["attributes"] == {"holders": ["rome", "ann"]}
    assert by_uid["u2"]["relations"] == [{"label": "part_of", "to_uid": "u1"}]
    assert (by_uid["d1"]["start"], by_uid["d1"]["label"]) == (None, "warm")


def test_csv_has_a_column_for_each_attribute():
    first, second, block, value = rows(exported.document(TEXT, SPANS))
    assert json.loads(first["names.holders"]) == ["rome", "ann"]
    assert json.loads(second["relations"]) == [{"label": "part_of", "to_uid": "u1"}]
    assert (block["kind"], block["block_id"], block["text"]) == ("block", "b000000", TEXT[:18])
    assert (value["frames.attribute"], value["label"], value["start"]) == ("tone", "warm", "")


def test_web_annotation_follows_the_model():
    export = exported.export()
    data = exported.files(webannotation.write([exported.document(TEXT, SPANS)], export))
    page = json.loads(data["train.json"])
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (page["type"], page["id"]) == ("AnnotationPage", "urn:communique:made:page:train")
    assert page["items"][0] == {
        "id": "urn:communique:made:annotation:u1",
        "type": "Annotation",
        "motivation": "classifying",
        "layer": "names",
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "value": "person"},
            {
                "type": "TextualBody",
                "purpose": "describing",
                "attribute": "holders",
                "values": ["rome", "ann"],
            },
        ],
        "target": {
            "source": "urn:communique:made:document:one",
            "selector": [
                {"type": "TextPositionSelector", "start": 0, "end": 14},
                {
                    "type": "TextQuoteSelector",
                    "exact": 'Ann "Lee", née',
                    "prefix": "",
                    "suffix": " Bo;\nمرحبا 😀 said Rome",
                },
            ],
        },
    }
    link = page["items"][2]
    assert (link["motivation"], link["target"]) == ("linking", "urn:communique:made:annotation:u2")
    assert link["body"][1]["source"] == "urn:communique:made:annotation:u1"


@pytest.mark.parametrize("writer", [jsonl, csv_format, webannotation])
def test_without_texts_no_word_is_written(writer: Any):
    export = exported.export(has_texts=False)
    (data,) = exported.files(writer.write([exported.document(TEXT, SPANS)], export)).values()
    for word in ("Ann ", "مرحبا", "said", "title of"):
        assert word not in data.decode()
    assert b"u1" in data
