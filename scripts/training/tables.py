"""Fit a table of words: logistic regression with a quadratic penalty, by L-BFGS."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from communique.cleaning.learned.arrays import Floats, Hashes, Indices
from communique.cleaning.learned.words import Keyed, Keys, Tokens, WordTable, find
from training.batches import Batch

_FEWEST_DOMAINS = 4
_PENALTY = 3e-6
_POWER = 0.5
_STEPS = 60
_OWNER_BITS = np.uint64(20)


def fit_table(batches: Sequence[Batch], kind: str) -> WordTable:
    """A table for a kind of text; tokens of four domains at least."""
    keys = common_keys(batches, _FEWEST_DOMAINS)
    x = sparse.vstack([token_matrix(batch.tokens, keys) for batch in batches]).tocsr()
    y = np.concatenate([batch.label for batch in batches])
    weight = np.concatenate([batch.weight(kind, _POWER) for batch in batches])
    used = weight > 0
    found = minimum(x[used], y[used], weight[used] / weight[used].sum())
    weights = found[:-1].astype(np.float16).astype(np.float32)
    return WordTable(keys, weights, found[-1:].astype(np.float32))


def common_keys(batches: Sequence[Batch], fewest: int, *, words_alone: bool = False) -> Keys:
    """The tokens that stand on pages of so many domains at least, sorted.

    Tokens with the domain beside them, each pair once; then those with domains enough.
    """
    numbers: dict[str, int] = {}
    pairs: list[np.ndarray] = []
    for batch in batches:
        domain = [numbers.setdefault(page.domain, len(numbers)) for page in batch.pages]
        of_line = np.array(domain)[batch.measured.page]
        size = batch.tokens.words if words_alone else batch.tokens.key.size
        pairs.append(owned(batch.tokens.key[:size], of_line[batch.tokens.line[:size]]))
    return with_owners(np.concatenate(pairs), fewest)


def owned(keys: Keys, owners: Indices) -> Hashes:
    """Each pair of a token and one of fewer than a million owners once, as one number."""
    return np.unique(keys.astype(np.uint64) << _OWNER_BITS | owners.astype(np.uint64))


def with_owners(pairs: Hashes, fewest: int) -> Keys:
    """The tokens with so many owners at least, sorted."""
    keys = (np.unique(pairs) >> _OWNER_BITS).astype(np.uint32)
    known, times = np.unique(keys, return_counts=True)
    return known[times >= fewest]


def token_matrix(tokens: Tokens, keys: Keys) -> sparse.csr_matrix:
    """Lines by tokens, each row over the root of its number of tokens."""
    place = find(Keyed(keys), tokens.key)
    known = place >= 0
    line = tokens.line[known]
    value = 1 / np.sqrt(np.maximum(tokens.number, 1))[line]
    return sparse.csr_matrix((value, (line, place[known])), shape=(tokens.n, keys.size))


def minimum(
    x: sparse.csr_matrix, y: Floats, weight: Floats, penalty: float = _PENALTY
) -> np.ndarray:
    """The weights and the constant with the least penalised loss."""
    transposed = x.T.tocsr()

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w[:-1] + w[-1]
        p = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
        value = (weight * (np.logaddexp(0, z) - y * z)).sum() + penalty * (w[:-1] ** 2).sum() / 2
        by_z = weight * (p - y)
        return value, np.append(transposed @ by_z + penalty * w[:-1], by_z.sum())

    options = {"maxiter": _STEPS, "maxcor": 6}
    start = np.zeros(x.shape[1] + 1)
    return minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
