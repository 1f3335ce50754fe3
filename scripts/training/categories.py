"""Fit the table of categories: multinomial regression, phrases against the pages' content."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from communique.cleaning.learned.categories import CATEGORIES, CategoryTable
from communique.cleaning.learned.measure import measure
from communique.cleaning.learned.words import Keys, tokens
from training.batches import Batch
from training.phrases import CONTENT, read_phrases
from training.tables import owned, token_matrix, with_owners

_FEWEST_PHRASES = 3
_MOST_CONTENT = 40_000
_CONTENT_WEIGHT = 2.0
_PENALTY = 3e-6
_STEPS = 60


def fit_categories(batches: Sequence[Batch]) -> CategoryTable:
    """The table of tokens of three phrases at least; content is a part of that of the batches."""
    lines, categories = read_phrases()
    found = tokens(measure([lines]))
    keys = with_owners(owned(found.key, found.line), _FEWEST_PHRASES)
    content = _content(batches, keys)
    x = sparse.vstack([token_matrix(found, keys), content]).tocsr()
    names = (CONTENT, *CATEGORIES)
    y = np.array([names.index(category) for category in categories] + [0] * content.shape[0])
    weights = _minimum(x, y, _weight(y), len(names))
    own = weights - weights[:, :1]
    return CategoryTable(
        keys,
        own[:-1, 1:].astype(np.float16).astype(np.float32),
        own[-1, 1:].astype(np.float32),
    )


def _content(batches: Sequence[Batch], keys: Keys) -> sparse.csr_matrix:
    """Lines of content drawn at random, always the same."""
    rng = np.random.default_rng(0)
    places = [np.flatnonzero((b.label == 1) & b.scored & (b.tokens.number > 0)) for b in batches]
    share = min(1, _MOST_CONTENT / max(1, sum(map(len, places))))
    rows = [
        token_matrix(batch.tokens, keys)[place[rng.random(place.size) < share]]
        for batch, place in zip(batches, places, strict=True)
    ]
    return sparse.vstack(rows).tocsr()


def _weight(y: np.ndarray) -> np.ndarray:
    """All content of the pages and phrases together weighs twice as much as all categories."""
    is_content = y == 0
    each = _CONTENT_WEIGHT * (~is_content).sum() / max(1, is_content.sum())
    weight = np.where(is_content, each, 1.0)
    return weight / weight.sum()


def _minimum(x: sparse.csr_matrix, y: np.ndarray, weight: np.ndarray, n: int) -> np.ndarray:
    """Weights with the least penalised loss, shape (tokens + 1, n); the constants come last."""
    transposed = x.T.tocsr()
    right = np.zeros((y.size, n))
    right[np.arange(y.size), y] = 1

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        w = flat.reshape(-1, n)
        z = x @ w[:-1] + w[-1]
        z -= z.max(axis=1, keepdims=True)
        log_sum = np.log(np.exp(z).sum(axis=1, keepdims=True))
        value = (weight * (log_sum[:, 0] - z[right == 1])).sum()
        by_z = weight[:, None] * (np.exp(z - log_sum) - right)
        slope = np.vstack([transposed @ by_z + _PENALTY * w[:-1], by_z.sum(axis=0)])
        return value + _PENALTY * (w[:-1] ** 2).sum() / 2, slope.ravel()

    options = {"maxiter": _STEPS, "maxcor": 6}
    start = np.zeros((x.shape[1] + 1) * n)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    return found.x.reshape(-1, n)
