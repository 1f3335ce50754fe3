"""The network's loss and its gradient, with dropout; the same sums as `forward`."""

from dataclasses import dataclass

import numpy as np

from communique.cleaning.learned.measure import Floats
from communique.cleaning.learned.network import (
    DILATIONS,
    Batch,
    embed,
    relu,
    root_of_number,
    shifted,
)
from communique.cleaning.learned.vocabulary import HEAD, WordIds

Weights = dict[str, Floats]
_SMOOTH = 0.01


@dataclass
class Pass:
    """What the way forward leaves for the way back."""

    rows: Floats
    first: Floats
    first_mask: Floats
    second: Floats
    layers: list[tuple[Floats, Floats, Floats, Floats]]
    h: Floats
    mean: Floats
    last: Floats
    scores: Floats


def forward_pass(w: Weights, batch: Batch, drop: float, rng: np.random.Generator) -> Pass:
    """As `forward`, with dropout after the first layer and in every residual branch."""

    def mask(shape: tuple[int, ...]) -> Floats:
        is_kept = rng.random(shape, dtype=np.float32) > drop
        return is_kept.astype(np.float32) / np.float32(1 - drop)

    rows = np.concatenate([batch.x, embed(batch.words, w["words"])], axis=1)
    first = relu(rows @ w["in"] + w["in_bias"])
    first_mask = mask(first.shape)
    first *= first_mask
    second = h = relu(first @ w["mix"] + w["mix_bias"]) * batch.is_line
    layers = []
    for k, d in enumerate(DILATIONS):
        z, mean = shifted(h, d), batch.mean(h)
        a = relu(z @ w[f"near_{k}"] + w[f"near_bias_{k}"] + (mean @ w[f"page_{k}"])[batch.page])
        a_mask = mask(a.shape)
        a *= a_mask
        layers.append((z, mean, a, a_mask))
        h = (h + a @ w[f"out_{k}"] + w[f"out_bias_{k}"]) * batch.is_line
    mean = batch.mean(h)
    last = relu(h @ w["last"] + (mean @ w["last_page"])[batch.page] + w["last_bias"])
    scores = (last @ w["score"] + w["score_bias"])[:, 0]
    return Pass(rows, first, first_mask, second, layers, h, mean, last, scores)


def loss(p: Pass, label: Floats, weight: Floats) -> tuple[float, Floats]:
    """Weighted cross-entropy with smoothed labels, and its gradient by the scores."""
    q = 1 / (1 + np.exp(-np.clip(p.scores, -30, 30)))
    y = label * (1 - 2 * _SMOOTH) + _SMOOTH
    share = weight / weight.sum()
    value = -(share * (y * np.log(q + 1e-7) + (1 - y) * np.log(1 - q + 1e-7))).sum()
    return float(value), ((q - y) * share).astype(np.float32)


def gradient(w: Weights, batch: Batch, p: Pass, by_score: Floats) -> Weights:
    """The gradient of the loss by every weight."""
    g: Weights = {}
    dz = by_score[:, None]
    g["score"], g["score_bias"] = p.last.T @ dz, dz.sum(0)
    do = (dz @ w["score"].T) * (p.last > 0)
    g["last"], g["last_bias"] = p.h.T @ do, do.sum(0)
    of_page = _sums(batch, do)
    g["last_page"] = p.mean.T @ of_page
    dh = do @ w["last"].T + _spread(batch, of_page @ w["last_page"].T)
    for k in reversed(range(len(DILATIONS))):
        dh = _through_layer(w, batch, p, k, dh * batch.is_line, g)
    d1 = dh * (p.second > 0) * batch.is_line
    g["mix"], g["mix_bias"] = p.first.T @ d1, d1.sum(0)
    d0 = (d1 @ w["mix"].T) * (p.first > 0) * p.first_mask
    g["in"], g["in_bias"] = p.rows.T @ d0, d0.sum(0)
    size = w["words"].shape[1]
    by_words = (d0 @ w["in"].T)[:, batch.x.shape[1] :]
    g["words"] = _by_word(batch.words, by_words, w["words"].shape[0], size)
    return g


def _through_layer(w: Weights, batch: Batch, p: Pass, k: int, dh: Floats, g: Weights) -> Floats:
    d, (z, mean, a, a_mask) = DILATIONS[k], p.layers[k]
    g[f"out_{k}"], g[f"out_bias_{k}"] = a.T @ dh, dh.sum(0)
    da = (dh @ w[f"out_{k}"].T) * (a > 0) * a_mask
    g[f"near_{k}"], g[f"near_bias_{k}"] = z.T @ da, da.sum(0)
    of_page = _sums(batch, da)
    g[f"page_{k}"] = mean.T @ of_page
    dz = da @ w[f"near_{k}"].T
    c = dh.shape[1]
    out = dh + dz[:, c : 2 * c] + _spread(batch, of_page @ w[f"page_{k}"].T)
    out[:-d] += dz[d:, :c]
    out[d:] += dz[:-d, 2 * c :]
    return out


def _sums(batch: Batch, values: Floats) -> Floats:
    return np.add.reduceat(values, batch.starts, axis=0)


def _spread(batch: Batch, by_page: Floats) -> Floats:
    return (by_page / batch.sizes)[batch.page]


def _by_word(words: WordIds, by_row: Floats, known: int, size: int) -> Floats:
    """The gradient by the word table; id 0 is no word and stays zero."""
    head, tail = words[:, :HEAD], words[:, HEAD:]
    parts = [
        (head, by_row[:, :size] / root_of_number(head)),
        (words[:, :1], by_row[:, size : 2 * size]),
        (tail, by_row[:, 2 * size :] / root_of_number(tail)),
    ]
    ids = np.concatenate([ids.T.ravel() for ids, _ in parts])
    rows = np.concatenate([np.tile(values, (ids.shape[1], 1)) for ids, values in parts])
    ids, rows = ids[ids > 0], rows[ids > 0]
    columns = [np.bincount(ids, rows[:, j], known) for j in range(size)]
    return np.stack(columns, axis=1).astype(np.float32)
