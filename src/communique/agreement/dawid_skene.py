"""Dawid and Skene's model: true labels and annotators' error rates, estimated together."""

from collections.abc import Hashable, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from communique.agreement.coefficient import Coefficient
from communique.agreement.inputs import plain_value
from communique.agreement.values import Units, natural, rows_of

Floats = NDArray[np.float64]


def dawid_skene(units: Units, tolerance: float = 1e-9, most_rounds: int = 1000) -> Coefficient:
    """Maximum likelihood by expectation maximisation, starting from the shares of votes.

    Use it only as a diagnostic. It assumes that annotators are independent given the true label,
    and passes of one model are not.

    `units`: one sequence for each unit, with one value for each annotator; None, NaN and pandas.NA
    are missing values, and a tuple or list holds repeated labels of one annotator. The value is the
    log likelihood.
    Ingredients: `labels`; `prevalence` by label; `error_rates`: for each annotator, true label to
    given label to probability; `posteriors`: units x labels; `decisions`: the most probable label
    of each unit, None for a tie; `rounds`.
    The value is None for the reasons `too_few_units`, `one_annotator` and `no_variation`.
    Source: Dawid and Skene (1979), Maximum likelihood estimation of observer error-rates.
    Raises ValueError for units that are not lists (a frame, a mapping, a string, a set).

    >>> units = [["a", "a", "a"], ["a", "a", "b"], ["b", "b", "b"], ["b", "b", "a"]]
    >>> dawid_skene(units).ingredients["decisions"]
    ['a', 'a', 'b', 'b']
    """
    labels = [[_labels(value) for value in unit] for unit in rows_of(units)]
    known = natural({v for unit in labels for given in unit for v in given})
    counts = _counts(labels, known)
    found: dict[str, Any] = {"labels": tuple(known)}
    counts = counts[counts.sum(axis=(1, 2)) > 0]
    if not len(counts):
        return Coefficient("dawid_skene", None, "too_few_units", found)
    if (counts.sum(axis=(0, 2)) > 0).sum() < 2:
        return Coefficient("dawid_skene", None, "one_annotator", found)
    if len(known) < 2:
        return Coefficient("dawid_skene", None, "no_variation", found)
    posteriors = counts.sum(axis=1) / counts.sum(axis=(1, 2))[:, None]
    before, likelihood, rounds = -np.inf, -np.inf, 0
    prevalence, rates = _rates(counts, posteriors)
    while rounds == 0 or (likelihood - before >= tolerance and rounds < most_rounds):
        before, rounds = likelihood, rounds + 1
        posteriors, likelihood = _posteriors(counts, prevalence, rates)
        prevalence, rates = _rates(counts, posteriors)
    found |= {
        "prevalence": dict(zip(known, prevalence.tolist(), strict=True)),
        "error_rates": [_table(known, of_one) for of_one in rates],
        "posteriors": posteriors,
        "decisions": [_decision(known, row) for row in posteriors],
        "rounds": rounds,
    }
    return Coefficient("dawid_skene", float(likelihood), None, found)


def _labels(value: Any) -> tuple[Hashable, ...]:
    plain = plain_value(value)
    repeated = cast("tuple[Any, ...]", plain if isinstance(plain, tuple) else (plain,))
    return tuple(label for label in repeated if label is not None)


def _counts(listed: Sequence[Sequence[tuple[Hashable, ...]]], known: Sequence[Hashable]) -> Floats:
    """Units x annotators x labels: how often each annotator gave each label."""
    index = {label: k for k, label in enumerate(known)}
    annotators = max((len(unit) for unit in listed), default=0)
    counts = np.zeros((len(listed), annotators, len(known)))
    for i, unit in enumerate(listed):
        for j, given in enumerate(unit):
            for label in given:
                counts[i, j, index[label]] += 1
    return counts


def _rates(counts: Floats, posteriors: Floats) -> tuple[Floats, Floats]:
    """Prevalence (equation 2.4), and annotators x true x given label (2.3)."""
    given = np.einsum("ij,ikl->kjl", posteriors, counts)
    totals = given.sum(axis=2, keepdims=True)
    even = np.full_like(given, 1 / counts.shape[2])
    return posteriors.mean(axis=0), np.divide(given, totals, out=even, where=totals > 0)


def _posteriors(counts: Floats, prevalence: Floats, rates: Floats) -> tuple[Floats, float]:
    """Units x labels (equation 2.5), and the log likelihood (2.7)."""
    tiny = np.finfo(np.float64).tiny  # the logarithm of 0 is not finite
    logs = np.log(np.maximum(rates, tiny))
    joint = np.einsum("ikl,kjl->ij", counts, logs) + np.log(np.maximum(prevalence, tiny))
    highest = joint.max(axis=1, keepdims=True)
    shares = np.exp(joint - highest)
    totals = shares.sum(axis=1, keepdims=True)
    return shares / totals, float((np.log(totals) + highest).sum())


def _table(known: Sequence[Hashable], rates: Floats) -> dict[Hashable, dict[Hashable, float]]:
    return {
        label: dict(zip(known, row.tolist(), strict=True))
        for label, row in zip(known, rates, strict=True)
    }


def _decision(known: Sequence[Hashable], row: Floats) -> Hashable:
    best = np.flatnonzero(np.isclose(row, row.max(), rtol=0, atol=1e-9))
    return known[int(best[0])] if len(best) == 1 else None
