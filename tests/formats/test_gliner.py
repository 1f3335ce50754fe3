"""GLiNER: tokens and inclusive token ranges, one paragraph an element."""

import json

from hypothesis import given, settings

import exported
from communique.formats import gliner
from communique.formats.document import ExportedDocument

TEXT = "Ann Lee left Rome.\nBo stayed."


def test_the_file_is_an_array_of_paragraphs():
    spans = [
        exported.words(TEXT, "Ann Lee", uid="u1"),
        exported.words(TEXT, "Lee", "a thing", uid="u2"),
        exported.words(TEXT, "Bo", uid="u3"),
    ]
    export = exported.export(layers=["names"])
    documents = [exported.document(TEXT, spans), exported.document("No one.", doc_id="two")]
    data = exported.files(gliner.write(documents, export))["train.json"]
    first, second, third = json.loads(data)
    assert first == {
        "tokenized_text": ["Ann", "Lee", "left", "Rome", "."],
        "ner": [[0, 1, "person"], [1, 1, "a thing"]],
        "doc_id": "one",
        "block_id": "b000000",
        "uids": ["u1", "u2"],
    }
    assert (second["ner"], second["uids"]) == ([[0, 0, "person"]], ["u3"])
    assert (third["doc_id"], third["ner"]) == ("two", [])
    assert not export.losses


def test_labels_of_several_layers_name_their_layer():
    spans = [exported.words(TEXT, "Ann"), exported.words(TEXT, "left", "direct", layer="quotes")]
    data = exported.files(gliner.write([exported.document(TEXT, spans)], exported.export()))
    labels = [label for _, _, label in json.loads(data["train.json"])[0]["ner"]]
    assert labels == ["names: person", "quotes: direct"]


@settings(max_examples=60, deadline=None)
@given(exported.documents())
def test_every_span_in_a_paragraph_comes_back(document: ExportedDocument):
    export = exported.export(layers=["names"])
    rows = json.loads(exported.files(gliner.write([document], export))["train.json"])
    by_uid = {a.uid: a for a in document.annotations}
    read = [pair for row in rows for pair in zip(row["uids"], row["ner"], strict=True)]
    losses = export.losses.to_json()
    assert len(read) + losses.get("crossing", 0) == len(by_uid)
    exact = 0
    for row in rows:
        for uid, (first, last, label) in zip(row["uids"], row["ner"], strict=True):
            surface = "".join(row["tokenized_text"][first : last + 1])
            start, end = by_uid[uid].range
            exact += surface == "".join(document.text[start:end].split())
            assert label == by_uid[uid].label
    assert exact >= len(read) - losses.get("token_border", 0)
