"""Fit one network: Adam over batches of pages, words and whole vocabularies dropped at random."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from communique.cleaning.learned.features import names
from communique.cleaning.learned.measure import Floats
from communique.cleaning.learned.model import KINDS, with_kind
from communique.cleaning.learned.network import DILATIONS, Network, make_batch
from communique.cleaning.learned.vocabulary import UNKNOWN
from training.gradient import Weights, forward_pass, gradient, loss
from training.pages import VARIANTS, Page

_LONGEST_PIECE = 1500
_ROWS = 8000
_DECAY = 0.02
_WARM_UP = 0.1
_BETAS = (0.9, 0.99)
_SPREAD_FLOOR = np.float32(1e-3)
SOURCE_WEIGHTS = {
    "aeb": 1.5,
    "wcxb": 1.2,
    "wcxb-draft": 0.6,
    "traf-snip": 0.5,
    "readability": 0.5,
    "np4k": 0.5,
}


@dataclass(frozen=True)
class Settings:
    """Sizes and rates of one network."""

    seed: int
    hidden: int = 48
    channels: int = 32
    embedding: int = 12
    dropout: float = 0.35
    drop_word: float = 0.35
    drop_vocabulary: float = 0.4
    rate: float = 3e-3
    epochs: int = 9


@dataclass(frozen=True)
class Piece:
    """A page, or a run of lines of a long one."""

    page: Page
    rows: slice


def fit(pages: Sequence[Page], known: int, settings: Settings) -> Network:
    """Train on measured pages; the same input gives the same bits on one thread."""
    rng = np.random.default_rng(settings.seed)
    x = np.concatenate([page.x for page in pages])
    mean, spread = x.mean(0), x.std(0) + _SPREAD_FLOOR
    network = Network(_first_weights(known, settings, rng), mean, spread)
    pieces = list(_pieces(pages))
    per_epoch = -(-sum(len(p.page.x[p.rows]) for p in pieces) // _ROWS)
    adam = _Adam(network.weights, settings.rate, per_epoch * settings.epochs)
    for _ in range(settings.epochs):
        for group in _groups([pieces[k] for k in rng.permutation(len(pieces))]):
            adam.step(network.weights, _gradient(network, group, settings, rng))
    return network


def _first_weights(known: int, settings: Settings, rng: np.random.Generator) -> Weights:
    def dense(fan_in: int, fan_out: int, scale: float = 1.0) -> Floats:
        values = rng.standard_normal((fan_in, fan_out)) * np.sqrt(1.5 / fan_in) * scale
        return values.astype(np.float32)

    def zeros(n: int) -> Floats:
        return np.zeros(n, np.float32)

    h, c, e = settings.hidden, settings.channels, settings.embedding
    table = (rng.standard_normal((known + 2, e)) * 0.05).astype(np.float32)
    table[0] = 0
    w: Weights = {"words": table, "in": dense(len(names()) + len(KINDS) + 3 * e, h)}
    w |= {"in_bias": zeros(h), "mix": dense(h, c), "mix_bias": zeros(c)}
    for k in range(len(DILATIONS)):
        w |= {f"near_{k}": dense(3 * c, c), f"near_bias_{k}": zeros(c), f"page_{k}": dense(c, c)}
        w |= {f"out_{k}": dense(c, c, 0.3), f"out_bias_{k}": zeros(c)}
    w |= {"last": dense(c, c), "last_page": dense(c, c), "last_bias": zeros(c)}
    return w | {"score": dense(c, 1), "score_bias": zeros(1)}


def _pieces(pages: Sequence[Page]) -> Iterator[Piece]:
    for page in pages:
        for k in range(0, len(page.lines), _LONGEST_PIECE):
            yield Piece(page, slice(k, min(k + _LONGEST_PIECE, len(page.lines))))


def _groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Groups of about 8,000 lines; what is left over at the end waits for another epoch."""
    group: list[Piece] = []
    size = 0
    for piece in pieces:
        group.append(piece)
        size += piece.rows.stop - piece.rows.start
        if size >= _ROWS:
            yield group
            group, size = [], 0


def _gradient(
    network: Network, group: Sequence[Piece], settings: Settings, rng: np.random.Generator
) -> Weights:
    batch = make_batch([_dropped(network, piece, settings, rng) for piece in group])
    label, weight = (np.zeros(len(batch.x), np.float32) for _ in range(2))
    for rows, piece in zip(batch.line_rows(), group, strict=True):
        label[rows] = piece.page.label[piece.rows]
        weight[rows] = _weight(piece)
    p = forward_pass(network.weights, batch, settings.dropout, rng)
    _, by_score = loss(p, label, weight)
    return gradient(network.weights, batch, p, by_score)


def _dropped(
    network: Network, piece: Piece, settings: Settings, rng: np.random.Generator
) -> tuple[Floats, np.ndarray]:
    """Rows of a piece; single words, or all words of the page, made unknown."""
    words = piece.page.words[piece.rows]
    if rng.random() < settings.drop_vocabulary:
        words = np.minimum(words, UNKNOWN)
    is_dropped = (rng.random(words.shape, dtype=np.float32) < settings.drop_word) & (words > 0)
    words = np.where(is_dropped, UNKNOWN, words).astype(np.int32)
    x = network.scaled(piece.page.x[piece.rows])
    return with_kind(x, VARIANTS[piece.page.variant]), words


def _weight(piece: Piece) -> Floats:
    """Longer lines count more, long pages less than their length, better gold more."""
    scored, tokens = piece.page.scored[piece.rows], piece.page.tokens[piece.rows]
    page = SOURCE_WEIGHTS[piece.page.source] / np.sqrt(max(1.0, piece.page.scored.sum()))
    return ((0.5 + np.sqrt(tokens) / 4) * scored * page).astype(np.float32)


class _Adam:
    """Adam with decoupled decay (Loshchilov and Hutter 2019), warm-up, then a cosine to zero."""

    def __init__(self, weights: Weights, rate: float, steps: int) -> None:
        self._first = {name: np.zeros_like(w) for name, w in weights.items()}
        self._second = {name: np.zeros_like(w) for name, w in weights.items()}
        self._rate, self._steps, self._step = rate, steps, 0

    def step(self, weights: Weights, gradient: Weights) -> None:
        self._step += 1
        norm = np.sqrt(sum(float((g * g).sum()) for g in gradient.values()))
        scale = np.float32(min(1.0, 1.0 / max(norm, 1e-12)))
        for name, g in gradient.items():
            update = self._update(name, g * scale)
            if g.ndim > 1:
                update = update + np.float32(_DECAY) * weights[name]
            weights[name] -= np.float32(self._now()) * update
        weights["words"][0] = 0

    def _update(self, name: str, g: Floats) -> Floats:
        first, second = self._first[name], self._second[name]
        first += np.float32(1 - _BETAS[0]) * (g - first)
        second += np.float32(1 - _BETAS[1]) * (g * g - second)
        corrected = first / np.float32(1 - _BETAS[0] ** self._step)
        return corrected / (np.sqrt(second / np.float32(1 - _BETAS[1] ** self._step)) + 1e-8)

    def _now(self) -> float:
        done = self._step / (self._steps + 1)
        if done < _WARM_UP:
            return self._rate * done / _WARM_UP
        return self._rate * 0.5 * (1 + np.cos(np.pi * (done - _WARM_UP) / (1 - _WARM_UP)))
