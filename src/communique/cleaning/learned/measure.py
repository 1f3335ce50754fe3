"""Count what is in lines, for many pages at once, on the bytes of their UTF-8 form.

One pass over the bytes gives each character its class; only characters beyond ASCII are decoded.
Words are hashed by their bytes, letter case and digits folded. All arrays are by line (n) or by
word (w), in order; nothing here loops over lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.characters import (
    BEYOND_IDEOGRAPHS,
    IDEOGRAPH,
    LAST_POINT,
    PRIVATE,
    Kind,
    byte_kinds,
    folded_bytes,
    point_kinds,
    wide_points,
)

Floats: TypeAlias = NDArray[np.float32]
Indices: TypeAlias = NDArray[np.int64]
Hashes: TypeAlias = NDArray[np.uint64]
Bytes: TypeAlias = NDArray[np.uint8]
Flags: TypeAlias = NDArray[np.bool_]
Columns: TypeAlias = dict[str, NDArray[Any]]

COUNTED: Final = (
    Kind.UPPER,
    Kind.CASELESS,
    Kind.DIGIT,
    Kind.COMMA,
    Kind.ENDER,
    Kind.QUOTE,
    Kind.SEPARATOR,
    Kind.BRACKET,
    Kind.SYMBOL,
    Kind.OTHER,
)
_PADDING: Final = 24
_WORD: Final = 8
_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
_HALF: Final = np.uint64(32)
_MASKS: Final = np.array([(1 << 8 * k) - 1 for k in range(_WORD + 1)], np.uint64)


@dataclass(frozen=True, slots=True)
class Words:
    """Words of all lines in order: line index, bytes, capitalised, hash."""

    line: Indices
    length: Indices
    is_capitalised: Flags
    hash: Hashes


@dataclass(frozen=True, slots=True)
class Lines:
    """What was counted in n lines of `sizes.size` pages; `width` counts wide characters twice."""

    sizes: Indices
    characters: Floats
    width: Floats
    counts: dict[Kind, Floats]
    inner_ends: Floats
    first: Bytes
    last: Bytes
    before_last: Bytes
    is_ellipsis: Flags
    words: Words
    first_word: Indices
    end_word: Indices
    hash: Hashes

    @property
    def page(self) -> Indices:
        """Page of each line."""
        return np.repeat(np.arange(self.sizes.size), self.sizes)


@dataclass(frozen=True, slots=True)
class _Text:
    """The bytes, padded; class by byte; which bytes are of words; where lines start and end."""

    data: Bytes
    kinds: Bytes
    in_word: Flags
    starts: Indices
    ends: Indices
    line: NDArray[np.int32]
    continued: Floats
    narrower: Floats


def mix(values: Hashes) -> Hashes:
    """A hash of 64-bit values, value by value."""
    mixed = values * _FACTOR
    return mixed ^ (mixed >> _HALF)


def measure(pages: Sequence[Sequence[str]]) -> Lines:
    """Count the lines of pages; a line holds no "\\n". At least one line in all."""
    text = _read("\n".join(chain.from_iterable(pages)).encode("utf-8", "surrogatepass"))
    words = _words(text)
    n = text.starts.size
    size = (text.ends - text.starts).astype(np.float32)
    end_word = np.cumsum(np.bincount(words.line, minlength=n))
    first_word = np.concatenate([[0], end_word[:-1]])
    first, last, before_last, is_ellipsis = _edges(text)
    return Lines(
        sizes=np.array([len(page) for page in pages], np.int64),
        characters=size - text.continued,
        width=size - text.narrower,
        counts=_counts(text),
        inner_ends=_inner_ends(text),
        first=first,
        last=last,
        before_last=before_last,
        is_ellipsis=is_ellipsis,
        words=words,
        first_word=first_word,
        end_word=end_word,
        hash=_line_hashes(words, first_word, end_word),
    )


def _read(content: bytes) -> _Text:
    padded = bytearray(content + b"\n" + bytes(_PADDING))
    size = len(content) + 1
    data = np.frombuffer(padded, np.uint8)
    kinds = np.frombuffer(padded.translate(byte_kinds()), np.uint8)[:size]
    in_word = _is_of_word(kinds)
    ends = np.flatnonzero(kinds == np.uint8(Kind.NEWLINE))
    starts = np.concatenate([[0], ends[:-1] + 1])
    line = np.repeat(np.arange(ends.size, dtype=np.int32), ends - starts + 1)
    leads = np.flatnonzero(data[:size] >= 0xC2)
    points, following = _decode(data, leads)
    kinds[leads] = point_kinds()[points]
    _mark_words(in_word, leads, following, kinds[leads])
    by_line = line[leads]
    wide = wide_points()[points]
    continued = np.bincount(by_line, following, ends.size).astype(np.float32)
    narrower = np.bincount(by_line, following - wide, ends.size).astype(np.float32)
    return _Text(data, kinds, in_word, starts, ends, line, continued, narrower)


def _decode(data: Bytes, leads: Indices) -> tuple[Indices, Indices]:
    """Code points of the characters that begin at `leads`, and how many bytes follow each."""
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
    # Beside an enum's own members numpy would make every byte a number of 64 bits.
    return (kinds >= np.uint8(Kind.UPPER)) & (kinds <= np.uint8(Kind.DIGIT))


def _mark_words(in_word: Flags, leads: Indices, following: Indices, kinds: Bytes) -> None:
    of_word = _is_of_word(kinds)
    leads, following = leads[of_word], following[of_word]
    in_word[leads] = True
    for k in (1, 2, 3):
        in_word[leads[following >= k] + k] = True


def _words(text: _Text) -> Words:
    changes = np.flatnonzero(np.diff(text.in_word, prepend=False))
    starts, ends = changes[::2], changes[1::2]
    length = ends - starts
    folded = np.frombuffer(text.data.tobytes().translate(folded_bytes()), np.uint8)
    windows: Hashes = np.ndarray((folded.size - _WORD + 1,), "<u8", folded, strides=(1,))
    head = _window(windows, starts, length)
    hashed = mix(head + np.uint64(1))
    long = np.flatnonzero(length > _WORD)
    tail = _window(windows, starts[long] + _WORD, length[long] - _WORD)
    hashed[long] = mix(hashed[long] ^ tail) + length[long].astype(np.uint64)
    return Words(
        line=text.line[starts].astype(np.int64),
        length=length,
        is_capitalised=text.kinds[starts] == np.uint8(Kind.UPPER),
        hash=hashed,
    )


def _window(windows: Hashes, starts: Indices, length: Indices) -> Hashes:
    """The first eight bytes from each start, as one number; bytes after `length` are zero."""
    return windows[starts] & _MASKS[np.minimum(length, _WORD)]


def _counts(text: _Text) -> dict[Kind, Floats]:
    """How many characters of each class that is counted a line has, in one go."""
    is_common = (text.kinds <= np.uint8(Kind.BLANK)) | (text.kinds == np.uint8(Kind.LOWER))
    rare = np.flatnonzero(~is_common)
    both = text.line[rare].astype(np.int64) * len(Kind) + text.kinds[rare]
    table = np.bincount(both, minlength=text.ends.size * len(Kind)).reshape(-1, len(Kind))
    by_kind = np.ascontiguousarray(table.T, np.float32)
    return {kind: by_kind[kind] for kind in COUNTED}


def _count(text: _Text, places: Indices) -> Floats:
    return np.bincount(text.line[places], minlength=text.ends.size).astype(np.float32)


def _inner_ends(text: _Text) -> Floats:
    """Ends of sentences within the line: a mark, a blank and the beginning of another."""
    size = text.kinds.size
    marks = np.flatnonzero(text.kinds == np.uint8(Kind.ENDER))
    marks = marks[marks + 2 < size]
    begins = (Kind.UPPER, Kind.QUOTE, Kind.DIGIT, Kind.CASELESS)
    goes_on = np.isin(text.kinds[marks + 2], begins) & (text.kinds[marks + 1] == Kind.BLANK)
    return _count(text, marks[goes_on])


def _edges(text: _Text) -> tuple[Bytes, Bytes, Bytes, Flags]:
    """Classes of the first, last and last but one character; "…" or two marks."""
    filled = text.ends > text.starts
    last = _step_back(text, text.ends)
    before = _step_back(text, last)
    blank = np.uint8(Kind.BLANK)
    first = np.where(filled, text.kinds[text.starts], blank)
    ending = np.where(filled, text.kinds[last], blank)
    is_character = (text.data[last] == 0xE2) & (text.data[last + 2] == 0xA6)
    is_two = (ending == Kind.ENDER) & (text.kinds[before] == Kind.ENDER)
    return first, ending, text.kinds[before], is_character | is_two


def _step_back(text: _Text, places: Indices) -> Indices:
    """Where the character before each place begins, never before its line."""
    back = np.maximum(places - 1, text.starts)
    for _ in range(3):
        is_inside = (text.data[back] & 0xC0) == 0x80
        back = np.where(is_inside, np.maximum(back - 1, text.starts), back)
    return back


def _line_hashes(words: Words, first: Indices, end: Indices) -> Hashes:
    """Sum of the line's word hashes, each times its odd number; wraps around."""
    number = np.arange(words.line.size) - first[words.line]
    sums = np.zeros(words.line.size + 1, np.uint64)
    np.cumsum(words.hash * (2 * number + 1).astype(np.uint64), out=sums[1:])
    return sums[end] - sums[first]
