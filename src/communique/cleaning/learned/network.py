"""A residual network of dilated convolutions over the lines of a page, in numpy.

A row is a line: its scaled features, its kind of text, and the embeddings of its first words, its
very first word and its last words. Every layer sees lines d above and below and the mean of the
page. Pages stand one after another with empty rows between them, so that none sees the next.
Residual dilated convolutions: van den Oord et al. 2016, "WaveNet"; mean pooling over the page
takes the place of a global feature.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.measure import Floats, Indices
from communique.cleaning.learned.vocabulary import HEAD, WordIds

GAP: Final = 16
DILATIONS: Final = (1, 2, 4, 8, 16, 1)
_CLIP: Final = 5.0


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of several pages: x (n, f) scaled, words (n, 14), is_line (n, 1), page (n,).

    `starts` is the first row of each page, `sizes` its number of lines, shape (pages, 1).
    """

    x: Floats
    words: WordIds
    is_line: Floats
    page: Indices
    starts: Indices
    sizes: Floats

    def mean(self, values: Floats) -> Floats:
        """The mean over each page's lines, shape (pages, columns); gaps hold zeros."""
        return np.divide(np.add.reduceat(values, self.starts, axis=0), self.sizes, dtype=np.float32)

    def line_rows(self) -> list[slice]:
        """The rows of each page's lines."""
        sizes = self.sizes[:, 0].astype(np.int64)
        return [slice(a, a + n) for a, n in zip(self.starts.tolist(), sizes.tolist(), strict=True)]


@dataclass(frozen=True, slots=True)
class Network:
    """Weights by name, and the mean and spread that scale the features."""

    weights: dict[str, Floats]
    mean: Floats
    spread: Floats

    def scaled(self, features: Floats) -> Floats:
        """Features as the network takes them."""
        return np.clip((features - self.mean) / self.spread, -_CLIP, _CLIP)


def make_batch(pages: Sequence[tuple[Floats, WordIds]]) -> Batch:
    """Rows from pages of (features and kind, word ids); each page has a line at least."""
    sizes = np.array([len(x) for x, _ in pages])
    ends = np.cumsum(sizes + GAP)
    starts = ends - sizes - GAP
    n = int(ends[-1])
    x = np.zeros((n, pages[0][0].shape[1]), np.float32)
    words = np.zeros((n, pages[0][1].shape[1]), np.int32)
    is_line = np.zeros((n, 1), np.float32)
    for start, (features, ids) in zip(starts.tolist(), pages, strict=True):
        rows = slice(start, start + len(features))
        x[rows], words[rows], is_line[rows] = features, ids, 1
    page = np.repeat(np.arange(len(pages)), sizes + GAP)
    return Batch(x, words, is_line, page, starts, sizes[:, None].astype(np.float32))


def embed(words: WordIds, table: Floats) -> Floats:
    """The first words' and the last words' sums over the root of their number; the very first."""
    head = _bag(words[:, :HEAD], table)
    tail = _bag(words[:, HEAD:], table)
    return np.concatenate([head, table[words[:, 0]], tail], axis=1)


def _bag(words: WordIds, table: Floats) -> Floats:
    total = np.zeros((len(words), table.shape[1]), np.float32)
    for k in range(words.shape[1]):
        total += table[words[:, k]]
    return np.divide(total, root_of_number(words), dtype=np.float32)


def root_of_number(words: WordIds) -> Floats:
    """The root of the number of words in each row, at least one; shape (n, 1)."""
    return np.sqrt(np.maximum((words > 0).sum(1, keepdims=True), 1)).astype(np.float32)


def shifted(h: Floats, d: int) -> Floats:
    """Each row beside the one `d` before it and the one `d` after it, shape (n, 3c)."""
    n, c = h.shape
    z = np.zeros((n, 3 * c), np.float32)
    z[d:, :c], z[:, c : 2 * c], z[:-d, 2 * c :] = h[:-d], h, h[d:]
    return z


def relu(values: NDArray[Any]) -> Floats:
    """Values below zero made zero, in place."""
    return np.asarray(np.maximum(values, 0, out=values), np.float32)


def forward(weights: dict[str, Floats], batch: Batch) -> Floats:
    """The log odds that a row is content, shape (n,). Row 0 of the word table holds zeros."""
    w = weights
    rows = np.concatenate([batch.x, embed(batch.words, w["words"])], axis=1)
    h = relu(relu(rows @ w["in"] + w["in_bias"]) @ w["mix"] + w["mix_bias"]) * batch.is_line
    for k, d in enumerate(DILATIONS):
        page = (batch.mean(h) @ w[f"page_{k}"])[batch.page]
        a = relu(shifted(h, d) @ w[f"near_{k}"] + w[f"near_bias_{k}"] + page)
        h = (h + a @ w[f"out_{k}"] + w[f"out_bias_{k}"]) * batch.is_line
    page = (batch.mean(h) @ w["last_page"])[batch.page]
    o = relu(h @ w["last"] + page + w["last_bias"])
    scores: NDArray[np.float32] = (o @ w["score"] + w["score_bias"])[:, 0]
    return scores
