"""What may be quoted of a text: five words in a row."""

import pytest

from communique.text.short_quotations import Quotations, surface

TEXT = "One two three four five six seven eight nine ten."


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ann Lee", "Ann Lee"),
        ("one two\n three four five.", "one two three four five."),
        (TEXT, "One two three four five…"),
        ("x" * 61, "x" * 60 + "…"),
        ("東" * 80, "東" * 60 + "…"),
        ("", ""),
    ],
)
def test_a_surface_has_five_words_and_sixty_characters(text: str, wanted: str):
    assert surface(text) == wanted


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("'one two three four five' is fine", "'one two three four five' is fine"),
        (f'say "{TEXT}" twice', 'say "One two three four five…." twice'),
        ("Two, THREE - four five six: seven eight! Then", "Two, THREE - four five six:…! Then"),
        ("six seven eight nine ten one two", "six seven eight nine ten one two"),
        ("one", "one"),
    ],
)
def test_a_sentence_keeps_five_words_of_a_run(sentence: str, wanted: str):
    assert Quotations({"a": TEXT, "b": ""}.__getitem__).cut(sentence, "a") == wanted
    assert Quotations({"a": TEXT, "b": ""}.__getitem__).cut(sentence, "b") == sentence
    assert Quotations({"a": TEXT, "b": ""}.__getitem__).cut(sentence, None) == sentence
