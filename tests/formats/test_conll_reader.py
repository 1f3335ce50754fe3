"""Columns of tokens with tags: three schemes, two ways to divide columns, and what is refused."""

import pytest

from communique.formats import conll_reader
from communique.formats.foreign import ForeignFile, Reading, ReadOptions
from foreign_files import CONLL


def read(content: str) -> Reading:
    return conll_reader.read([ForeignFile("a.conll", content.encode())], ReadOptions())


def spans(reading: Reading, *, extra: bool = False) -> list[tuple[str, str]]:
    return [
        (d.text[a.start : a.end], a.label)
        for d in reading.documents
        for a in d.annotations
        if a.is_extra == extra
    ]


@pytest.mark.parametrize("scheme", CONLL)
@pytest.mark.parametrize("blank", [" ", "  ", "\t"])
def test_all_schemes_give_the_same_spans(scheme: str, blank: str):
    lines = CONLL[scheme].replace("|", "\n").replace(" ", blank)
    reading = read(f"-DOCSTART- one O\n\n{lines}\n\n")
    assert [d.name for d in reading.documents] == ["one"]
    assert spans(reading) == [
        ("Ann Lee", "PER"),
        ("Bo", "PER"),
        ("Rome", "LOC"),
        ("Oslo", "LOC"),
    ]


def test_comments_are_no_tokens_and_a_number_sign_is_one():
    reading = read("# text = Ann\n# O\n#1 B-NUM\nAnn B-PER\n")
    assert spans(reading) == [("#1", "NUM"), ("Ann", "PER")]
    assert reading.documents[0].text.split() == ["#", "#1", "Ann"]


def test_a_span_ends_where_its_label_changes_or_the_sentence_ends():
    reading = read("Ann B-PER\nRome I-LOC\n\nOslo I-LOC\n")
    assert spans(reading) == [("Ann", "PER"), ("Rome", "LOC"), ("Oslo", "LOC")]


def test_other_columns_are_read_only_if_they_hold_tags():
    reading = read("-DOCSTART- -X- -X- O\n\nAnn NNP B-NP B-PER\nleft VBD B-VP O\n")
    assert reading.documents[0].name is None
    assert spans(reading) == [("Ann", "PER")]
    assert spans(reading, extra=True) == [("Ann", "NP"), ("left", "VP")]
    assert {a.type for a in reading.documents[0].annotations if a.is_extra} == {"column 3"}


def test_the_work_of_several_annotators_without_names_is_refused():
    copy = "-DOCSTART- -X- O\n\nAnn -X- _ {}\nleft -X- _ O\n\n"
    reading = read(copy.format("B-PER") + copy.format("O"))
    assert list(map(str, reading.faults)) == [
        "a.conll, line 6: the same text comes again: the file has the work of several annotators"
        " and does not say whose. Export each annotator's work into a file of its own."
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "a.conll: has no tokens"),
        ("\n\n", "a.conll: has no tokens"),
        ("Ann\n", "a.conll, line 1: has one column; expected a token and a tag"),
        ("Ann O\nRome x O\n", "a.conll, line 2: has 3 columns; the lines before have 2"),
        ("Ann PER\n", "a.conll, line 1: 'PER' is not a tag; expected O, B-LABEL or I-LABEL"),
        ("Ann O\n O\n", "a.conll, line 2: begins with white space; expected a token"),
    ],
)
def test_a_bad_line_is_named(content: str, fault: str):
    assert list(map(str, read(content).faults)) == [fault]
