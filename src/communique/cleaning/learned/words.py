"""Score a line by its words: a logistic regression over its words, word pairs and edges.

The upper half of its hash identifies a token. The score of a line is the sum of the weights of its
tokens, divided by the square root of their number, plus a constant.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.arrays import Columns, Floats, Indices
from communique.cleaning.learned.measure import Lines, mix
from communique.cleaning.learned.page import Pages, value_at
from communique.cleaning.learned.surroundings import means, neighbours

Keys: TypeAlias = NDArray[np.uint32]

_WORD, _PAIR, _FIRST, _LAST, _LINE = (np.uint64(k) for k in (11, 5, 101, 202, 303))
_HALF: Final = np.uint64(32)
_SHELVES: Final = 18
_SHELF_BITS: Final = np.uint32(32 - _SHELVES)
_EDGE: Final = 5
_LONGEST_LINE: Final = 12
_REACH: Final = 8


@dataclass(frozen=True)
class Keyed:
    """Sorted keys of the known tokens."""

    keys: Keys

    @cached_property
    def shelves(self) -> tuple[Indices, int]:
        """Where the keys of each shelf (equal upper bits) begin; the size of the largest shelf."""
        sizes = np.bincount(self.keys >> _SHELF_BITS, minlength=1 << _SHELVES)
        starts = np.minimum(np.cumsum(sizes) - sizes, self.keys.size - 1)
        return starts, int(sizes.max())


@dataclass(frozen=True)
class WordTable(Keyed):
    """The weight of each token, and the constant, shape (1,)."""

    weights: Floats
    constant: Floats

    @cached_property
    def weights_or_none(self) -> Floats:
        """The weights and, last, 0 for an unknown token, whose index is -1."""
        return np.append(self.weights, np.float32(0))


@dataclass(frozen=True, slots=True)
class Tokens:
    """Line and key of each token of n lines. Single words come first, in the order of the text."""

    n: int
    words: int
    line: Indices
    key: Keys
    number: Indices


def tokens(lines: Lines) -> Tokens:
    """Return words, pairs of words, first and last words, and whole lines of up to twelve words."""
    words, first, end = lines.words.hash, lines.first_word, lines.end_word
    pair_line = lines.words.line[1:]
    joined = pair_line == lines.words.line[:-1]
    pairs = mix(mix(words[:-1] + _PAIR) * np.uint64(3) ^ words[1:])[joined]
    some = np.flatnonzero(end > first)
    few = some[(end - first)[some] <= _LONGEST_LINE]
    edges = (mix(words[first[some]] ^ _FIRST), mix(words[end[some] - 1] ^ _LAST))
    hashes = [mix(words ^ _WORD), pairs, *edges, mix(lines.hash[few] ^ _LINE)]
    line = np.concatenate([lines.words.line, pair_line[joined], some, some, few])
    key = (np.concatenate(hashes) >> _HALF).astype(np.uint32)
    return Tokens(first.size, words.size, line, key, np.bincount(line, minlength=first.size))


def find(known: Keyed, key: Keys) -> Indices:
    """Return the index of each token among the known tokens; -1 if it is unknown."""
    if not known.keys.size:
        return np.full(key.size, -1)
    starts, most = known.shelves
    place = starts.take(key >> _SHELF_BITS)
    behind = np.flatnonzero(known.keys.take(place) < key)
    for _ in range(most - 1):
        place[behind] = np.minimum(place[behind] + 1, known.keys.size - 1)
        behind = behind[known.keys.take(place[behind]) < key[behind]]
    return np.where(known.keys.take(place) == key, place, -1)


def table_columns(pages: Pages, line_tokens: Tokens, table: WordTable, name: str) -> Columns:
    """Return columns with a table's scores of the lines and of the lines around them."""
    place = find(table, line_tokens.key)
    weight = table.weights_or_none.take(place)
    root = np.sqrt(np.maximum(line_tokens.number, 1))
    score = np.bincount(line_tokens.line, weight, line_tokens.n) / root + table.constant
    own = _own(pages, line_tokens, weight) | {"known": _share(line_tokens, place >= 0)}
    out = {name: score.astype(np.float32)} | {f"{name}_{k}": v for k, v in own.items()}
    return out | _around(pages, name, out[name])


def _share(line_tokens: Tokens, chosen: NDArray[np.bool_]) -> Floats:
    share = np.bincount(line_tokens.line, chosen, line_tokens.n) / np.maximum(line_tokens.number, 1)
    return share.astype(np.float32)


def _own(pages: Pages, line_tokens: Tokens, weight: Floats) -> dict[str, Floats]:
    """Return the lowest and highest weight, and the sums over the first and last five words."""
    words, line = weight[: line_tokens.words], line_tokens.line[: line_tokens.words]
    place = np.arange(line_tokens.words)
    is_early = place - pages.lines.first_word[line] < _EDGE
    is_late = pages.lines.end_word[line] - place <= _EDGE
    return {
        "lowest": _extreme(line_tokens, -weight) * np.float32(-1),
        "highest": _extreme(line_tokens, weight),
        "first": np.bincount(line, words * is_early, line_tokens.n).astype(np.float32),
        "last": np.bincount(line, words * is_late, line_tokens.n).astype(np.float32),
    }


def _extreme(line_tokens: Tokens, weight: Floats) -> Floats:
    """Return the highest weight of each line, at least 0."""
    out = np.zeros(line_tokens.n, np.float32)
    np.maximum.at(out, line_tokens.line, weight)
    return out


def _around(pages: Pages, name: str, score: Floats) -> Columns:
    """Return scores of neighbours, means, nearby headings and page, and the lowest score above."""
    above, below = pages.headings
    second = np.where(above >= 0, above[above], -1)
    lowest = np.min([pages.shifted(score, -d, 9) for d in range(1, _REACH + 1)], axis=0)
    return {
        **neighbours(pages, name, score),
        **means(pages, name, score),
        f"{name}_heading": value_at(score, above),
        f"{name}_next_heading": value_at(score, below),
        f"{name}_second_heading": value_at(score, second),
        f"{name}_page": pages.total(score) / (pages.end - pages.first),
        f"{name}_lowest_above": lowest,
    }
