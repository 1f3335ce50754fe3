"""Lines as UTF-8 bytes, with the class of each character and the positions of words."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.arrays import Bytes, Flags, Floats, Indices
from communique.cleaning.learned.characters import (
    BEYOND_IDEOGRAPHS,
    IDEOGRAPH,
    LAST_POINT,
    PRIVATE,
    CharacterClass,
    byte_kinds,
    point_kinds,
)

_PADDING: Final = 24


@dataclass(frozen=True, slots=True)
class Encoded:
    """Padded bytes, class of each byte, bytes that belong to words, and bounds of the lines."""

    data: Bytes
    kinds: Bytes
    in_word: Flags
    starts: Indices
    ends: Indices
    line: NDArray[np.int32]
    continued: Floats
    narrower: Floats


def encode(content: bytes) -> Encoded:
    """Classify the bytes of UTF-8 lines, which may contain lone surrogates."""
    padded = bytearray(content + b"\n" + bytes(_PADDING))
    size = len(content) + 1
    data = np.frombuffer(padded, np.uint8)
    kinds = np.frombuffer(padded.translate(byte_kinds()), np.uint8)[:size]
    in_word = _is_of_word(kinds)
    ends = np.flatnonzero(kinds == np.uint8(CharacterClass.NEWLINE))
    starts = np.concatenate([[0], ends[:-1] + 1])
    line = np.repeat(np.arange(ends.size, dtype=np.int32), ends - starts + 1)
    leads = np.flatnonzero(data[:size] >= 0xC2)
    points, following = _decode(data, leads)
    kinds[leads], wide = point_kinds(points)
    _mark_words(in_word, leads, following, kinds[leads])
    by_line = line[leads]
    continued = np.bincount(by_line, following, ends.size).astype(np.float32)
    narrower = np.bincount(by_line, following - wide, ends.size).astype(np.float32)
    return Encoded(data, kinds, in_word, starts, ends, line, continued, narrower)


def _decode(data: Bytes, leads: Indices) -> tuple[Indices, Indices]:
    """Return the code points that begin at `leads`, and how many bytes follow each lead byte."""
    lead = data[leads].astype(np.int64)
    one, two, three = ((data[leads + k] & 0x3F).astype(np.int64) for k in (1, 2, 3))
    following = 1 + (lead >= 0xE0).astype(np.int64) + (lead >= 0xF0)
    short = (lead & 0x1F) << 6 | one
    middle = (lead & 0x0F) << 12 | one << 6 | two
    long = (lead & 0x07) << 18 | one << 12 | two << 6 | three
    points = np.where(following == 1, short, np.where(following == 2, middle, long))
    beyond = np.where(points < BEYOND_IDEOGRAPHS, IDEOGRAPH, PRIVATE)
    return np.where(points > LAST_POINT, beyond, points), following


def _is_of_word(kinds: Bytes) -> Flags:
    # If compared with plain enum members, numpy would convert every byte to a 64-bit number.
    return (kinds >= np.uint8(CharacterClass.UPPER)) & (kinds <= np.uint8(CharacterClass.DIGIT))


def _mark_words(in_word: Flags, leads: Indices, following: Indices, kinds: Bytes) -> None:
    of_word = _is_of_word(kinds)
    leads, following = leads[of_word], following[of_word]
    in_word[leads] = True
    for k in (1, 2, 3):
        in_word[leads[following >= k] + k] = True
