"""Texts for the compiled core of the cleaner, and what must be equal with and without it."""

import os
import re
from textwrap import wrap

import orjson
from hypothesis import strategies as st

from communique.cleaning.answer import Answer, answer, answer_in_python
from communique.cleaning.clean import clean_text
from communique.cleaning.decision import decide_many
from communique.cleaning.learned import load_model
from communique.cleaning.phrases import entries
from communique.cleaning.rule import Rule
from communique.cleaning.stamps import STAMPS

SENTENCE = "The council said on Tuesday that the harbour wall would have to be rebuilt at last. "
CJK = "港の壁は百年の間町を守ってきたが、町議会は火曜日に建て直すと発表した。"
PHRASES = [entry.phrase.replace("{n}", "12") for entry in entries()]
NASTY = [
    "",
    " \n\t\n\u00a0\n\u2003",
    "\x00",
    f"a\x00b\n{SENTENCE}\x00\x1f\x7f\x85",
    f"\u202e{SENTENCE}\u202c\n\u2066x\u2069\n\u200b\u200d\ufeff\n{SENTENCE}\u00ad",
    f"{CJK}\n\n{CJK[::-1]}\n{CJK * 30}",
    "\n" * 3000,
    "👩‍👩‍👧‍👦" * 900,
    "e" + "\u0301" * 3000,
    f"{SENTENCE * 60}\n{SENTENCE}\n{SENTENCE}",
    "x" * 10_000,
    "\U0002fa1d\U000e0041\U0010ffff\u0378",
    "Copyright © 2020 Port Gazette. All rights reserved.\nK\nİstanbul ǅ ß ﬁ\nU.S.\nthe U.S.\n(U.S.",
    "\n".join(["Home", "Share on Facebook", "“Quoted” — it’s…", "Read more", "Leave a reply"] * 9),
    "\n".join(f"{SENTENCE}{n}" for n in range(300)),
]
_CHARACTERS = st.one_of(
    st.characters(exclude_characters="\n"),
    st.sampled_from(
        " \t\u00a0\u200b.,!?…;:|»©\"'“”’()[]0123456789aAzZéßİ語ー。👩\u0301\x00\r\u2028"
    ),
)
_PIECES = st.sampled_from([SENTENCE, CJK, "U.S.", "Home", " | ", " - ", "12.5", "by Ann Lee", "©"])
LINE = st.one_of(
    st.text(_CHARACTERS, max_size=40),
    st.lists(st.one_of(_PIECES, st.sampled_from(PHRASES)), max_size=8).map("".join),
    st.sampled_from(PHRASES),
    st.text(_CHARACTERS, min_size=1, max_size=3).map(lambda s: s * 900),
)
TEXT = st.lists(LINE, max_size=25).map("\n".join)
_MARKS = st.sampled_from(["", " ", ": ", " | ", " · ", " - ", ". ", ", ", " (", ")", "…", "2 "])
BOILERPLATE = st.lists(
    st.one_of(st.sampled_from(PHRASES), _MARKS, st.sampled_from(["Port Gazette", "Ann", "2024"])),
    min_size=1,
    max_size=6,
).map("".join)
STAMPED = st.lists(
    st.one_of(
        *(st.from_regex(stamp) for stamp, _ in STAMPS),
        st.text(" 0123456789.,:-/amh年月日", max_size=6),
    ),
    min_size=1,
    max_size=3,
).map("".join)


def matching(rule: Rule) -> st.SearchStrategy[tuple[Rule, str]]:
    """Return lines that the pattern of a rule matches, with the rule."""
    flags = 0 if rule.cased else re.IGNORECASE
    lines = st.from_regex(re.compile(rule.pattern, flags), fullmatch=True)
    return st.tuples(st.just(rule), lines.filter(lambda line: "\n" not in line))


def assert_cleaned_alike(texts: list[str], policy: str) -> None:
    """Check that texts are cleaned to equal results and to the same bytes."""
    by_core = decide_many(texts, policy)
    in_python = decide_many(texts, policy, model=load_model())  # a model of its own: no core
    assert [clean_text(one) for one in by_core] == [clean_text(one) for one in in_python]
    for one, other in zip(by_core, in_python, strict=True):
        if one.text.encode("utf-8", "ignore").decode() == one.text:  # orjson takes no surrogates
            assert_same_answer(answer(one), answer_in_python(other))


def assert_same_answer(one: Answer, other: Answer) -> None:
    """Check that two answers are equal, byte by byte."""
    assert one.written == other.written
    assert (one.kept, one.gone) == (other.kept, other.gone)
    assert orjson.loads(one.written)


def wrapped(text: str, columns: int) -> list[str]:
    """Return the lines of hard-wrapped text."""
    return wrap(text, columns)


def environment(more: dict[str, str]) -> dict[str, str]:
    """Return the environment with the package on the path and these variables."""
    paths = [os.environ.get("PYTHONPATH", ""), "src"]
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))} | more
