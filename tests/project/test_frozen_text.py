"""The cleaned text of the five articles is frozen: every offset in the corpus hangs on it."""

import json

import pytest

from communique.corpus import load_sources
from communique.workflow.clean import make_document
from paths import ROOT

FROZEN = {
    "000": "893899829309a3c81fc9d52f0d3baca83ae188a6c6d33964f781611641922636",
    "001": "11e5e95a086c229b36ebbd284dc84f4d85ab8b4cdb70204c4b9304caa501ec5e",
    "002": "509f58ca1f44e935593c1667818ff30d19cc8fc590dba70dbaecaeee23c66c90",
    "003": "5973a353d412eb812685cbbc9dbd53f5b50ceaa1f14b968e51f7e0c95b0e25a2",
    "004": "89601aa481b00fe94e4c1b2b0b01e845f2eb106cbac1d1fa4b95c4b90c80c2c8",
}
BLOCKS = {
    "000": {"title": 1, "byline": 1, "paragraph": 17, "reference": 4},
    "001": {"paragraph": 5},
    "002": {"title": 1, "byline": 1, "heading": 1, "paragraph": 19},
    "003": {"title": 1, "caption": 1, "paragraph": 17},
    "004": {"paragraph": 6},
}
SOURCES = {s.doc_id: s for s in load_sources(ROOT / "corpus/sources.yaml").documents}


@pytest.mark.parametrize("doc_id", FROZEN)
def test_cleaning_gives_the_frozen_text(doc_id: str):
    source = SOURCES[doc_id]
    document = make_document(source, (ROOT / "corpus/raw" / source.file).read_bytes(), "extracted")
    assert document.text_sha256 == FROZEN[doc_id]
    types = [b.type for b in document.blocks]
    assert {t: types.count(t) for t in dict.fromkeys(types)} == dict(
        sorted(BLOCKS[doc_id].items(), key=lambda x: types.index(x[0]))
    )


@pytest.mark.parametrize("doc_id", FROZEN)
def test_the_committed_file_is_what_cleaning_gives(doc_id: str):
    source = SOURCES[doc_id]
    document = make_document(source, (ROOT / "corpus/raw" / source.file).read_bytes(), "extracted")
    assert json.loads((ROOT / f"corpus/clean/{doc_id}.json").read_text()) == document.to_json()


def test_what_was_removed_has_the_reason_a_reader_expects():
    reasons = {
        doc_id: {
            r["reason"]
            for r in json.loads((ROOT / f"corpus/clean/{doc_id}.json").read_text())["removed"]
        }
        for doc_id in FROZEN
    }
    assert {"captcha", "comment_widget", "disclaimer", "credit"} <= reasons["000"]
    assert {"promotion"} == reasons["001"]
    assert {"captcha", "comment_widget", "voting", "newsletter", "navigation"} <= reasons["002"]
    assert {"media_widget", "copyright", "duplicate", "credit"} <= reasons["003"]
    assert set() == reasons["004"]


def test_fields_are_read_from_the_text():
    fields = {
        d: (
            c["byline"],
            c["published"],
            c["dateline"] and c["text"][c["dateline"]["start"] : c["dateline"]["end"]],
        )
        for d in FROZEN
        for c in [json.loads((ROOT / f"corpus/clean/{d}.json").read_text())]
    }
    assert fields["000"] == ("Prof Rajaram Panda", None, None)
    assert fields["002"] == ("AFP", "2021-03-10", "WASHINGTON")
    assert fields["003"] == (None, "2021", "SEOUL, South Korea")


def test_the_split_heading_reads_as_one():
    document = json.loads((ROOT / "corpus/clean/002.json").read_text())
    (heading,) = [b for b in document["blocks"] if b["type"] == "heading"]
    assert document["text"][heading["start"] : heading["end"]] == "Easing tensions with allies"
    assert len(heading["pieces"]) == 2
