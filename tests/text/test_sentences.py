"""Sentences: ranges in order that hold every visible character once, in any language."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.text.sentences import sentences

LANGUAGES = st.sampled_from(["en", "de", "ja", "ar", "xx", "zh-Hant", "", None])
PROSE = st.lists(
    st.sampled_from(
        ["Dr.", "Ann", "U.S.", "left.12", "left.", '"Go!"', "p.12", "The", "e.g.", "3.5", "?", "…",
         "「行く。」", "。", "\u00a0", " ", "  ", "(2)", "[3]", "😀", "e\u0301", "\u2028", "\t"]
    )
).map(" ".join)  # fmt: skip


@given(st.one_of(PROSE, st.text(max_size=80)), LANGUAGES)
@settings(deadline=None, max_examples=200)
def test_ranges_are_in_order_apart_and_hold_every_visible_character(
    text: str, language: str | None
):
    found = sentences(text, language)
    at = 0
    for start, end in found:
        assert at <= start < end <= len(text)
        assert text[at:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        at = end
    assert text[at:].strip() == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left.12 The war began.", ["He left.12", "The war began."]),
        ("He left.[3] The war began.", ["He left.[3]", "The war began."]),
        ('He said "no."4 Then he left.', ['He said "no."4', "Then he left."]),
        ("See p.12 The map is there.", ["See p.12 The map is there."]),
        ("It rose by 3.5 Percent.", ["It rose by 3.5 Percent."]),
        ("He left.12 and came back.", ["He left.12 and came back."]),
        ("He left.1234 The war began.", ["He left.1234 The war began."]),
        ("Dr. Lee left. She came back.", ["Dr. Lee left.", "She came back."]),
        ("  ", []),
        ("", []),
    ],
)
def test_a_footnote_number_behind_a_full_stop_ends_a_sentence(text: str, expected: list[str]):
    assert [text[start:end] for start, end in sentences(text, "en")] == expected


@pytest.mark.parametrize("language", [None, "", "xx", "qaa-x-own"])
def test_an_unknown_language_is_cut_as_english(language: str | None):
    text = "Dr. Lee left. She came back."
    assert sentences(text, language) == sentences(text, "en")


def test_scripts_without_blanks_are_cut():
    text = "今日は晴れ。明日は雨。"
    assert [text[a:b] for a, b in sentences(text, "ja")] == ["今日は晴れ。", "明日は雨。"]
