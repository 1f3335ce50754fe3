"""Classes of characters, in tables by code point and by byte."""

import unicodedata
from enum import IntEnum
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

LAST_POINT: Final = 0x1FFFF
# Planes 2 and 3 contain ideographs, higher planes tags and private use: one represents all.
BEYOND_IDEOGRAPHS: Final = 0x40000
IDEOGRAPH: Final = ord("語")
PRIVATE: Final = 0xE000


class CharacterClass(IntEnum):
    """Class of a character. A word is a sequence of characters of the classes UPPER to DIGIT."""

    CONTINUATION = 0
    BLANK = 1
    UPPER = 2
    LOWER = 3
    CASELESS = 4
    DIGIT = 5
    COMMA = 6
    ENDER = 7
    QUOTE = 8
    SEPARATOR = 9
    BRACKET = 10
    SYMBOL = 11
    OTHER = 12
    NEWLINE = 13


_WIDE: Final = np.uint8(16)
_NEW: Final = np.uint8(255)
_MARKS: Final = {
    CharacterClass.NEWLINE: "\n",
    CharacterClass.COMMA: ",;、，；،",
    CharacterClass.ENDER: ".!?…。！？．।॥؟۔",
    CharacterClass.QUOTE: "\"'「」『』",
    CharacterClass.SEPARATOR: "|•·»«›‹>/–—-→←↓↑▶▼*+#~=_\\",
    CharacterClass.BRACKET: "()[]{}:（）：",
    CharacterClass.SYMBOL: "%©®™@",
}
_BY_MARK: Final = {mark: kind for kind, marks in _MARKS.items() for mark in marks}
_BY_CATEGORY: Final = {
    "Lu": CharacterClass.UPPER,
    "Lt": CharacterClass.UPPER,
    "Ll": CharacterClass.LOWER,
    "Cc": CharacterClass.BLANK,
    "Cf": CharacterClass.BLANK,
    "Pi": CharacterClass.QUOTE,
    "Pf": CharacterClass.QUOTE,
    "Sc": CharacterClass.SYMBOL,
}
_BY_MAJOR: Final = {
    "Z": CharacterClass.BLANK,
    "L": CharacterClass.CASELESS,
    "M": CharacterClass.CASELESS,
    "N": CharacterClass.DIGIT,
}


def class_of(character: str) -> CharacterClass:
    """Return the class of one character."""
    if character in _BY_MARK:
        return _BY_MARK[character]
    category = unicodedata.category(character)
    return _BY_CATEGORY.get(category) or _BY_MAJOR.get(category[0], CharacterClass.OTHER)


def point_kinds(points: NDArray[np.int64]) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Return the classes of code points up to `LAST_POINT`, and whether each takes two columns.

    A character takes two columns if its East Asian width is W or F.
    """
    known = _known_kinds()
    for point in np.unique(points[known[points] == _NEW]).tolist():
        character = chr(point)
        is_wide = unicodedata.east_asian_width(character) in "WF"
        known[point] = class_of(character) + is_wide * _WIDE
    kinds = known[points]
    return kinds % _WIDE, kinds >= _WIDE


@cache
def _known_kinds() -> NDArray[np.uint8]:
    """Cache of classes by code point. Looking up all would take longer than most texts."""
    return np.full(LAST_POINT + 1, _NEW, np.uint8)


@cache
def byte_kinds() -> bytes:
    """Return the class of each ASCII byte; CONTINUATION for any other byte."""
    return bytes(
        class_of(chr(point)) if point < 128 else CharacterClass.CONTINUATION for point in range(256)
    )


@cache
def folded_bytes() -> bytes:
    """Return a table of bytes with ASCII letters in lower case and every digit as "0"."""
    return bytes(range(256)).lower().translate(bytes.maketrans(b"123456789", b"000000000"))
