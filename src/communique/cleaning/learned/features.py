"""Describe the form, position and context of each line in numbers.

`shape` returns named columns, each of shape (n,), in a fixed order. "Prose" is a line that can only
be a paragraph: it is 200 columns wide, or 100 columns and ends like a sentence.
"""

from typing import Final

import numpy as np

from communique.cleaning.learned.arrays import Columns, Flags, Floats, Hashes, Indices
from communique.cleaning.learned.characters import CharacterClass
from communique.cleaning.learned.measure import mix
from communique.cleaning.learned.page import MOST_PROSE, Pages, log, running

_FARTHEST: Final = 60
_LONG_WORD: Final = 5
_SHORT_WORD: Final = 3


def shape(pages: Pages) -> Columns:
    """Return the columns that do not use the meaning of words."""
    single = _single_lines(pages)
    return single | _repetition(pages) | _place(pages, single) | _means(pages, single)


def _single_lines(pages: Pages) -> Columns:
    """Return the columns about each line alone."""
    lines, counts = pages.lines, pages.lines.counts
    characters = np.maximum(lines.characters, 1)
    words = (lines.end_word - lines.first_word).astype(np.float32)
    least_one = np.maximum(words, 1)
    unlike_letters = sum((counts[k] for k in counts if k > CharacterClass.CASELESS), np.float32(0))
    letters = np.maximum(characters - unlike_letters, 1)
    is_short = (lines.words.length <= _SHORT_WORD) & ~lines.words.is_capitalised
    return {
        "width": log(lines.width),
        "words": log(words),
        "word_length": lines.characters / least_one / 10,
        "upper_share": counts[CharacterClass.UPPER] / letters,
        "capitalised_share": _per_line(pages, lines.words.is_capitalised) / least_one,
        "short_word_share": _per_line(pages, is_short) / least_one,
        "digit_share": counts[CharacterClass.DIGIT] / characters,
        "commas": log(counts[CharacterClass.COMMA]),
        "commas_per_word": counts[CharacterClass.COMMA] / least_one,
        "enders": log(counts[CharacterClass.ENDER]),
        "sentence_words": log(words / (lines.inner_ends + 1)),
        "inner_ends": log(lines.inner_ends),
        "quotes": log(counts[CharacterClass.QUOTE]),
        "separators": log(counts[CharacterClass.SEPARATOR]),
        "separators_per_word": counts[CharacterClass.SEPARATOR] / least_one,
        "brackets": log(counts[CharacterClass.BRACKET]),
        "other_share": counts[CharacterClass.OTHER] / characters,
        "caseless_share": counts[CharacterClass.CASELESS] / characters,
        "ends_sentence": pages.ends_sentence,
        "ends_ellipsis": lines.is_ellipsis,
        "starts_separator": lines.first == CharacterClass.SEPARATOR,
        "starts_upper": lines.first == CharacterClass.UPPER,
        "ends_bracket": lines.last == CharacterClass.BRACKET,
        "prose": pages.prose / MOST_PROSE,
    }


def _repetition(pages: Pages) -> Columns:
    """Return how often each line occurs on its page, and how many of its words are in prose."""
    place = same(pages.page, pages.lines.hash)
    times = np.bincount(place)[place].astype(np.float32)
    shared, long_words = _shared_words(pages)
    return {
        "copies": log(times - 1),
        "shared_share": shared,
        "long_words": log(long_words),
        "shared_near": pages.around(shared, 4),
    }


def _shared_words(pages: Pages) -> tuple[Floats, Floats]:
    """Return the share of long words that occur in other prose of the page, and their number."""
    words = pages.lines.words
    long = np.flatnonzero(words.length >= _LONG_WORD)
    line = words.line[long]
    place = same(pages.page[line], words.hash[long])
    in_prose = pages.is_prose[line]
    elsewhere = np.bincount(place, in_prose)[place] > in_prose if line.size else in_prose
    number = np.bincount(line, minlength=pages.n).astype(np.float32)
    shared = np.bincount(line[elsewhere], minlength=pages.n) / np.maximum(number, 1)
    return shared.astype(np.float32), number


def same(page: Indices, hashes: Hashes) -> Indices:
    """Number the distinct pairs of hash and page, from 0 without gaps."""
    mixed = mix(hashes ^ mix(page.astype(np.uint64) + np.uint64(7)))
    return np.unique(mixed, return_inverse=True)[1].astype(np.int64)


def _place(pages: Pages, single: Columns) -> Columns:
    """Return the position of each line on its page, and relative to the prose."""
    size = (pages.end - pages.first).astype(np.float32)
    prose = np.maximum(pages.total(pages.prose), 1)
    sums = running(pages.prose)
    before = ((sums[:-1] - sums[pages.first]) / prose).astype(np.float32)
    above, below = _distances(pages)
    return {
        "position": (pages.index - pages.first) / size,
        "lines_above": log(pages.index - pages.first),
        "lines_below": log(pages.end - 1 - pages.index),
        "page_lines": log(size),
        "prose_above": before,
        "prose_below": 1 - before - pages.prose / prose,
        "page_prose": log(prose),
        "page_prose_share": pages.total(pages.is_prose.astype(np.float32)) / size,
        "page_width": pages.total(single["width"]) / size,
        "to_prose_above": above,
        "to_prose_below": below,
    }


def _distances(pages: Pages) -> tuple[Floats, Floats]:
    """Return the distance in lines to the nearest prose above and below, 60 at most, as logs."""
    index, far = pages.index, _FARTHEST
    above = np.maximum.accumulate(np.where(pages.is_prose, index, -1))
    up = np.minimum(index - np.where(above >= pages.first, above, pages.first - far), far)
    below = np.where(pages.is_prose, index, pages.n + far)
    below = np.minimum.accumulate(below[::-1])[::-1]
    down = np.minimum(np.where(below < pages.end, below, index + far) - index, far)
    return log(up), log(down)


def _means(pages: Pages, single: Columns) -> Columns:
    """Return means over the lines around each line."""
    width = single["width"]
    return {
        "prose_near_2": pages.around(pages.prose, 2) / MOST_PROSE,
        "prose_near_5": pages.around(pages.prose, 5) / MOST_PROSE,
        "prose_near_15": pages.around(pages.prose, 15) / MOST_PROSE,
        "width_near_2": pages.around(width, 2),
        "width_near_8": pages.around(width, 8),
        "capitalised_near": pages.around(single["capitalised_share"], 4),
        "ends_near": pages.around(pages.ends_sentence.astype(np.float32), 4),
    }


def _per_line(pages: Pages, chosen: Flags) -> Floats:
    """Count the chosen words of each line."""
    line = pages.lines.words.line[chosen]
    return np.bincount(line, minlength=pages.n).astype(np.float32)
