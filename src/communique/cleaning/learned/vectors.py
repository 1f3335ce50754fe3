"""The subject of a line: how near its words are to the prose of the page, to likely content, and
to the rest. A list of teasers is about other subjects than the article above it.

Internally, vectors are columns, shape (64, n), because numpy adds whole rows much faster.

The vector of a line is the sum of its word vectors (Arora et al. 2017, "A simple but tough-to-beat
baseline for sentence embeddings"). Word vectors are whole numbers, so sums are exact, and the
columns of a line do not depend on other pages.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.arrays import Columns, Floats
from communique.cleaning.learned.page import Pages
from communique.cleaning.learned.words import Keyed, Tokens, find

Wholes: TypeAlias = NDArray[np.int8]
Vectors: TypeAlias = NDArray[np.float64]
Packed: TypeAlias = NDArray[np.int64]
_Float = TypeVar("_Float", np.float32, np.float64)

SIZE: Final = 64
SCALE: Final = 127
_SHOWN: Final = 32
_LONGEST: Final = 6.0 * SCALE
_STEPS: Final = 2.0**10
_SMOOTHED: Final = 3
_NEAR: Final = 2
_NEAR_DIFFERENCE: Final = 3
_PACKED: Final = 3
_BITS: Final = 64 // _PACKED
_AT_ONCE: Final = 1024
_HALF: Final = 1 << (_BITS - 1)
_EIGHT: Final = 8


@dataclass(frozen=True)
class WordVectors(Keyed):
    """The vector of each word, shape (words, 64)."""

    vectors: Wholes

    @cached_property
    def packed(self) -> Packed:
        """The vectors with three numbers packed into one, shape (words + 1, 22).

        This saves two thirds of the additions. Each number has 21 bits, enough for lines of 8,000
        words. The last row is zero, for an unknown word, whose index is -1.
        """
        out = np.zeros((len(self.vectors) + 1, -(-SIZE // _PACKED)), np.int64)
        for k in range(_PACKED):
            numbers = self.vectors[:, k::_PACKED].astype(np.int64)
            out[:-1, : numbers.shape[1]] += numbers << _BITS * k
        return out


def line_vectors(line_tokens: Tokens, known: WordVectors) -> Vectors:
    """Return the sum of the word vectors of each line, shape (n, 64), whole numbers."""
    place = find(known, line_tokens.key[: line_tokens.words])
    words = np.zeros((known.packed.shape[1], line_tokens.words + 1), np.int64)
    for k in range(0, line_tokens.words, _AT_ONCE):
        some = known.packed.take(place[k : k + _AT_ONCE], axis=0)
        words[:, k : k + len(some)] = some.T
    number = np.bincount(line_tokens.line[: line_tokens.words], minlength=line_tokens.n)
    sums = np.add.reduceat(words, np.cumsum(number) - number, axis=1)
    sums[:, number == 0] = 0  # for a line without words, numpy returns the next word
    return _unpacked(sums).T


def _unpacked(sums: Packed) -> Vectors:
    """Unpack three numbers from each packed number, shape (64, n)."""
    out = np.empty((len(sums), _PACKED, sums.shape[1]))
    above_zero = sums + sum(_HALF << _BITS * k for k in range(_PACKED))
    for k in range(_PACKED):
        out[:, k] = (above_zero >> _BITS * k & (2 * _HALF - 1)) - _HALF
    return out.reshape(-1, sums.shape[1])[:SIZE]


def subject(pages: Pages, vectors: Vectors, score: Floats) -> Columns:
    """Return columns of nearness (cosines), and the vectors themselves.

    `score` is the log odds that a line is content, judged by its words.
    """
    own = np.ascontiguousarray(unit(vectors).T)
    capped = _capped(np.ascontiguousarray(vectors.T))
    likely = 1 / (1 + np.exp(-pages.around(score, _SMOOTHED)))
    parts = {"prose": pages.is_prose.astype(np.float32), "likely": likely}
    out: Columns = {}
    for name, share in parts.items():
        out[f"near_{name}"] = _nearness(pages, own, capped, share)
        out[f"near_not_{name}"] = _nearness(pages, own, capped, 1 - share)
    out["nearer"] = out["near_likely"] - out["near_not_likely"]
    out["near_likely_mean"] = pages.around(out["near_likely"], _NEAR)
    out["nearer_mean"] = pages.around(out["nearer"], _NEAR_DIFFERENCE)
    return out | _beside(pages, own) | _shown(pages, own)


def unit(vectors: NDArray[np.floating]) -> Floats:
    """Scale vectors to length 1; a zero vector stays zero."""
    length = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    return (vectors / np.maximum(length, 1e-6)).astype(np.float32)


def _capped(vectors: Vectors) -> Vectors:
    """Limit the length of vectors, so that no long line dominates the subject of its page."""
    length = np.sqrt((vectors * vectors).sum(axis=0))
    long = np.flatnonzero(length > _LONGEST)
    out = vectors.copy()
    out[:, long] = np.rint(vectors[:, long] / (length[long] / _LONGEST) * _STEPS) / _STEPS
    return out


def _nearness(pages: Pages, own: Floats, capped: Vectors, share: NDArray[np.floating]) -> Floats:
    """Return the cosine of each line and the other lines of its page, weighted by `share`."""
    weight = np.rint(share * _STEPS) / _STEPS
    out = np.empty(pages.n, np.float32)
    for first, end in pairwise(pages.offsets.tolist()):
        part = capped[:, first:end] * weight[first:end]
        rest = np.subtract(part.sum(axis=1, keepdims=True), part, out=part)
        other = np.divide(rest, np.maximum(np.sqrt(_sums(rest * rest)), 1e-6), out=rest)
        out[first:end] = _cosine(own[:, first:end], other.astype(np.float32))
    return out


def _beside(pages: Pages, own: Floats) -> Columns:
    """Return the cosines of each line with the lines directly above and below."""
    to_next = np.zeros(pages.n + 1, np.float32)
    to_next[1:-1] = _cosine(own[:, :-1], own[:, 1:])
    is_first = pages.index == pages.first
    is_last = pages.index == pages.end - 1
    return {
        "near_above": np.where(is_first, np.float32(0), to_next[:-1]),
        "near_below": np.where(is_last, np.float32(0), to_next[1:]),
    }


def _shown(pages: Pages, own: Floats) -> Columns:
    means = pages.around(own[:_SHOWN], _NEAR)
    out: Columns = {}
    for k in range(_SHOWN):
        out[f"vector_{k}"] = own[k]
        out[f"vector_{k}_mean"] = means[k]
    return out


def _cosine(a: Floats, b: Floats) -> Floats:
    return _sums(a * b)


def _sums(values: NDArray[_Float]) -> NDArray[_Float]:
    """Sum the columns, shape (64, n), in the order in which numpy adds 64 numbers of a row."""
    sums = values.reshape(_EIGHT, _EIGHT, values.shape[1]).sum(axis=0)
    while len(sums) > 1:
        sums = sums[::2] + sums[1::2]
    return sums[0]
