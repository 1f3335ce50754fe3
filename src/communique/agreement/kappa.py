"""Kappa and related measures: agreement of two or more annotators above chance."""

from collections.abc import Hashable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.agreement.coefficient import Coefficient, chance_corrected
from communique.agreement.inputs import LISTS, listed, whole_number
from communique.agreement.values import code, plain_values, require_order

Values = Sequence[Any] | NDArray[Any]
Weights = str | Sequence[Sequence[float]] | NDArray[Any] | None
Floats = NDArray[np.float64]
_COUNTS: Final = "counts, one for each label"


def cohen_kappa(
    a: Values,
    b: Values,
    weights: Weights = None,
    labels: Sequence[Hashable] | None = None,
    *,
    times: Sequence[int] | None = None,
) -> Coefficient:
    """Cohen's kappa: two annotators, each with their own distribution of labels.

    `weights`: None, `linear`, `quadratic`, or a matrix of disagreements (labels x labels; Cohen
    1968). `labels`: the order of the labels; without it, numbers are in their order, and weights
    need numbers. `times`: how often each item occurs, by default once. Items that one annotator
    left out (None, NaN, pandas.NA) do not count. Lists, tuples, arrays and Series give the same
    result. Ingredients: `observed`, `expected`, `confusion` (a by b), `labels`, `prevalence`.
    The value is None for the reasons `too_few_units` (no common item) and `no_variation`.
    Source: Cohen (1960), A coefficient of agreement for nominal scales.
    Raises ValueError for weights that do not fit, for lists of different lengths, and for what is
    not a list (a frame, a mapping, a string, a set).

    >>> round(cohen_kappa([8, 9, 10, 11, 10, 9], [8, 10, 10, 10, 10, 8], "quadratic").value, 3)
    0.727
    """
    table, known = _confusion(a, b, labels, weights, times)
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


def scott_pi(a: Values, b: Values, labels: Sequence[Hashable] | None = None) -> Coefficient:
    """Scott's pi: two annotators with one common distribution of labels.

    For arguments and errors see `cohen_kappa`.
    Source: Scott (1955), Reliability of content analysis: the case of nominal scale coding.

    >>> round(scott_pi(list("aabb"), list("abbb")).value, 3)
    0.467
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
    two ratings do not count. Each unit's share of agreeing pairs has the same weight, even if units
    differ in their number of ratings.
    The value is None for the reasons `too_few_units` and `no_variation`.
    Source: Fleiss (1971), Measuring nominal scale agreement among many raters.
    Raises ValueError for counts that are negative or not whole, and for rows that are not
    lists of one length.

    >>> round(fleiss_kappa([[3, 0], [2, 1], [0, 3]]).value, 3)
    0.55
    """
    table = _counts(counts)
    table = table[table.sum(axis=1) >= 2]
    found: dict[str, Any] = {"units": len(table)}
    if not len(table):
        return Coefficient("fleiss_kappa", None, "too_few_units", found)
    sizes = table.sum(axis=1)
    agreeing = (table * (table - 1)).sum(axis=1) / (sizes * (sizes - 1))
    share = table.sum(axis=0) / table.sum()
    found |= {"prevalence": share.tolist(), "by_unit": agreeing.tolist()}
    return chance_corrected("fleiss_kappa", float(agreeing.mean()), float(share @ share), found)


def _counts(counts: Sequence[Sequence[int]] | NDArray[Any]) -> Floats:
    """Counts as an array, units x labels. Raises ValueError."""
    given = listed("counts", counts, f"units, each a list of {_COUNTS}")
    rows = [_row(i, row) for i, row in enumerate(given)]
    for i, row in enumerate(rows):
        if len(row) != len(rows[0]):
            message = f"unit {i} has {len(row)} counts and unit 0 has {len(rows[0])}"
            raise ValueError(f"{message}; give a count for each label in every unit")
        if any(n < 0 for n in row):
            raise ValueError(f"unit {i}: a count is {min(row)}; counts cannot be negative")
    return np.array(rows, dtype=np.float64).reshape(len(rows), -1 if rows else 0)


