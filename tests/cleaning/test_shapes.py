"""What is known of lines as numbers never hides a line that a step has to look at."""

import re
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import core_texts
from communique.cleaning import clean, core
from communique.cleaning.bare_credits import BARE_CREDIT, CREDIT_ENDS
from communique.cleaning.described import shapes_of
from communique.cleaning.edge_characters import plain_i
from communique.cleaning.grouping import grouped
from communique.cleaning.lines import DECORATION
from communique.cleaning.structure import CAPTION_START, CAPTION_STARTS, is_caption, may_be_captions

COMPILED = [False, *[True] * (core.core() is not None)]
WORDS = (
    *("FILE PHOTO: ", "Bildunterschrift: ", "photo captİon: ", "caption:", "Ann Lee Reuters", "•"),
    *(" (AP Photo/Ann Lee)", "[Getty Images].", "\u200b", "\u00ad", " ", "\t", "é", "語", ".", "“"),
)
LINES = st.lists(st.sampled_from([*WORDS, core_texts.SENTENCE]), min_size=1, max_size=5)


@pytest.mark.parametrize("compiled", COMPILED)
@given(st.one_of(LINES.map("".join), core_texts.LINE))
@settings(max_examples=300, deadline=None)
def test_no_caption_and_no_credit_is_skipped(compiled: bool, line: str) -> None:
    (groups,) = grouped([line.replace("\n", "")], [()], compiled=compiled)
    shapes = shapes_of([groups])
    for group, may_be, may_end in zip(
        groups, may_be_captions(shapes), shapes.may_end(CREDIT_ENDS + DECORATION), strict=True
    ):
        assert may_be or not is_caption(group)
        assert may_end or not BARE_CREDIT.matches(group)


@pytest.mark.parametrize("compiled", COMPILED)
@given(core_texts.TEXT)
@settings(max_examples=80, deadline=None)
def test_numbers_are_those_of_the_groups(compiled: bool, text: str) -> None:
    (groups,) = grouped([text], [()], compiled=compiled)
    shapes = shapes_of([groups])
    assert shapes.width.tolist() == [group.width for group in groups]
    for name in ("ends_sentence", "is_prose", "after_blank", "is_visible", "is_code"):
        assert getattr(shapes, name).tolist() == [getattr(group, name) for group in groups]
    digits = [len(g.text) <= 24 and re.search(r"\d", g.text) is not None for g in groups]
    assert shapes.has_digit.tolist() == digits
    dated = [len(g.text) <= 120 and re.search(r"\d", g.text) is not None for g in groups]
    assert shapes.may_be_stamp.tolist() == dated


def test_a_caption_begins_with_known_letters_in_any_case() -> None:
    points = "".join(map(chr, range(sys.maxunicode + 1)))
    for letter in {c for start in CAPTION_STARTS for c in start}:
        equal = re.findall(letter, points, re.IGNORECASE)
        plain = plain_i(np.array([ord(c) for c in equal], np.int32)).tolist()
        assert {chr(point).lower() for point in plain} == {letter}
    for start in ("file: x", "image caption: x", "photo caption: x", "picture caption: x"):
        assert CAPTION_START.match(start)


def test_a_copy_counts_the_lines_that_stay_between() -> None:
    wide = "The old harbour wall of the small port town"  # a line, no sentence
    others = [f"{n} {core_texts.SENTENCE * 3}" for n in range(9)]
    near = clean("\n\n".join([wide, *others[:4], wide, *others[4:]]))
    far = clean("\n\n".join([wide, *others[:6], wide, *others[6:]]))
    assert [gone.rule for gone in near.removed] == ["line-repeated"]
    assert [gone.rule for gone in far.removed if gone.rule == "line-repeated"] == []
