"""Count characters and words of lines, for many pages at once, on their UTF-8 bytes.

One pass over the bytes gives each character its class. Only characters beyond ASCII are decoded.
Words are hashed by their bytes, after letter case and digits are folded. All arrays have one value
for each line (n) or word (w), in order. No code here loops over lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np

from communique.cleaning.learned.arrays import Bytes, Flags, Floats, Hashes, Indices
from communique.cleaning.learned.characters import CharacterClass, folded_bytes
from communique.cleaning.learned.encoded import Encoded, encode

COUNTED: Final = (
    CharacterClass.UPPER,
    CharacterClass.CASELESS,
    CharacterClass.DIGIT,
    CharacterClass.COMMA,
    CharacterClass.ENDER,
    CharacterClass.QUOTE,
    CharacterClass.SEPARATOR,
    CharacterClass.BRACKET,
    CharacterClass.SYMBOL,
    CharacterClass.OTHER,
)
_WORD: Final = 8
_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
_HALF: Final = np.uint64(32)
_MASKS: Final = np.array([(1 << 8 * k) - 1 for k in range(_WORD + 1)], np.uint64)


@dataclass(frozen=True, slots=True)
class Words:
    """Words of all lines in order: line index, number of bytes, whether capitalised, hash."""

    line: Indices
    length: Indices
    is_capitalised: Flags
    hash: Hashes


@dataclass(frozen=True, slots=True)
class Lines:
    """The counts of n lines of `sizes.size` pages; `width` counts wide characters twice."""

    sizes: Indices
    characters: Floats
    width: Floats
    counts: dict[CharacterClass, Floats]
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
        """The page of each line."""
        return np.repeat(np.arange(self.sizes.size), self.sizes)


def mix(values: Hashes) -> Hashes:
    """Hash 64-bit values, one by one."""
    mixed = values * _FACTOR
    return mixed ^ (mixed >> _HALF)


def measure(pages: Sequence[Sequence[str]]) -> Lines:
    """Measure the lines of pages. A line contains no "\\n". There must be at least one line."""
    text = encode("\n".join(chain.from_iterable(pages)).encode("utf-8", "surrogatepass"))
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


def _words(text: Encoded) -> Words:
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
        is_capitalised=text.kinds[starts] == np.uint8(CharacterClass.UPPER),
        hash=hashed,
    )


def _window(windows: Hashes, starts: Indices, length: Indices) -> Hashes:
    """Return the eight bytes from each start as one number; bytes after `length` are zero."""
    return windows[starts] & _MASKS[np.minimum(length, _WORD)]


def _counts(text: Encoded) -> dict[CharacterClass, Floats]:
    """Count the characters of each counted class in each line."""
    is_common = (text.kinds <= np.uint8(CharacterClass.BLANK)) | (
        text.kinds == np.uint8(CharacterClass.LOWER)
    )
    rare = np.flatnonzero(~is_common)
    both = text.line[rare].astype(np.int64) * len(CharacterClass) + text.kinds[rare]
    table = np.bincount(both, minlength=text.ends.size * len(CharacterClass)).reshape(
        -1, len(CharacterClass)
    )
    by_kind = np.ascontiguousarray(table.T, np.float32)
    return {kind: by_kind[kind] for kind in COUNTED}


def _count(text: Encoded, places: Indices) -> Floats:
    return np.bincount(text.line[places], minlength=text.ends.size).astype(np.float32)


def _inner_ends(text: Encoded) -> Floats:
    """Count ends of sentences within each line: a mark, a blank and the start of a sentence."""
    size = text.kinds.size
    marks = np.flatnonzero(text.kinds == np.uint8(CharacterClass.ENDER))
    marks = marks[marks + 2 < size]
    begins = (
        CharacterClass.UPPER,
        CharacterClass.QUOTE,
        CharacterClass.DIGIT,
        CharacterClass.CASELESS,
    )
    goes_on = np.isin(text.kinds[marks + 2], begins) & (
        text.kinds[marks + 1] == CharacterClass.BLANK
    )
    return _count(text, marks[goes_on])


def _edges(text: Encoded) -> tuple[Bytes, Bytes, Bytes, Flags]:
    """Return the classes of the first, last and second last character, and whether "…" ends it."""
    filled = text.ends > text.starts
    last = _step_back(text, text.ends)
    before = _step_back(text, last)
    blank = np.uint8(CharacterClass.BLANK)
    first = np.where(filled, text.kinds[text.starts], blank)
    ending = np.where(filled, text.kinds[last], blank)
    is_character = (text.data[last] == 0xE2) & (text.data[last + 2] == 0xA6)
    is_two = (ending == CharacterClass.ENDER) & (text.kinds[before] == CharacterClass.ENDER)
    return first, ending, text.kinds[before], is_character | is_two


def _step_back(text: Encoded, places: Indices) -> Indices:
    """Return where the character before each place begins, never before its line."""
    back = np.maximum(places - 1, text.starts)
    for _ in range(3):
        is_inside = (text.data[back] & 0xC0) == 0x80
        back = np.where(is_inside, np.maximum(back - 1, text.starts), back)
    return back


def _line_hashes(words: Words, first: Indices, end: Indices) -> Hashes:
    """Return the sum of the word hashes of each line, each times an odd number; it may overflow."""
    number = np.arange(words.line.size) - first[words.line]
    sums = np.zeros(words.line.size + 1, np.uint64)
    np.cumsum(words.hash * (2 * number + 1).astype(np.uint64), out=sums[1:])
    return sums[end] - sums[first]
