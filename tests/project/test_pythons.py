"""What is the same under every Python: tokens, words, surfaces, means."""

import re
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mini
from communique.assessment.measures import mean
from communique.dataset.tokens import tokenize
from communique.label_studio.writing.gazetteer import mentions
from communique.schema import load_schema
from communique.text.overlap import words

KAWI = "\U00011f04"  # a letter since Unicode 15, which Python 3.11 does not know
KAWI_MARK = "\U00011f00"
# What this Python knows; surrogates are no characters.
KNOWN = [
    chr(point)
    for point in range(sys.maxunicode + 1)
    if unicodedata.category(chr(point)) not in ("Cn", "Cs")
]
WITHOUT_BLANKS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf"
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]"
)


def between(character: str) -> list[str]:
    """The tokens of a character between two letters, by the tables of this Python."""
    kind = unicodedata.category(character)[0]
    if character.isspace():
        return ["a", "b"]
    if kind == "M" or (kind in "LN" and not WITHOUT_BLANKS.match(character)):
        return [f"a{character}b"]
    return ["a", character, "b"]


def test_every_character_that_python_knows_has_the_class_that_python_gives_it():
    text = " ".join(f"a{character}b" for character in KNOWN)
    tokens = tokenize(text).texts
    assert tokens == [token for character in KNOWN for token in between(character)]


def test_a_text_of_the_basic_plane_has_the_same_tokens_as_within_a_larger_one():
    text = " ".join(f"a{character}b" for character in KNOWN if character <= "\uffff")
    assert [*tokenize(text).texts, "😀"] == tokenize(f"{text} 😀").texts


@given(st.text(st.sampled_from("a1é東ภ\u0301\u0e34 \x1c\u00a0.’😀" + KAWI + KAWI_MARK)))
def test_a_token_is_a_run_of_word_characters_or_one_character_with_its_marks(text: str):
    marks = "\u0301\u0e34" + KAWI_MARK
    word = f"[a1é{KAWI}{marks}]+"
    assert tokenize(text).texts == re.findall(rf"{word}|[東ภ.’😀][{marks}]*", text)


def test_letters_newer_than_the_oldest_python_are_letters():
    assert tokenize(f"a{KAWI}{KAWI_MARK}b .").texts == [f"a{KAWI}{KAWI_MARK}b", "."]
    assert words(f"a{KAWI}b") == [f"a{KAWI}b"]


def test_words_are_what_python_takes_for_words():
    text = " ".join(f"a{character}b" for character in KNOWN)
    assert words(text) == re.findall(r"\w+", text.casefold())


@pytest.mark.parametrize("surface", ["C++", "[x]", "AT&T", "a--b", "a||b", "#1", "a b", "é"])
@pytest.mark.parametrize(
    "beside", ["", " ", "-", "'", "\u0301", "😀", "x", "1", "_", "é", "東", "²"]
)
def test_a_surface_ends_where_a_word_ends(tmp_path: Path, surface: str, beside: str):
    path = tmp_path / "corpus.yaml"
    path.write_text(mini.SCHEMA.replace("name: Ann Lee", f'name: "{surface}"'))
    schema = load_schema(path)
    text = f"{beside}{surface}{beside}"
    found = [(m.start, m.end) for m in mentions(schema, schema.layer("names"), text)]
    is_apart = not re.match(r"\w", beside)
    assert found == ([(len(beside), len(beside) + len(surface))] if is_apart else [])


def test_a_mean_is_rounded_once():
    assert mean([0.1] * 10) == 0.1
    assert mean([1.0, 1e100, 1.0, -1e100]) == 0.5
    assert mean([]) is None
