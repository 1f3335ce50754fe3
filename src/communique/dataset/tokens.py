"""Tokens that owe nothing to the labels, and IOB2 tags over the outermost mentions."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

# Scripts written without blanks between words: each character is a token of its own.
_SINGLE: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf"
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)
_SINGLE_RE: Final = re.compile(f"[{_SINGLE}]")


@dataclass(frozen=True, slots=True)
class Token:
    """A token and where it begins (code points into the text it was cut from)."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def tokenize(text: str) -> list[Token]:
    """Maximal runs of letters, digits and their marks; every other visible character alone.

    Characters of scripts without word blanks (Han, Kana, Thai and its kin) stand alone too, with
    the marks that follow them.
    """
    tokens: list[Token] = []
    start = None
    for i, char in enumerate(text):
        kind = _kind(char)
        joins = start is not None and (kind == "mark" or (kind == "word" and _in_word(text, start)))
        if start is not None and not joins:
            tokens.append(Token(text[start:i], start))
            start = None
        if start is None and kind != "blank":
            start = i
    if start is not None:
        tokens.append(Token(text[start:], start))
    return tokens


def _kind(char: str) -> str:
    if char.isspace():
        return "blank"
    category = unicodedata.category(char)
    if category[0] == "M":
        return "mark"
    if _SINGLE_RE.match(char):
        return "single"
    return "word" if category[0] in "LN" else "other"


def _in_word(text: str, start: int) -> bool:
    return _kind(text[start]) in ("word", "mark")


def outermost(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The spans that no other holds, left to right; of two equal ones the first given."""
    ranked = sorted(spans, key=lambda s: (s[0], -s[1]))
    kept: list[tuple[int, int, str]] = []
    for span in ranked:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def iob2(tokens: Sequence[Token], spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """One tag a token (`O`, `B-X`, `I-X`); a token belongs to the mention that it overlaps."""
    tags = ["O"] * len(tokens)
    for start, end, label in outermost(spans):
        inside = [i for i, t in enumerate(tokens) if t.start < end and start < t.end]
        for n, i in enumerate(inside):
            if tags[i] == "O":
                tags[i] = f"{'I' if n else 'B'}-{label}"
    return tags


def inside_token(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a mention begins or ends within a token, so that tags cannot hold it exactly."""
    return any(t.start < edge < t.end for t in tokens for edge in (start, end))
