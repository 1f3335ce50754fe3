"""CoNLL: SeqScore accepts the file and finds the spans in it; what is lost is counted."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from seqscore.conll import LineSpec, ingest_conll_file

import exported
from communique.formats import conll
from communique.formats.document import ExportedDocument

TEXT = "The US State Department in Rome agreed. Ann Lee left."


def sentences(path: Path) -> list[list[tuple[str, str]]]:
    """The mentions of each sentence as SeqScore reads them, which checks the tags."""
    read = ingest_conll_file(
        path,
        "BIO",
        "utf-8",
        LineSpec(0, -1),
        ignore_document_boundaries=False,
        allow_comment_lines=False,
        quiet=True,
    )
    return [
        [(m.type, " ".join(s.tokens[m.span.start : m.span.end])) for m in s.mentions]
        for document in read
        for s in document
    ]


def written(document: ExportedDocument, folder: Path, *layers: str) -> tuple[Path, dict[str, int]]:
    export = exported.export(layers=list(layers or ("names",)))
    (folder / "train.conll").write_bytes(
        exported.files(conll.write([document], export))["train.conll"]
    )
    return folder / "train.conll", export.losses.to_json()


def test_seqscore_reads_the_spans(tmp_path: Path):
    spans = [
        exported.words(TEXT, "US State Department", "a thing"),
        exported.words(TEXT, "Rome", "place"),
        exported.words(TEXT, "Ann Lee"),
    ]
    path, losses = written(exported.document(TEXT, spans), tmp_path)
    assert sentences(path) == [
        [("a_thing", "US State Department"), ("place", "Rome")],
        [("person", "Ann Lee")],
    ]
    assert losses == {}


def test_every_cause_is_counted(tmp_path: Path):
    outer = exported.words(TEXT, "US State Department", "a thing", reading="literal")
    spans = [
        outer,
        exported.words(TEXT, "US", "place"),
        exported.words(TEXT, "Department in", "a thing", uid="u9"),
        exported.words(TEXT, "agreed. Ann", "person"),
        exported.words(TEXT, "Rom", "place"),
        exported.words(TEXT, "left", "person", relations=(("part_of", "u9"),)),
        exported.Annotation("b1", "frames", "block", 0, 5, "money", {}),
        exported.Annotation("d1", "frames", "document", None, None, "warm", {"attribute": "tone"}),
    ]
    path, losses = written(exported.document(TEXT, spans), tmp_path)
    assert losses == {
        "nested": 1,
        "crossing": 2,
        "attribute": 1,
        "token_border": 1,
        "block_unit": 1,
        "document_value": 1,
        "relation": 1,
    }
    assert sentences(path)[0] == [("a_thing", "US State Department"), ("place", "Rome")]


def test_the_columns_between_hold_offset_uid_and_other_layers(tmp_path: Path):
    spans = [
        exported.words(TEXT, "Rome", "place", uid="u1"),
        exported.words(TEXT, "agreed", "direct", layer="quotes"),
    ]
    path, _ = written(exported.document(TEXT, spans), tmp_path, "names", "quotes")
    lines = path.read_text().splitlines()
    assert lines[:2] == ["-DOCSTART- one - O O", ""]
    assert "Rome 27 u1 O B-place" in lines
    assert "agreed 32 - B-direct O" in lines


@settings(max_examples=40, deadline=None)
@given(document=exported.documents())
def test_any_document_makes_valid_lines(
    document: ExportedDocument, tmp_path_factory: pytest.TempPathFactory
):
    path, losses = written(document, tmp_path_factory.mktemp("conll"))
    kept = sum(map(len, sentences(path)))
    lost = losses.get("nested", 0) + losses.get("crossing", 0)
    assert kept + lost <= len(document.annotations)
    assert all(line.count(" ") in (0, 3) for line in path.read_text().splitlines() if line)
