"""From kinds of evidence to one probability: a small logistic model, learned on planted errors."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from communique.audit.model import Floats

PRIOR: Final = 0.05  # the share of errors that is expected before anything is seen
_LOWEST: Final = 0.005
_HIGHEST: Final = 0.15
_EXPECTED: Final = 0.4  # the weight of a kind of evidence of which nothing is known
_TRUST: Final = 3.0  # how firmly it is expected


def fit(strengths: Floats, wrong: Floats, share: float) -> Floats:
    """Weights (the last is the intercept) of the kinds of evidence, never below zero.

    `strengths`: a row an item, a column a kind; `wrong`: 1 where an error was planted, `share` the
    share that was planted. The intercept is for a share of PRIOR.
    """
    x = np.hstack([strengths, np.ones((len(strengths), 1))])
    expected = np.full(x.shape[1], _EXPECTED)
    expected[-1] = _logit(PRIOR)
    trust = np.full(x.shape[1], _TRUST)
    trust[-1] = 0.1
    weights = expected.copy()
    loss = _loss(x, wrong, weights, expected, trust)
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (p - wrong) + trust * (weights - expected)
        bend = (x * (p * (1 - p))[:, None]).T @ x + np.diag(trust)
        weights, before = (
            _step(
                x, wrong, weights, np.linalg.solve(bend, slope).astype(np.float64), expected, trust
            ),
            loss,
        )
        loss = _loss(x, wrong, weights, expected, trust)
        if before - loss < 1e-4:
            break
    weights[-1] += _logit(PRIOR) - _logit(min(max(share, 1e-3), 0.5))
    return weights


def _step(
    x: Floats, wrong: Floats, weights: Floats, step: Floats, expected: Floats, trust: Floats
) -> Floats:
    """The weights after the longest step that helps."""
    before = _loss(x, wrong, weights, expected, trust)
    for size in (1.0, 0.5, 0.25, 0.1, 0.03, 0.01):
        after = weights - size * step
        after[:-1] = np.maximum(after[:-1], 0.0)
        if _loss(x, wrong, after, expected, trust) < before:
            return after
    return weights


def _loss(x: Floats, wrong: Floats, weights: Floats, expected: Floats, trust: Floats) -> float:
    z = x @ weights
    fit_loss = np.logaddexp(0, z).sum() - (wrong * z).sum()
    return float(fit_loss + (trust * (weights - expected) ** 2).sum() / 2)


def log_odds(strengths: Floats, weights: Floats) -> Floats:
    """The log odds of an error for each item."""
    return strengths @ weights[:-1] + weights[-1]


def adjusted(odds: Sequence[Floats]) -> list[Floats]:
    """The log odds of the questions of a layer, for the shares of errors that they themselves show
    (Saerens, Latinne and Decaestecker 2002).

    The share of a question is drawn towards that of the layer: where the evidence tells little,
    the question has the share of the others.
    """
    layer = _share(np.concatenate(odds), PRIOR, 0.0)
    return [_moved(x, _share(x, layer, 1.0)) for x in odds]


def _share(odds: Floats, expected: float, trust: float) -> float:
    """The share of errors; `trust`: how much the expected share counts beside the evidence."""
    share = expected
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(_moved(odds, share), -30, 30)))
        share = (float(p.mean()) + trust * expected) / (1 + trust)
        share = min(max(share, _LOWEST), _HIGHEST)
    return share


def _moved(odds: Floats, share: float) -> Floats:
    return odds + _logit(share) - _logit(PRIOR)


def _logit(p: float) -> float:
    return float(np.log(p / (1 - p)))
