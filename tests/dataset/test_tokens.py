"""Tokens cover the text, tags the outermost mentions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.dataset.tokens import inside_token, iob2, outermost, tokenize


@given(st.text(max_size=200))
@settings(deadline=None)  # the first call makes the table of characters
def test_tokens_cover_every_visible_character_once(text: str):
    tokens = tokenize(text)
    at = 0
    for word, start in zip(tokens.texts, tokens.starts, strict=True):
        assert text[at:start].strip() == ""
        assert text[start : start + len(word)] == word
        assert word.strip() == word != ""
        at = start + len(word)
    assert text[at:].strip() == ""


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("U.S.-led, 28,500", ["U", ".", "S", ".", "-", "led", ",", "28", ",", "500"]),
        ("東京 x", ["東", "京", "x"]),
        ("ภาษา", ["ภ", "า", "ษ", "า"]),
        ("Indo\u2013Pacific\u2019s", ["Indo", "–", "Pacific", "’", "s"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
    ],
)
def test_tokens_are_words_and_single_characters(text: str, tokens: list[str]):
    assert tokenize(text).texts == tokens


def test_tags_are_iob2_over_the_outermost_mentions():
    text = "Biden administration and US-Japan talks"
    spans = [(0, 5, "P"), (0, 20, "O"), (25, 27, "G"), (28, 33, "G")]
    tags = iob2(tokenize(text), spans)
    assert outermost(spans) == [(0, 20, "O"), (25, 27, "G"), (28, 33, "G")]
    assert tags == ["B-O", "I-O", "O", "B-G", "O", "B-G", "O"]
    assert inside_token(tokenize("Europhile"), 0, 4)
