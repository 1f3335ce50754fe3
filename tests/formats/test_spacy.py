"""spaCy: what DocBin reads back is what was written, span by span."""

import random

import pytest
from hypothesis import given, settings
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

import exported
from communique.formats import spacy
from communique.formats.document import ExportedDocument


def read(data: bytes) -> list[Doc]:
    return list(DocBin(store_user_data=True).from_bytes(data).get_docs(Vocab()))


def written(document: ExportedDocument) -> Doc:
    (doc,) = read(exported.files(spacy.write([document], exported.export()))["train.spacy"])
    return doc


@settings(max_examples=60, deadline=None)
@given(exported.documents())
def test_every_span_comes_back_with_its_range_label_and_uid(document: ExportedDocument):
    doc = written(document)
    assert doc.text == document.text
    spans = {(s.id_, s.start_char, s.end_char, s.label_) for s in doc.spans["names"]}
    assert spans == {(a.uid, *a.range, a.label) for a in document.annotations}
    for a in document.annotations:
        assert doc.user_data[a.uid] == a.attributes


def test_two_spans_of_one_range_keep_their_own_attributes():
    text = "Rome agreed."
    pair = [
        exported.span(0, 4, "place", "u1", reading="literal", entity_id="gpe:rome"),
        exported.span(0, 4, "place", "u2", reading="metonymic"),
    ]
    doc = written(exported.document(text, pair))
    assert [(s.id_, s.kb_id_) for s in doc.spans["names"]] == [("u1", "gpe:rome"), ("u2", "")]
    assert [doc.user_data[u]["reading"] for u in ("u1", "u2")] == ["literal", "metonymic"]


def test_sentences_relations_and_values_of_documents_are_there():
    text = "Ann met Bo. She left."
    linked = exported.span(0, 3, uid="u1", relations=(("part_of", "u2"),))
    doc = written(exported.document(text, [linked, exported.span(8, 10, uid="u2")]))
    assert [s.text for s in doc.sents] == ["Ann met Bo.", "She left."]
    (link,) = doc.user_data["communique"]["relations"]
    assert link == {"from_uid": "u1", "to_uid": "u2", "label": "part_of"}
    assert doc.user_data["communique"]["doc_id"] == "one"


def test_many_documents_are_divided_between_files(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(spacy, "_MOST", 2)
    splits = [("train", 5), ("test", 2)]
    documents = [
        exported.document("Ann left.", doc_id=f"{s}-{n}", split=s)
        for s, many in splits
        for n in range(many)
    ]
    files = exported.files(spacy.write(documents, exported.export()))
    assert {name: len(read(data)) for name, data in files.items()} == {
        "train-00001.spacy": 2,
        "train-00002.spacy": 2,
        "train-00003.spacy": 1,
        "test.spacy": 2,
    }


def test_the_bytes_are_the_same_every_time():
    spans = [exported.words(exported.MANY_SCRIPTS, w) for w in ("Ann Lee 😀", "Lee", "罗马")]
    document = exported.document(exported.MANY_SCRIPTS, spans)
    runs = []
    for seed in range(2):
        random.seed(seed)
        runs.append(exported.files(spacy.write([document], exported.export())))
    assert runs[0] == runs[1]
