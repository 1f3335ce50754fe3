"""Word vectors from which words stand together, without any label.

Words of the same forty of a line count as together; a line that a page repeats counts once.
Positive pointwise mutual information, its first singular vectors, scaled by the roots of the
singular values: Levy and Goldberg 2014, "Neural word embedding as implicit matrix factorization".
"""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds

from communique.cleaning.learned.features import same
from communique.cleaning.learned.vectors import SCALE, SIZE, WordVectors, unit
from communique.cleaning.learned.words import Keyed, find
from training.batches import Batch
from training.tables import common_keys

_FEWEST_DOMAINS = 3
_TOGETHER = 40
_MOST_TIMES = 3
_RARE = 1e-3
_PRECISION = 1e-3


def fit_vectors(batches: Sequence[Batch]) -> WordVectors:
    """The vectors of words of three domains at least, whole numbers up to 127."""
    known = Keyed(common_keys(batches, _FEWEST_DOMAINS, words_alone=True))
    runs = [_runs(batch, known) for batch in batches]
    together = sparse.vstack(runs).tocsr()
    times = np.asarray(together.sum(axis=0)).ravel()
    together.data = np.minimum(together.data, _MOST_TIMES)
    left, values, _ = svds(
        _information(together.T @ together),
        SIZE,
        tol=_PRECISION,
        v0=np.ones(known.keys.size) / np.sqrt(known.keys.size),
    )
    order = np.argsort(-values, kind="stable")
    vectors = unit(left[:, order] * np.sqrt(values[order]))
    weight = _RARE / (_RARE + times / max(1, times.sum()))
    return WordVectors(known.keys, np.rint(vectors * weight[:, None] * SCALE).astype(np.int8))


def _runs(batch: Batch, known: Keyed) -> sparse.csr_matrix:
    """How often each known word stands in each run of forty words, shape (runs, words)."""
    tokens, lines = batch.tokens, batch.measured.lines
    place, line = find(known, tokens.key[: tokens.words]), tokens.line[: tokens.words]
    used = (place >= 0) & _is_first_copy(batch)[line]
    number = (np.arange(tokens.words) - lines.first_word[line]) // _TOGETHER
    _, run = np.unique(np.stack([line, number])[:, used], axis=1, return_inverse=True)
    run = run.ravel()
    shape = (int(run.max(initial=-1)) + 1, known.keys.size)
    return sparse.csr_matrix((np.ones(run.size), (run, place[used])), shape=shape)


def _is_first_copy(batch: Batch) -> np.ndarray:
    """Whether no line above on its page is the same."""
    place = same(batch.measured.page, batch.measured.lines.hash)
    _, first = np.unique(place, return_index=True)
    out = np.zeros(batch.measured.n, np.bool_)
    out[first] = True
    return out


def _information(pairs: sparse.spmatrix) -> sparse.csr_matrix:
    """Positive pointwise mutual information of symmetric counts; no word with itself."""
    counts = pairs.tocoo()
    total = np.asarray(counts.sum(axis=1)).ravel() + 1
    value = np.log(counts.data * counts.data.sum() / (total[counts.row] * total[counts.col]))
    used = (counts.row != counts.col) & (value > 0)
    place = (counts.row[used], counts.col[used])
    return sparse.csr_matrix((value[used], place), shape=counts.shape)
