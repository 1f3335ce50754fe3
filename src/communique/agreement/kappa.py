"""Kappa and related measures: agreement of two or more annotators above chance."""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.agreement.coefficient import Coefficient, chance_corrected
from communique.agreement.values import code

Weights = str | Sequence[Sequence[float]] | None
Floats = NDArray[np.float64]


def cohen_kappa(
    a: Sequence[Any],
    b: Sequence[Any],
    weights: Weights = None,
    labels: Sequence[Hashable] | None = None,
) -> Coefficient:
    """Cohen's kappa: two annotators, each with their own distribution of labels.

    `weights`: None, `linear`, `quadratic`, or a matrix of disagreements (labels x labels; Cohen
    1968). `labels`: the order of the labels; without it, the natural order. Items that one
    annotator left out (None) do not count. Ingredients: `observed`, `expected`, `confusion` (a by
    b), `labels`, `prevalence`.
    The value is None for the reasons `too_few_units` (no common item) and `no_variation`.
    Source: Cohen (1960), A coefficient of agreement for nominal scales.
    Raises ValueError for weights that do not fit.
    """
    table, known = _confusion(a, b, labels)
    n = table.sum()
    found: dict[str, Any] = {"confusion": table, "labels": known, "n": int(n)}
    if n == 0:
        return Coefficient("cohen_kappa", None, "too_few_units", found)
    share = table / n
    expected = np.outer(share.sum(axis=1), share.sum(axis=0))
    found["prevalence"] = _prevalence(known, (share.sum(axis=1) + share.sum(axis=0)) / 2)
    agree = 1 - _disagreement(weights, len(known))
    return chance_corrected(
        "cohen_kappa", float((share * agree).sum()), float((expected * agree).sum()), found
    )


def scott_pi(
    a: Sequence[Any], b: Sequence[Any], labels: Sequence[Hashable] | None = None
) -> Coefficient:
    """Scott's pi: two annotators with one common distribution of labels (Scott 1955).

    For arguments and errors see `cohen_kappa`.
    """
    table, known = _confusion(a, b, labels)
    n = table.sum()
    found: dict[str, Any] = {"confusion": table, "labels": known, "n": int(n)}
    if n == 0:
        return Coefficient("scott_pi", None, "too_few_units", found)
    share = table / n
    both = (share.sum(axis=1) + share.sum(axis=0)) / 2
    found["prevalence"] = _prevalence(known, both)
    return chance_corrected("scott_pi", float(np.trace(share)), float(both @ both), found)


def fleiss_kappa(counts: Sequence[Sequence[int]] | NDArray[Any]) -> Coefficient:
    """Fleiss' kappa: many annotators, who can differ from unit to unit.

    `counts`: units x labels, the number of annotators who gave each label. Units with fewer than
    two ratings do not count. Each unit's share of agreeing pairs has the same weight, also if units
    differ in their number of ratings.
    The value is None for the reasons `too_few_units` and `no_variation`.
    Source: Fleiss (1971), Measuring nominal scale agreement among many raters.
    """
    table = np.asarray(counts, dtype=np.float64)
    table = table[table.sum(axis=1) >= 2] if table.ndim == 2 else table
    found: dict[str, Any] = {"units": len(table)}
    if not len(table):
        return Coefficient("fleiss_kappa", None, "too_few_units", found)
    sizes = table.sum(axis=1)
    agreeing = (table * (table - 1)).sum(axis=1) / (sizes * (sizes - 1))
    share = table.sum(axis=0) / table.sum()
    found |= {"prevalence": share.tolist(), "by_unit": agreeing.tolist()}
    return chance_corrected("fleiss_kappa", float(agreeing.mean()), float(share @ share), found)


def gwet_ac1(
    a: Sequence[Any], b: Sequence[Any], labels: Sequence[Hashable] | None = None
) -> Coefficient:
    """Gwet's AC1 for two annotators. A very frequent label lowers it less than it lowers kappa.

    For arguments and errors see `cohen_kappa`.
    Source: Gwet (2008), Computing inter-rater reliability in the presence of high agreement.
    """
    return _gwet("gwet_ac1", a, b, None, labels)


def gwet_ac2(
    a: Sequence[Any],
    b: Sequence[Any],
    weights: Weights = "quadratic",
    labels: Sequence[Hashable] | None = None,
) -> Coefficient:
    """Gwet's AC2: AC1 with weights, for ordered labels. For arguments see `cohen_kappa`.

    Source: Gwet (2014), Handbook of inter-rater reliability, 4th ed.
    """
    return _gwet("gwet_ac2", a, b, weights, labels)


def _gwet(
    name: str,
    a: Sequence[Any],
    b: Sequence[Any],
    weights: Weights,
    labels: Sequence[Hashable] | None,
) -> Coefficient:
    table, known = _confusion(a, b, labels)
    n, q = table.sum(), len(known)
    found: dict[str, Any] = {"confusion": table, "labels": known, "n": int(n)}
    if n == 0:
        return Coefficient(name, None, "too_few_units", found)
    if q < 2:
        return Coefficient(name, None, "no_variation", found)
    share = table / n
    both = (share.sum(axis=1) + share.sum(axis=0)) / 2
    found["prevalence"] = _prevalence(known, both)
    agree = 1 - _disagreement(weights, q)
    expected = float(agree.sum() / (q * (q - 1)) * (both * (1 - both)).sum())
    return chance_corrected(name, float((share * agree).sum()), expected, found)


def _confusion(
    a: Sequence[Any], b: Sequence[Any], labels: Sequence[Hashable] | None
) -> tuple[Floats, tuple[Hashable, ...]]:
    """The confusion matrix (rows are labels of a, columns of b), and the labels in order."""
    if len(a) != len(b):
        raise ValueError(
            f"the lists have {len(a)} and {len(b)} values; they must have one value for each item"
        )
    both = [(x, y) for x, y in zip(a, b, strict=True) if x is not None and y is not None]
    coded = code(both, labels)
    size = len(coded.values)
    pairs = coded.codes.reshape(-1, 2)
    counted = np.bincount(pairs[:, 0] * size + pairs[:, 1], minlength=size * size)
    return counted.reshape(size, size).astype(np.float64), coded.values


def _disagreement(weights: Weights, size: int) -> Floats:
    """0 on the diagonal, 1 for the farthest labels."""
    if weights is None:
        return 1 - np.eye(size)
    if isinstance(weights, str):
        if weights not in ("linear", "quadratic"):
            raise ValueError(f"unknown weights {weights!r}; expected linear or quadratic")
        steps = np.abs(np.subtract.outer(np.arange(size), np.arange(size))) / max(size - 1, 1)
        return steps if weights == "linear" else steps**2
    matrix = np.asarray(weights, dtype=np.float64)
    if matrix.shape != (size, size):
        raise ValueError(
            f"the weights have shape {matrix.shape}; expected {(size, size)} (labels x labels)"
        )
    return matrix / matrix.max() if matrix.max() > 0 else matrix


def _prevalence(labels: Sequence[Hashable], shares: Floats) -> dict[Hashable, float]:
    return dict(zip(labels, shares.tolist(), strict=True))
