"""What the network sees of a line: 55 numbers about it, its neighbours and its page.

Shape (n, 55), float32, not yet scaled; `names()` gives the columns in order.
"Prose" is a line that can only be a paragraph: 200 columns wide, or 100 and a sentence's end.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.characters import Kind
from communique.cleaning.learned.measure import Flags, Floats, Hashes, Indices, Lines, measure, mix

_WIDE: Final = 200
_SENTENCE: Final = 100
_MOST_PROSE: Final = 600
_FARTHEST: Final = 60
_LONG_WORD: Final = 5
_SHORT_WORD: Final = 3
_SLOT_BITS: Final = 20
_SLOTS: Final = 1 << _SLOT_BITS
_AS_SLOT: Final = np.uint64(64 - _SLOT_BITS)


@dataclass(frozen=True)
class _Pages:
    """Lines with what is known of their pages; `first` and `end` bound each line's page."""

    lines: Lines

    @cached_property
    def n(self) -> int:
        return int(self.lines.sizes.sum())

    @cached_property
    def offsets(self) -> Indices:
        return np.concatenate([[0], np.cumsum(self.lines.sizes)])

    @cached_property
    def page(self) -> Indices:
        return self.lines.page

    @cached_property
    def index(self) -> Indices:
        return np.arange(self.n)

    @cached_property
    def first(self) -> Indices:
        return self.offsets[self.page]

    @cached_property
    def end(self) -> Indices:
        return self.offsets[self.page + 1]

    @cached_property
    def ends_sentence(self) -> Flags:
        last, before = self.lines.last, self.lines.before_last
        is_closed = (last == Kind.QUOTE) | (last == Kind.BRACKET)
        return (last == Kind.ENDER) | ((before == Kind.ENDER) & is_closed)

    @cached_property
    def is_prose(self) -> Flags:
        width = self.lines.width
        return ((width >= _SENTENCE) & self.ends_sentence) | (width >= _WIDE)

    @cached_property
    def prose(self) -> Floats:
        """Columns of prose, 600 a line at most."""
        return np.minimum(self.lines.width, _MOST_PROSE) * self.is_prose

    @cached_property
    def salt(self) -> Hashes:
        """A number for each page that keeps its hashes apart from other pages'."""
        return mix(np.arange(self.lines.sizes.size).astype(np.uint64) + np.uint64(7))

    def total(self, values: Floats) -> Floats:
        """The sum over each line's page."""
        return np.bincount(self.page, values, self.lines.sizes.size)[self.page].astype(np.float32)

    def around(self, values: Floats, reach: int) -> Floats:
        """The mean over the lines up to `reach` before and after, within the page."""
        sums = _running(values)
        low = np.maximum(self.index - reach, self.first)
        high = np.minimum(self.index + reach + 1, self.end)
        return ((sums[high] - sums[low]) / (high - low)).astype(np.float32)


def features(lines: Lines) -> Floats:
    """The features of measured lines, shape (n, 55)."""
    columns = _columns(_Pages(lines))
    out = np.empty((int(lines.sizes.sum()), len(columns)), np.float32)
    for k, column in enumerate(columns.values()):
        out[:, k] = column
    return out


def _columns(pages: _Pages) -> dict[str, NDArray[np.generic]]:
    return _own(pages) | _repetition(pages) | _place(pages) | _neighbours(pages)


def _own(pages: _Pages) -> dict[str, NDArray[np.generic]]:
    """The line by itself."""
    lines, counts = pages.lines, pages.lines.counts
    characters = np.maximum(lines.characters, 1)
    words = _per_line(pages, np.ones(lines.words.line.size, np.bool_))
    least_one = np.maximum(words, 1)
    unlike_letters = sum((counts[k] for k in counts if k > Kind.CASELESS), np.float32(0))
    letters = np.maximum(characters - unlike_letters, 1)
    is_short = (lines.words.length <= _SHORT_WORD) & ~lines.words.is_capitalised
    return {
        "width": _log(lines.width),
        "words": _log(words),
        "word_length": lines.characters / least_one / 10,
        "upper_share": counts[Kind.UPPER] / letters,
        "capitalised_share": _capitalised(pages),
        "short_word_share": _per_line(pages, is_short) / least_one,
        "digit_share": counts[Kind.DIGIT] / characters,
        "commas": _log(counts[Kind.COMMA]),
        "commas_per_word": counts[Kind.COMMA] / least_one,
        "enders": _log(counts[Kind.ENDER]),
        "inner_ends": _log(lines.inner_ends),
        "quotes": _log(counts[Kind.QUOTE]),
        "separators": _log(counts[Kind.SEPARATOR]),
        "separators_per_word": counts[Kind.SEPARATOR] / least_one,
        "brackets": _log(counts[Kind.BRACKET]),
        "symbols": _log(counts[Kind.SYMBOL]),
        "other_share": counts[Kind.OTHER] / characters,
        "caseless_share": counts[Kind.CASELESS] / characters,
        "ends_sentence": pages.ends_sentence,
        "ends_colon": lines.last_mark == ord(":"),
        "ends_ellipsis": lines.is_ellipsis,
        "ends_question": lines.last_mark == ord("?"),
        "ends_exclamation": lines.last_mark == ord("!"),
        "starts_lower": lines.first == Kind.LOWER,
        "starts_digit": lines.first == Kind.DIGIT,
        "starts_quote": lines.first == Kind.QUOTE,
        "starts_separator": lines.first == Kind.SEPARATOR,
        "starts_upper": lines.first == Kind.UPPER,
        "ends_separator": lines.last == Kind.SEPARATOR,
        "ends_digit": lines.last == Kind.DIGIT,
        "ends_bracket": lines.last == Kind.BRACKET,
        "prose": pages.prose / _MOST_PROSE,
    }


