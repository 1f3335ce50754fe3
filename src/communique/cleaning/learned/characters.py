"""Classes of characters, as tables from code point and from byte."""

import unicodedata
from enum import IntEnum
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

LAST_POINT: Final = 0x1FFFF
# Planes 2 and 3 hold ideographs, the planes above tags and private use: one stands for all.
BEYOND_IDEOGRAPHS: Final = 0x40000
IDEOGRAPH: Final = ord("語")
PRIVATE: Final = 0xE000


class Kind(IntEnum):
    """What a character is to a reader. Words are runs from UPPER to DIGIT."""

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


_MARKS: Final = {
    Kind.NEWLINE: "\n",
    Kind.COMMA: ",;、，；،",
    Kind.ENDER: ".!?…。！？．।॥؟۔",
    Kind.QUOTE: "\"'「」『』",
    Kind.SEPARATOR: "|•·»«›‹>/–—-→←↓↑▶▼*+#~=_\\",
    Kind.BRACKET: "()[]{}:（）：",
    Kind.SYMBOL: "%©®™@",
}
_BY_MARK: Final = {mark: kind for kind, marks in _MARKS.items() for mark in marks}
_BY_CATEGORY: Final = {
    "Lu": Kind.UPPER,
    "Lt": Kind.UPPER,
    "Ll": Kind.LOWER,
    "Cc": Kind.BLANK,
    "Cf": Kind.BLANK,
    "Pi": Kind.QUOTE,
    "Pf": Kind.QUOTE,
    "Sc": Kind.SYMBOL,
}
_BY_MAJOR: Final = {"Z": Kind.BLANK, "L": Kind.CASELESS, "M": Kind.CASELESS, "N": Kind.DIGIT}


def kind_of(character: str) -> Kind:
    """The class of one character."""
    if character in _BY_MARK:
        return _BY_MARK[character]
    category = unicodedata.category(character)
    return _BY_CATEGORY.get(category) or _BY_MAJOR.get(category[0], Kind.OTHER)


@cache
def point_kinds() -> NDArray[np.uint8]:
    """Class of each code point up to `LAST_POINT`."""
    return np.array([kind_of(chr(point)) for point in range(LAST_POINT + 1)], np.uint8)


@cache
def wide_points() -> NDArray[np.bool_]:
    """Whether a code point takes two columns (East Asian width W or F)."""
    widths = (unicodedata.east_asian_width(chr(point)) for point in range(LAST_POINT + 1))
    return np.array([width in "WF" for width in widths])


@cache
def byte_kinds() -> bytes:
    """Class of each ASCII byte; of any other, CONTINUATION."""
    return bytes(kind_of(chr(point)) if point < 128 else Kind.CONTINUATION for point in range(256))


@cache
def folded_bytes() -> bytes:
    """Each byte with ASCII letters in lower case and every digit as "0"."""
    return bytes(range(256)).lower().translate(bytes.maketrans(b"123456789", b"000000000"))
