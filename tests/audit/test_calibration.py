"""The logistic model over the kinds of evidence."""

import numpy as np

from communique.audit.calibration import PRIOR, adjusted, fit, log_odds


def test_evidence_that_tells_errors_gets_the_weight():
    chance = np.random.default_rng(0)
    wrong = (chance.random(2000) < 0.05).astype(float)
    telling = chance.normal(0, 1, 2000) + 4 * wrong - 2
    noise = chance.normal(0, 1, 2000)
    weights = fit(np.column_stack([telling, noise]), wrong, 0.05)
    assert weights[0] > 1 > 5 * weights[1] >= 0
    p = 1 / (1 + np.exp(-log_odds(np.column_stack([telling, noise]), weights)))
    assert abs(p.mean() - 0.05) < 0.01


def test_perfect_evidence_keeps_the_weights_finite():
    wrong = np.array([1.0] * 5 + [0.0] * 95)
    weights = fit(np.column_stack([12 * wrong - 6]), wrong, 0.05)
    assert 0 < weights[0] < 10


def test_where_nothing_is_suspicious_the_share_of_errors_sinks():
    odds = np.full(500, np.log(PRIOR / (1 - PRIOR)) - 4)
    assert (adjusted([odds])[0] < odds).all()


def test_a_question_whose_evidence_tells_nothing_has_the_share_of_the_others():
    prior = np.log(PRIOR / (1 - PRIOR))
    clear, empty = np.full(900, prior - 4), np.full(300, prior)
    moved = adjusted([clear, empty])[1]
    assert (moved < prior - 1).all()
