"""Fit the table of names: logistic regression over the names of the elements around a line."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from communique.cleaning.learned.arrays import Indices
from communique.cleaning.learned.words import Keyed, Keys, WordTable, find
from communique.cleaning.markup.named import PLACES, keys_at, name_tokens
from communique.cleaning.markup.trees import Trees
from training.html import HtmlBatch
from training.tables import minimum, owned, with_owners

_FEWEST_DOMAINS = 4
_PENALTY = 3e-4
_POWER = 0.5
_NEAR = 2
_FARTHEST = 400


def fit_names(batches: Sequence[HtmlBatch]) -> WordTable:
    """The table of words in names; those of four domains at least."""
    tokens = [line_tokens(one.trees) for one in batches]
    numbers: dict[str, int] = {}
    pairs: list[np.ndarray] = []
    for one, (line, key) in zip(batches, tokens, strict=True):
        own = [numbers.setdefault(page.domain, len(numbers)) for page in one.batch.pages]
        pairs.append(owned(key, np.array(own)[one.batch.measured.page][line]))
    keys = with_owners(np.concatenate(pairs), _FEWEST_DOMAINS)
    sizes = [one.batch.measured.n for one in batches]
    rows = [_matrix(*both, size, keys) for both, size in zip(tokens, sizes, strict=True)]
    y = np.concatenate([one.batch.label for one in batches])
    weight = np.concatenate([one.batch.weight("page", _POWER) for one in batches])
    used = weight > 0
    x = sparse.vstack(rows).tocsr()[used]
    fitted = minimum(x, y[used], weight[used] / weight[used].sum(), _PENALTY)
    weights = fitted[:-1].astype(np.float16).astype(np.float32)
    return WordTable(keys, weights, fitted[-1:].astype(np.float32))


def line_tokens(trees: Trees) -> tuple[Indices, Keys]:
    """The line and the key, by its place, of each word in the names around the lines."""
    elements, keys = name_tokens(trees)
    start = np.searchsorted(elements, np.arange(trees.parent.size + 1))
    by_place = [keys_at(keys, place) for place in range(PLACES)]
    line, at = np.arange(trees.element.size), trees.element
    lines: list[np.ndarray] = []
    out: list[np.ndarray] = []
    for step in range(_FARTHEST):
        number = start[at + 1] - start[at]
        ends = np.cumsum(number)
        place = np.arange(number.sum()) + np.repeat(start[at] - ends + number, number)
        lines.append(np.repeat(line, number))
        out.append(by_place[min(-(-step // _NEAR), PLACES - 1)][place])
        goes_on = trees.parent[at] != at
        line, at = line[goes_on], trees.parent[at[goes_on]]
        if not line.size:
            break
    return np.concatenate(lines), np.concatenate(out)


def _matrix(line: Indices, key: Keys, size: int, keys: Keys) -> sparse.csr_matrix:
    place = find(Keyed(keys), key)
    known = place >= 0
    ones = np.ones(int(known.sum()), np.float32)
    return sparse.csr_matrix((ones, (line[known], place[known])), shape=(size, keys.size))