def _repetition(pages: _Pages) -> dict[str, NDArray[np.generic]]:
    """How often the line stands on its page, and how many of its words the prose has."""
    slots = _slots(pages.lines.hash ^ pages.salt[pages.page])
    times = np.bincount(slots, minlength=_SLOTS)[slots].astype(np.float32)
    seen = np.zeros(_SLOTS, np.int64)
    seen[slots[::-1]] = pages.index[::-1]
    shared, long_words = _shared_words(pages)
    return {
        "copies": _log(times - 1),
        "is_first_copy": seen[slots] == pages.index,
        "shared_share": shared,
        "long_words": _log(long_words),
        "shared_near": pages.around(shared, 4),
    }


def _shared_words(pages: _Pages) -> tuple[Floats, Floats]:
    """Share of the line's longer words that stand in prose elsewhere on the page; their number."""
    words = pages.lines.words
    long = np.flatnonzero(words.length >= _LONG_WORD)
    line = words.line[long]
    slots = _slots(words.hash[long] ^ pages.salt[pages.page[line]])
    in_prose = pages.is_prose[line]
    elsewhere = np.bincount(slots[in_prose], minlength=_SLOTS)[slots] > in_prose
    number = np.bincount(line, minlength=pages.n).astype(np.float32)
    shared = np.bincount(line[elsewhere], minlength=pages.n) / np.maximum(number, 1)
    return shared.astype(np.float32), number


def _place(pages: _Pages) -> dict[str, NDArray[np.generic]]:
    """Where the line stands on its page and to its prose."""
    size = (pages.end - pages.first).astype(np.float32)
    prose = np.maximum(pages.total(pages.prose), 1)
    sums = _running(pages.prose)
    before = ((sums[:-1] - sums[pages.first]) / prose).astype(np.float32)
    above, below = _distances(pages)
    return {
        "position": (pages.index - pages.first) / size,
        "lines_above": _log(pages.index - pages.first),
        "lines_below": _log(pages.end - 1 - pages.index),
        "page_lines": _log(size),
        "prose_above": before,
        "prose_below": 1 - before - pages.prose / prose,
        "page_prose": _log(prose),
        "page_prose_share": pages.total(pages.is_prose.astype(np.float32)) / size,
        "page_width": pages.total(_log(pages.lines.width)) / size,
        "to_prose_above": above,
        "to_prose_below": below,
    }


def _distances(pages: _Pages) -> tuple[Floats, Floats]:
    """Lines to the nearest prose at or above, at or below; logarithms, 60 at most."""
    index, far = pages.index, _FARTHEST
    above = np.maximum.accumulate(np.where(pages.is_prose, index, -1))
    up = np.minimum(index - np.where(above >= pages.first, above, pages.first - far), far)
    below = np.where(pages.is_prose, index, pages.n + far)
    below = np.minimum.accumulate(below[::-1])[::-1]
    down = np.minimum(np.where(below < pages.end, below, index + far) - index, far)
    return _log(up), _log(down)


def _neighbours(pages: _Pages) -> dict[str, NDArray[np.generic]]:
    """Means over the lines around."""
    width = _log(pages.lines.width)
    return {
        "prose_near_2": pages.around(pages.prose, 2) / _MOST_PROSE,
        "prose_near_5": pages.around(pages.prose, 5) / _MOST_PROSE,
        "prose_near_15": pages.around(pages.prose, 15) / _MOST_PROSE,
        "width_near_2": pages.around(width, 2),
        "width_near_8": pages.around(width, 8),
        "capitalised_near": pages.around(_capitalised(pages), 4),
        "ends_near": pages.around(pages.ends_sentence.astype(np.float32), 4),
    }


def _capitalised(pages: _Pages) -> Floats:
    words = pages.lines.words
    every = _per_line(pages, np.ones(words.line.size, np.bool_))
    share = _per_line(pages, words.is_capitalised) / np.maximum(every, 1)
    return share.astype(np.float32)


def _per_line(pages: _Pages, chosen: Flags) -> Floats:
    """How many of each line's words are chosen."""
    line = pages.lines.words.line[chosen]
    return np.bincount(line, minlength=pages.n).astype(np.float32)


def _slots(hashes: Hashes) -> Indices:
    return (mix(hashes) >> _AS_SLOT).astype(np.int64)


def _running(values: NDArray[np.generic]) -> NDArray[np.float64]:
    sums = np.zeros(values.size + 1)
    np.cumsum(values, out=sums[1:])
    return sums


def _log(values: NDArray[np.generic]) -> Floats:
    return np.log1p(values, dtype=np.float32)


@cache
def names() -> tuple[str, ...]:
    """The names of the columns."""
    return tuple(_columns(_Pages(measure([["a"]]))))
