"""What a line is about: how near its words are to the page's prose, to what is likely content, and
to the rest. A list of teasers speaks of other things than the article above it.

A line's vector is the sum of its words' (Arora et al. 2017, "A simple but tough-to-beat baseline
for sentence embeddings"). Words have vectors of whole numbers, so sums of them are exact and no
line's columns hang on other pages.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.measure import Columns, Floats
from communique.cleaning.learned.page import Pages
from communique.cleaning.learned.words import Keyed, Tokens, find

Wholes: TypeAlias = NDArray[np.int8]
Vectors: TypeAlias = NDArray[np.float64]

SIZE: Final = 64
SCALE: Final = 127
_SHOWN: Final = 32
_LONGEST: Final = 6.0 * SCALE
_STEPS: Final = 2.0**10
_SMOOTHED: Final = 3
_NEAR: Final = 2
_NEAR_DIFFERENCE: Final = 3


@dataclass(frozen=True)
class WordVectors(Keyed):
    """The vector of each word, shape (words, 64)."""

    vectors: Wholes


def line_vectors(found: Tokens, known: WordVectors) -> Vectors:
    """The sum of the vectors of each line's words, shape (n, 64), whole numbers."""
    out = np.zeros((found.n, SIZE))
    place = find(known, found.key[: found.words])
    is_known = place >= 0
    line = found.line[: found.words][is_known]
    if line.size:
        ends = np.flatnonzero(np.diff(line, append=-1))
        rows = np.ascontiguousarray(known.vectors.take(place[is_known], axis=0).T)
        sums = np.cumsum(rows, axis=1, dtype=np.int32)[:, ends]  # far faster than down the rows
        out[line[ends]] = np.diff(sums, axis=1, prepend=np.int32(0)).T
    return out


def subject(pages: Pages, vectors: Vectors, score: Floats) -> Columns:
    """Columns of nearness (cosines), and the vectors themselves; `score` are the log odds, by its
    words, that a line is content.
    """
    own = unit(vectors)
    capped = _capped(vectors)
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
    """Vectors of length 1; those of length 0 stay."""
    length = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    return (vectors / np.maximum(length, 1e-6)).astype(np.float32)


def _capped(vectors: Vectors) -> Vectors:
    """Vectors of a bounded length, so that no long line is all that its page is about."""
    length = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    return np.rint(vectors / np.maximum(length / _LONGEST, 1) * _STEPS) / _STEPS


def _nearness(pages: Pages, own: Floats, capped: Vectors, share: NDArray[np.floating]) -> Floats:
    """The cosine of each line and what else of its page has that share."""
    part = capped * np.rint(share * _STEPS)[:, None] / _STEPS
    sums = np.zeros((pages.lines.sizes.size, SIZE))
    some = np.flatnonzero(pages.lines.sizes)
    if some.size:
        sums[some] = np.add.reduceat(part, pages.offsets[some], axis=0)
    return _cosine(own, unit(sums[pages.page] - part))


def _beside(pages: Pages, own: Floats) -> Columns:
    """The cosines of each line and the lines above and below."""
    to_next = np.zeros(len(own) + 1, np.float32)
    to_next[1:-1] = _cosine(own[:-1], own[1:])
    is_first = pages.index == pages.first
    is_last = pages.index == pages.end - 1
    return {
        "near_above": np.where(is_first, np.float32(0), to_next[:-1]),
        "near_below": np.where(is_last, np.float32(0), to_next[1:]),
    }


def _shown(pages: Pages, own: Floats) -> Columns:
    out: Columns = {}
    for k in range(_SHOWN):
        out[f"vector_{k}"] = own[:, k]
        out[f"vector_{k}_mean"] = pages.around(own[:, k], _NEAR)
    return out


def _cosine(a: Floats, b: Floats) -> Floats:
    return (a * b).sum(axis=1, dtype=np.float32)
