"""Conflict markers: found whatever ends the lines, and resolved to one side."""

import json
import time

import orjson
import pytest

from communique.util.merge_conflict import has_conflict, side_names, sides
from conflicts import DIFF3, PLAIN


@pytest.mark.parametrize("data", [PLAIN, DIFF3, PLAIN * 2, PLAIN[2:], PLAIN[:-2]])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_markers_are_found_whatever_ends_the_lines(data: bytes, end: bytes):
    assert has_conflict(data.replace(b"\n", end))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]\n",
        b"<<<<<<< HEAD\n",
        b"<<<<<<< HEAD\n>>>>>>> other\n=======\n",
        b">>>>>>> other\n=======\n<<<<<<< HEAD\n",
        b"=======\n>>>>>>> other\n",
        PLAIN.replace(b"<<<<<<<", b" <<<<<<<"),
        PLAIN.replace(b"<<<<<<<", b"<<<<<<<<<"),
        PLAIN.replace(b"=======", b"========"),
        json.dumps([PLAIN.decode()], indent=1).encode(),
        orjson.dumps({"text": DIFF3.decode()}),
    ],
)
def test_other_lines_are_no_conflict(data: bytes):
    assert not has_conflict(data)


def test_a_large_file_without_markers_is_passed_quickly():
    data = (b' {"text": "a < b <<<<<<< c\\n======="},\n') * 2_600_000
    began = time.perf_counter()
    assert len(data) > 100_000_000
    assert not has_conflict(data)
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("data", [PLAIN, DIFF3])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_every_conflict_is_resolved_to_one_side(data: bytes, end: bytes):
    ours, theirs = sides((data * 2 + b"rest").replace(b"\n", end))
    assert ours.replace(end, b"\n") == b"[\n 1\n]\n[\n 1\n]\nrest"
    assert theirs.replace(end, b"\n") == b"[\n 2\n]\n[\n 2\n]\nrest"


def test_longer_markers_in_what_both_had_before_are_dropped_with_it():
    before = b"||||||| merged\n<<<<<<<<< a\n 8\n=========\n 9\n>>>>>>>>> b\n"
    data = PLAIN.replace(b"=======\n", before + b"=======\n")
    assert sides(data) == sides(PLAIN)


def test_a_file_without_conflict_has_two_equal_sides():
    assert sides(b"[]\n") == (b"[]\n", b"[]\n")


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"[\n>>>>>>> other\n]\n", 2),
        (b"[\n]\n=======\n", 3),
        (PLAIN[:-2].replace(b">>>>>>> other\n", b""), 4),
        (PLAIN.replace(b" 1\n", PLAIN), 4),
        (PLAIN + b"||||||| base\n", 8),
        (DIFF3.replace(b" 0\n", b"||||||| base\n"), 5),
    ],
)
def test_markers_out_of_order_are_refused_with_their_line(data: bytes, line: int):
    with pytest.raises(ValueError, match=rf"^line {line}: "):
        sides(data)


def test_the_sides_are_named_in_words_alone():
    assert side_names(DIFF3) == ("HEAD", "other")
    assert side_names(b"<<<<<<<\n=======\n>>>>>>>\n") == ("", "")
    shown = side_names(b"<<<<<<< a\x1b[31m `b` \xff\n=======\n>>>>>>> " + b"x" * 200 + b"\n")
    assert shown == ("a 31m b", "x" * 60)
