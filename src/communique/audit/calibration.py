"""From kinds of evidence to one probability: a small logistic model, learned on planted errors."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from communique.audit.model import Floats

PRIOR: Final = 0.05  # the share of errors that is expected before anything is seen
_TRUST: Final = 3.0  # how firmly equal weights are expected
_ROUNDS: Final = 60
_SIZES: Final = (1.0, 0.5, 0.25, 0.1, 0.03, 0.01)  # of a step


def fit(present: Floats, planted: Floats) -> Floats:
    """Weights (the last is the intercept) of the kinds of evidence.

    A row an item, a column a kind: the evidence against the current decisions, and against
    planted errors, of which there may be more. Both count the same; the intercept is for a share
    of PRIOR.
    """
    fitting = _fitting(present, planted)
    weights = fitting.expected.copy()
    loss = fitting.loss(weights)
    for _ in range(_ROUNDS):
        weights, before = fitting.stepped(weights), loss
        loss = fitting.loss(weights)
        if before - loss < 1e-4:
            break
    weights[-1] += np.log(PRIOR / (1 - PRIOR))
    return weights


@dataclass(frozen=True)
class _Fitting:
    """A logistic regression: features, answers (1 is an error), how much each row counts, and the
    weights that are expected, and how firmly.
    """

    x: Floats
    wrong: Floats
    count: Floats
    expected: Floats
    trust: Floats

    def loss(self, weights: Floats) -> float:
        """What is to be smallest."""
        z = self.x @ weights
        unlikely = (self.count * (np.logaddexp(0, z) - self.wrong * z)).sum()
        return float(unlikely + (self.trust * (weights - self.expected) ** 2).sum() / 2)

    def stepped(self, weights: Floats) -> Floats:
        """The weights after the longest step that helps."""
        p = 1 / (1 + np.exp(-np.clip(self.x @ weights, -30, 30)))
        slope = self.x.T @ (self.count * (p - self.wrong)) + self.trust * (weights - self.expected)
        bend = (self.x * (self.count * p * (1 - p))[:, None]).T @ self.x + np.diag(self.trust)
        step = np.linalg.solve(bend, slope).astype(np.float64)
        before = self.loss(weights)
        steps = (weights - size * step for size in _SIZES)
        return next((after for after in steps if self.loss(after) < before), weights)


def _fitting(present: Floats, planted: Floats) -> _Fitting:
    kinds = present.shape[1]
    x = np.vstack([present, planted])
    wrong = np.repeat([0.0, 1.0], [len(present), len(planted)])
    each = len(present) / max(len(planted), 1)
    expected, trust = np.full(kinds + 1, 1 / max(kinds, 1)), np.full(kinds + 1, _TRUST)
    expected[-1], trust[-1] = 0.0, 0.1
    return _Fitting(
        np.hstack([x, np.ones((len(x), 1))]), wrong, np.where(wrong > 0, each, 1.0), expected, trust
    )


def log_odds(strengths: Floats, weights: Floats) -> Floats:
    """The log odds of an error for each item."""
    return strengths @ weights[:-1] + weights[-1]
