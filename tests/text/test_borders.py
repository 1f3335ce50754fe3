"""Borders of spans: nothing invisible at an edge, and no border inside a character."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from communique.text.borders import invisible_edges, splits_character

FAMILY = "👩\u200d👩\u200d👧"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize(
    "hidden",
    [
        *(" ", "\t", "\n", "\u00a0", "\u2009", "\u3000", "\u2028", "\u0085", "\x00", "\x1b"),
        *("\u200b", "\ufeff", "\u00ad", "\u2060", "\u180e", "\u3164", "\u2800", "\ufffa"),
        *("\u200e", "\u200f", "\u061c", "\u202a", "\u202c", "\u202e", "\u2066", "\u2069"),
        *("\u200c", " \ufe0f", " \u200b\u00a0"),
    ],
)
def test_what_shows_nothing_is_found_at_both_ends(hidden: str):
    assert invisible_edges(f"{hidden}Berlin") == (hidden, "")
    assert invisible_edges(f"Berlin{hidden}") == ("", hidden)
    assert invisible_edges(hidden)[0] == hidden


@pytest.mark.parametrize(
    "surface",
    [
        *("Berlin", "a b", "№ 5", "“yes”", "e\u0301", "x\u200by", "soft\u00adhyphen", "c\u2060d"),
        *("❤\ufe0f", "1\ufe0f\u20e3", FAMILY, SCOTLAND, "🇩🇪", "👍🏽", "👨🏻\u200d🚒"),
        *("สวัสดี", "น้ำ", "नमस्ते", "क्षत्रिय", "जगत्", "क्\u200d", "ကမ္ဘာ", "ខ្មែរ", "ਪੰਜਾਬ"),
        *(
            "می\u200cخواهم",
            "سَلَام",
            "ه\u200d",
            "\u0600١٢",
            "שָׁלוֹם",
            "각",
            "\u115f\u1161",
            "漢字",
            "葛󠄀",
        ),
        *("Việt", "Vie\u0323\u0302t", "ᠮᠣᠩᠭᠣᠯ\u180b", "𝔘𝔫𝔦", "བོད་"),
    ],
)
def test_words_of_any_script_are_whole(surface: str):
    text = f"x {surface} y"
    assert invisible_edges(surface) == ("", "")
    assert not splits_character(text, 2)
    assert not splits_character(text, 2 + len(surface))


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("cafe\u0301", {4}),
        ("Vie\u0323\u0302t", {3, 4}),
        ("น้ำ", {1, 2}),
        ("นำ", {1}),
        ("कि", {1}),
        ("ரா", {1}),
        ("🇩🇪🇫🇷", {1, 3}),
        ("👍🏽", {1}),
        ("❤\ufe0f", {1}),
        (FAMILY, {1, 2, 3, 4}),
        (SCOTLAND, set(range(1, len(SCOTLAND)))),
        ("각".encode().decode(), set()),
        ("\u1100\u1161\u11a8", {1, 2}),
        ("क्ष", {1}),  # not between the consonants: a word may end there
        ("کتاب\u200cها", set()),  # a part of a word ends before the non-joiner
        ("a\u200bb", set()),
        ("日本語", set()),
        ("Berlin", set()),
    ],
)
def test_a_border_inside_a_character_is_found(text: str, inside: set[int]):
    assert {at for at in range(len(text) + 1) if splits_character(text, at)} == inside
    longer = f"é {text} \u0e01"
    assert {at - 2 for at in range(len(longer) + 1) if splits_character(longer, at)} == inside


ODD = st.text(
    "aé\u0301\u0303\u200d\u200c\u200b\ufe0f🇩🇪👩👧🏽 \n\u00adकष्ि\u0e33น\u0e49\u1100\u1161\u11a8"
)


@given(ODD)
def test_borders_are_those_of_unicode(text: str):
    """Only two kinds of borders inside a grapheme cluster are allowed."""
    ends = {match.end() for match in regex.finditer(r"\X", text)} | {0}
    for at in range(len(text) + 1):
        if splits_character(text, at):
            assert at not in ends
        elif at not in ends:
            assert text[at] in "\u200cकष"


@given(ODD)
def test_what_is_left_between_the_edges_has_no_edges(text: str):
    start, end = invisible_edges(text)
    inner = text[len(start) : len(text) - len(end)]
    assert start + inner + end == text
    assert inner == "" or invisible_edges(inner) == ("", "")
