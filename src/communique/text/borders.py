"""Where a span may begin and end: at visible characters, and never inside one.

A character, as a reader sees it, is a grapheme cluster of Unicode (UAX 29): a letter with its
accents, a flag, a family joined by zero width joiners. Two borders inside a cluster are allowed.
One is between the consonants of an Indic conjunct, where a word may end. The other is before a zero
width non-joiner, which ends a part of a word.
"""

import unicodedata
from typing import Final

import regex

_CLUSTER: Final = regex.compile(r"\X")
_CONSONANT: Final = regex.compile(r"\p{InCB=Consonant}")
_MARK: Final = regex.compile(r"\p{M}")
_FLAG_HALF: Final = regex.compile(r"\p{Regional_Indicator}")
# Braille blank and the marks around annotations show nothing either.
_INVISIBLE: Final = regex.compile(
    r"[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800\ufff9-\ufffb]+"
)
_NON_JOINER: Final = "\u200c"
_JOINER: Final = "\u200d"
_FIRST_MARK: Final = "\u0300"  # no character before it joins the one before
_FIRST_PREFIX: Final = "\u0600"  # no character before it joins the one after


def splits_character(text: str, at: int) -> bool:
    """Whether an offset (code points) is inside a character.

    >>> splits_character("cafe\\u0301", 4), splits_character("cafe\\u0301", 3)
    (True, False)
    """
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if after < _FIRST_MARK and before < _FIRST_PREFIX:
        return False
    if _CONSONANT.match(after) or (after == _NON_JOINER and not _MARK.match(before)):
        return False
    joins = _joins(before + after, 1)
    if before == _JOINER or _FLAG_HALF.match(before):  # what is before them decides
        return _joins(*_context(text, at))
    return joins


def invisible_edges(surface: str) -> tuple[str, str]:
    """The characters at the start and at the end of a text that show nothing; "" for none.

    >>> invisible_edges("\\ufeffBerlin "), invisible_edges("\\u2764\\ufe0f")
    (('\\ufeff', ' '), ('', ''))
    """
    first, start, end = 0, len(surface), len(surface)
    while first < len(surface) and _INVISIBLE.fullmatch(_first_character(surface, first)):
        first += len(_first_character(surface, first))
    while end > first:
        start = end - 1
        while splits_character(surface, start):
            start -= 1
        if not _INVISIBLE.fullmatch(surface, start, end):
            break
        end = start
    return surface[:first], surface[end:]


def shown(characters: str) -> str:
    """The code points and names of characters that show nothing.

    >>> shown("\\u200b")
    'U+200B ZERO WIDTH SPACE'
    """
    return ", ".join(f"U+{ord(c):04X} {unicodedata.name(c, '')}".strip() for c in characters)


def _first_character(text: str, at: int) -> str:
    match = _CLUSTER.match(text[at : at + 64])
    return match[0] if match else ""


def _joins(text: str, at: int) -> bool:
    """Whether no cluster of a text ends at an offset."""
    end = 0
    for match in _CLUSTER.finditer(text):
        end = match.end()
        if end >= at:
            break
    return end != at


def _context(text: str, at: int) -> tuple[str, int]:
    """The part of a text that decides on a border, and the border's place in it."""
    start = at - 1
    while start > 0 and text[start] >= _FIRST_MARK:
        start -= 1
    return text[start : at + 1], at - start
