"""brat standoff is read as it is defined, and every fault is named with its line."""

import pytest

from communique.formats import brat_reader
from communique.formats.foreign import ForeignFile, Reading, ReadOptions
from foreign_files import BRAT, BRAT_NOTE, BRAT_TEXT


def read(ann: str, text: str = BRAT_TEXT, **more: str) -> Reading:
    files = {"one.txt": text, "one.ann": ann, **more}
    given = [ForeignFile(name, content.encode()) for name, content in files.items()]
    return brat_reader.read(given, ReadOptions())


def faults(reading: Reading) -> list[str]:
    return list(map(str, reading.faults))


def test_all_kinds_of_lines_are_read_or_counted():
    reading = read(BRAT)
    (document,) = reading.documents
    listed = [(a.id, a.start, a.end, a.label, dict(a.attributes)) for a in document.annotations]
    assert listed == [
        ("T1", 0, 7, "PER", {"Certainty": ("high",)}),
        ("T2", 26, 30, "LOC", {}),
        ("T3", 10, 13, "MEET", {"Negated": ("true",)}),
    ]
    assert [(r.label, r.from_id, r.to_id) for r in document.relations] == [("in", "T1", "T2")]
    counts = {"event": 2, "relation": 1, "normalization": 1, "note": 1}
    assert (dict(reading.losses), faults(reading)) == (counts, [])


def test_pieces_that_only_a_line_break_divides_are_one_span():
    reading = read("T1\tX 18 25;26 30\tteam in Rome\nT2\tX 0 3;26 30\tAnn Rome\n")
    assert [(a.id, a.start, a.end) for a in reading.documents[0].annotations] == [("T1", 18, 30)]
    assert dict(reading.losses) == {"discontinuous": 1}


def in_bytes(size: int) -> str:
    """The offsets of Rome and of the last word, if the smiley counts `size` units."""
    more = size - 1
    return f"T1\tLOC {26 + more} {30 + more}\tRome\n"


@pytest.mark.parametrize(("size", "name"), [(4, "UTF-8 bytes"), (2, "UTF-16 units")])
def test_offsets_in_other_units_are_converted_and_named(size: int, name: str):
    reading = read(in_bytes(size))
    (found,) = reading.documents[0].annotations
    assert (found.start, found.end) == (26, 30)
    assert reading.warnings == [
        f"offsets count {name}, not code points; they were converted: one.ann"
    ]


def test_carriage_returns_may_count_or_not():
    crlf = BRAT_TEXT.replace("\n", "\r\n")
    counted = read("T1\tLOC 27 31\tRome\n", crlf)
    (found,) = counted.documents[0].annotations
    assert (counted.documents[0].text[found.start : found.end], counted.warnings) == ("Rome", [])
    ignored = read("T1\tLOC 26 30\tRome\r\n", crlf)
    (found,) = ignored.documents[0].annotations
    assert ignored.documents[0].text[found.start : found.end] == "Rome"
    assert "code points without carriage returns" in ignored.warnings[0]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T1\tPER 0 7", "not a span: expected `T1<tab>Label START END<tab>words`"),
        ("T1\tPER 0 x\tAnn", "not a span: expected `T1<tab>Label START END<tab>words`"),
        ("T1\tPER 0 7\tBob Lee", "T1: 0 7 is 'Ann Lee' in the text, 'Bob Lee' here"),
        ("T1\tPER 7 0\tAnn", "T1: 7 0 is not a range of the text of 38"),
        ("T1\tPER 0 99\tAnn", "T1: 0 99 is not a range of the text of 38"),
        ("R1\tin Arg1:T1 Arg2:T2", "no span has the id T1"),
        ("R1\tin Arg1:T1", "not a relation: expected `R1<tab>Label Arg1:T1 Arg2:T2`"),
        ("E1\tMEET", "not an event: expected `E1<tab>Type:T1 Role:T2`"),
        ("E1\tMEET:T9", "no span has the id T9"),
        ("A1\tNegated", "not an attribute: expected `A1<tab>Name T1 [Value]`"),
        ("A1\tNegated T9", "no span has the id T9"),
        ("N1\tReference T1", "not a normalization: expected `N1<tab>Reference T1 NAME:ID`"),
        ("#1\tNote", "not a note: expected `#1<tab>Type T1<tab>words`"),
        ("what is this", "unknown kind of line: what is this"),
    ],
)
def test_a_bad_line_is_named(line: str, message: str):
    assert faults(read(f"\n{line}\n"))[0] == f"one.ann, line 2: {message}"


def test_an_id_that_comes_twice_is_named():
    reading = read("T1\tPER 0 3\tAnn\nT1\tPER 4 7\tLee\n")
    assert faults(reading) == ["one.ann, line 2: the id T1 is also in line 1"]


def test_files_without_their_pair_are_named():
    assert faults(read("", more="x", **{"two.ann": ""})) == [
        "more: not a file of brat; expected NAME.ann and NAME.txt",
        "two.ann: no text beside it; expected two.txt",
    ]
    reading = read("", **{"two.txt": "Bo."})
    assert reading.warnings == ["texts without annotations were not read: two.txt"]


def test_bytes_that_are_not_utf_8_are_named():
    files = [ForeignFile("a.txt", b"x"), ForeignFile("a.ann", b"T1\tX 0 1\tx\n#1\t\xe9")]
    assert faults(brat_reader.read(files, ReadOptions())) == ["a.ann, line 2: not UTF-8 at byte 14"]


def test_a_label_or_value_that_was_changed_in_brat_counts():
    note = BRAT_NOTE.replace('"attributes": {}', '"attributes": {"reading": "so so", "why": "a b"}')
    same = read(f"T1\ta_thing 0 3\tAnn\nA1\treading T1 so_so\n{note}\n")
    (kept,) = same.documents[0].annotations
    values = {"reading": ("so so",), "why": ("a b",)}
    assert (kept.id, kept.layer, kept.label, dict(kept.attributes)) == (
        *("e1", "names", "a thing"),
        values,
    )
    changed = read(f"T1\tperson 0 3\tAnn\nA1\treading T1 literal\n{note}\n")
    (found,) = changed.documents[0].annotations
    assert (found.label, found.attributes["reading"]) == ("person", ("literal",))
