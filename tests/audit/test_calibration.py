"""The logistic model over the kinds of evidence."""

import numpy as np

from communique.audit.calibration import PRIOR, fit, log_odds
from communique.audit.model import Floats


def _probabilities(strengths: Floats, weights: Floats) -> Floats:
    return 1 / (1 + np.exp(-log_odds(strengths, weights)))


def test_evidence_that_tells_errors_gets_the_weight():
    chance = np.random.default_rng(0)
    present, planted = chance.normal(0, 1, (2000, 2)), chance.normal(0, 1, (6000, 2))
    present[:, 0] -= 2
    planted[:, 0] += 2
    weights = fit(present, planted)
    assert weights[0] > 2 > 10 * abs(weights[1])


def test_the_probabilities_are_for_the_share_of_errors_that_is_expected():
    chance = np.random.default_rng(0)
    wrong = chance.random(20000) < PRIOR
    strengths = chance.normal(0, 1, (20000, 1)) + 3 * wrong[:, None]
    planted = chance.normal(3, 1, (20000, 1))
    p = _probabilities(strengths, fit(strengths[~wrong], planted))
    assert abs(p.mean() - PRIOR) < 0.005
    sure = (p > 0.4) & (p < 0.6)
    assert 0.4 < wrong[sure].mean() < 0.6


def test_evidence_that_tells_nothing_leaves_the_expected_share():
    chance = np.random.default_rng(0)
    present, planted = chance.normal(0, 1, (3000, 2)), chance.normal(0, 1, (3000, 2))
    p = _probabilities(present, fit(present, planted))
    assert p.max() < 2 * PRIOR


def test_perfect_evidence_keeps_the_weights_finite():
    weights = fit(np.full((95, 1), -6.0), np.full((95, 1), 6.0))
    assert 0 < weights[0] < 10
