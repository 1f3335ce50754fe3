"""Split text into tokens, independent of the labels, and make IOB2 tags of outermost mentions."""

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from operator import add
from typing import Final

import regex

# Scripts without blanks between words: each character is one token.
_SINGLE: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf"
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)

# The first four are blanks in Python, but not in Unicode.
_BLANK: Final = r"[\x1c-\x1f\s]"
_MARK: Final = r"\p{M}"
_WORD: Final = rf"[\p{{M}}[\p{{L}}\p{{N}}--[{_SINGLE}]]]"

_BMP: Final = 0xFFFF


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens and their starts, in code points from the start of the text."""

    texts: list[str]
    starts: list[int]

    def __len__(self) -> int:
        return len(self.texts)

    def overlapping(self, start: int, end: int) -> range:
        """The indices of the tokens that share a character with a range of the text."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        if first < len(self) and self.starts[first] + len(self.texts[first]) <= start:
            first += 1
        return range(first, bisect_left(self.starts, end, lo=first))


def tokenize(text: str) -> Tokens:
    """Split a text into tokens.

    A token is a maximal run of letters, digits and their marks, or any other visible character. A
    character of a script without blanks between words (Han, Kana, Thai and related scripts) is one
    token, with the marks that follow it.
    """
    pattern = _pattern(_BMP if not text or ord(max(text)) <= _BMP else sys.maxunicode)
    parts = pattern.split(text)  # in turn: text between tokens, and a token
    starts = [0, *accumulate(map(len, parts))]
    return Tokens(parts[1::2], starts[1:-1:2])


@cache
def _pattern(last: int) -> re.Pattern[str]:
    """The pattern of a token, for texts with code points up to `last`.

    It matches a run of word characters and marks, or any other character with the marks after it.
    `last` is for speed: `re` uses a table for the basic plane, but tries other ranges one by one.
    """
    characters = "".join(map(chr, range(last + 1)))
    blank, mark, word = (_ranges(kind, characters) for kind in (_BLANK, _MARK, _WORD))
    return re.compile(f"([{word}]+|[^{blank}{word}][{mark}]*)")


def _ranges(kind: str, characters: str) -> str:
    """The characters of a class, as ranges for `re`.

    `regex` has its own tables, so the class is the same in every version of Python; `re` is faster.
    """
    runs: list[str] = regex.findall(f"{kind}+", characters, regex.V1)
    return "".join(f"{re.escape(run[0])}-{re.escape(run[-1])}" for run in runs)


def outermost(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The spans that no other span contains, left to right. Of equal spans, the first is kept."""
    ranked = sorted(spans, key=lambda s: (s[0], -s[1]))
    kept: list[tuple[int, int, str]] = []
    for span in ranked:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def iob2(tokens: Tokens, spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """One tag for each token: `O`, `B-X` or `I-X`. A token belongs to the mention it overlaps."""
    tags = ["O"] * len(tokens)
    for start, end, label in outermost(spans):
        for n, i in enumerate(tokens.overlapping(start, end)):
            if tags[i] == "O":
                tags[i] = f"{'I' if n else 'B'}-{label}"
    return tags


def token_columns(
    tokens: Tokens, spans: Sequence[tuple[int, int, str]]
) -> dict[str, list[int] | list[str]]:
    """Tokens with two columns of tags: for outermost mentions, and for those just inside them.

    Mentions that are nested more deeply have no tag.
    """
    outer = outermost(spans)
    inner = list(spans)
    for span in outer:
        inner.remove(span)
    return {
        "tokens": tokens.texts,
        "token_starts": tokens.starts,
        "ner_tags": iob2(tokens, outer),
        "ner_tags_inner": iob2(tokens, inner),
    }


def inside_token(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a mention starts or ends inside a token, so that tags cannot represent it exactly."""
    ends = map(add, tokens.starts, map(len, tokens.texts))
    return any(a < e < b for a, b in zip(tokens.starts, ends, strict=True) for e in (start, end))