def _row(i: int, given: Any) -> list[int]:
    """The counts of one unit. Raises ValueError."""
    row: list[Any] = given if type(given) in LISTS else listed(f"unit {i}", given, _COUNTS)
    return [n if type(n) is int else whole_number(f"unit {i}: a count", n) for n in row]


def gwet_ac1(
    a: Values,
    b: Values,
    labels: Sequence[Hashable] | None = None,
    *,
    times: Sequence[int] | None = None,
) -> Coefficient:
    """Gwet's AC1 for two annotators. A very frequent label lowers it less than it lowers kappa.

    For arguments and errors see `cohen_kappa`.
    Source: Gwet (2008), Computing inter-rater reliability in the presence of high agreement.

    >>> round(gwet_ac1(list("aabb"), list("abbb")).value, 3)
    0.529
    """
    return _gwet("gwet_ac1", a, b, None, labels, times)


def gwet_ac2(
    a: Values,
    b: Values,
    weights: Weights = "quadratic",
    labels: Sequence[Hashable] | None = None,
) -> Coefficient:
    """Gwet's AC2: AC1 with weights, for ordered labels.

    For arguments and errors see `cohen_kappa`.
    Source: Gwet (2014), Handbook of inter-rater reliability, 4th ed.

    >>> round(gwet_ac2([1, 2, 3, 3], [1, 2, 2, 3]).value, 3)
    0.818
    """
    return _gwet("gwet_ac2", a, b, weights, labels)


def _gwet(
    name: str,
    a: Values,
    b: Values,
    weights: Weights,
    labels: Sequence[Hashable] | None,
    times: Sequence[int] | None = None,
) -> Coefficient:
    table, known = _confusion(a, b, labels, weights, times)
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
    a: Values,
    b: Values,
    labels: Sequence[Hashable] | None,
    weights: Weights = None,
    times: Sequence[int] | None = None,
) -> tuple[Floats, tuple[Hashable, ...]]:
    """The confusion matrix (rows are labels of a, columns of b), and the labels in order."""
    first, second = _values("a", a), _values("b", b)
    if len(first) != len(second):
        raise ValueError(
            f"a has {len(first)} values and b has {len(second)};"
            " both must have one value for each item"
        )
    every = [1] * len(first) if times is None else times
    three = zip(first, second, every, strict=True)
    kept = [(x, y, n) for x, y, n in three if x is not None and y is not None]
    both, often = [(x, y) for x, y, _ in kept], [n for _, _, n in kept]
    coded = code(both, labels, argument="labels")
    if weights is not None and labels is None:
        require_order(coded.values, "weights", "labels")
    size = len(coded.values)
    pairs = coded.codes.reshape(-1, 2)
    cells = pairs[:, 0] * size + pairs[:, 1]
    counted = np.bincount(cells, weights=np.array(often, np.int64), minlength=size * size)
    return counted.reshape(size, size).astype(np.float64), coded.values


def _values(name: str, given: Values) -> list[Any]:
    """The plain values of one annotator. Raises ValueError."""
    return plain_values(listed(name, given, "values, one for each item"))


def _disagreement(weights: Weights, size: int) -> Floats:
    """0 on the diagonal, 1 for the farthest labels."""
    if weights is None:
        return 1 - np.eye(size)
    if isinstance(weights, str):
        if weights not in ("linear", "quadratic"):
            raise ValueError(f"unknown weights {weights!r}; expected linear or quadratic")
        steps = np.abs(np.subtract.outer(np.arange(size), np.arange(size))) / max(size - 1, 1)
        return steps if weights == "linear" else steps**2
    rows = listed("weights", weights, "rows, labels x labels")
    try:
        matrix = np.asarray(rows, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError("the weights are not a matrix of numbers (labels x labels)") from None
    if matrix.shape != (size, size):
        raise ValueError(
            f"the weights have shape {matrix.shape}; expected {(size, size)} (labels x labels)"
        )
    if not (np.isfinite(matrix).all() and (matrix >= 0).all()):
        raise ValueError("a weight is negative or not finite; weights are disagreements, from 0 on")
    return matrix / matrix.max() if matrix.max() > 0 else matrix


def _prevalence(labels: Sequence[Hashable], shares: Floats) -> dict[Hashable, float]:
    return dict(zip(labels, shares.tolist(), strict=True))
