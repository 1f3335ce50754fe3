"""Lists of words: what an entry matches, and what no entry is."""

import pytest

from communique.text.word_list import WordList


@pytest.mark.parametrize(
    ("entry", "text", "stands"),
    [
        ("praise*", "It PRAISED the toll", True),
        ("praise", "It praised the toll", False),
        ("praise", "Praise, then silence", True),
        ("harm", "harmony", False),
        ("wide", "a sea-wide ban", True),
        ("call for", "They call\n for more", True),
        ("call for", "They recall for us", False),
        ("naïve", "a NAÏVE hope", True),
        ("don't", "we don't", True),
    ],
)
def test_an_entry_matches_whole_words(entry: str, text: str, stands: bool):
    assert WordList.parse(entry).stands_in(text) == stands


def test_comments_and_empty_lines_are_no_entries():
    words = WordList.parse("# all\n\nbad  # not badly\n  good\n")
    assert words.entries == ((3, "bad"), (4, "good"))
    assert not WordList.parse("# none\n").stands_in("none of it")


def test_lines_that_are_no_entry_are_named():
    assert WordList.parse("good\n*\nb*d\nso  so\nyes!\n").faults == (2, 3, 4, 5)


def test_what_an_entry_covers_already_is_named():
    listed = WordList.parse("thank*\nthanked\nthankful*\nbad\nBad\nthan\n").repeated
    assert list(listed) == [(2, "thanked", 1), (3, "thankful*", 1), (5, "bad", 4)]
