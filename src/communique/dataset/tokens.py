"""Tokens that owe nothing to the labels, and IOB2 tags over the outermost mentions."""

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from operator import add
from typing import Final

import regex

# Scripts written without blanks between words: each character is a token of its own.
_SINGLE: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf"
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)

# The first four are blanks to Python, though not to Unicode.
_BLANK: Final = r"[\x1c-\x1f\s]"
_MARK: Final = r"\p{M}"
_WORD: Final = rf"[\p{{M}}[\p{{L}}\p{{N}}--[{_SINGLE}]]]"

_BMP: Final = 0xFFFF


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens, and where each begins (code points into the text that they were cut from)."""

    texts: list[str]
    starts: list[int]

    def __len__(self) -> int:
        return len(self.texts)

    def overlapping(self, start: int, end: int) -> range:
        """The numbers of the tokens that share a character with a range of the text."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        if first < len(self) and self.starts[first] + len(self.texts[first]) <= start:
            first += 1
        return range(first, bisect_left(self.starts, end, lo=first))


def tokenize(text: str) -> Tokens:
    """Maximal runs of letters, digits and their marks; every other visible character alone.

    Characters of scripts without word blanks (Han, Kana, Thai and its kin) stand alone too, with
    the marks that follow them.
    """
    pattern = _pattern(_BMP if not text or ord(max(text)) <= _BMP else sys.maxunicode)
    parts = pattern.split(text)  # what stands between tokens, and tokens, in turn
    starts = [0, *accumulate(map(len, parts))]
    return Tokens(parts[1::2], starts[1:-1:2])


@cache
def _pattern(last: int) -> re.Pattern[str]:
    """A run of word characters and marks, or any other character with the marks after it.

    For texts up to a last code point: `re` looks a character of the basic plane up in a table, but
    goes through the ranges beyond it one by one.
    """
    characters = "".join(map(chr, range(last + 1)))
    blank, mark, word = (_ranges(kind, characters) for kind in (_BLANK, _MARK, _WORD))
    return re.compile(f"([{word}]+|[^{blank}{word}][{mark}]*)")


def _ranges(kind: str, characters: str) -> str:
    """The characters of a class, as ranges that `re` takes.

    `regex` has tables of its own, so the class is the same under every Python; `re` is faster.
    """
    runs: list[str] = regex.findall(f"{kind}+", characters, regex.V1)
    return "".join(f"{re.escape(run[0])}-{re.escape(run[-1])}" for run in runs)


def outermost(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The spans that no other holds, left to right; of two equal ones the first given."""
    ranked = sorted(spans, key=lambda s: (s[0], -s[1]))
    kept: list[tuple[int, int, str]] = []
    for span in ranked:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def iob2(tokens: Tokens, spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """One tag a token (`O`, `B-X`, `I-X`); a token belongs to the mention that it overlaps."""
    tags = ["O"] * len(tokens)
    for start, end, label in outermost(spans):
        for n, i in enumerate(tokens.overlapping(start, end)):
            if tags[i] == "O":
                tags[i] = f"{'I' if n else 'B'}-{label}"
    return tags


def inside_token(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a mention begins or ends within a token, so that tags cannot hold it exactly."""
    ends = map(add, tokens.starts, map(len, tokens.texts))
    return any(a < e < b for a, b in zip(tokens.starts, ends, strict=True) for e in (start, end))
