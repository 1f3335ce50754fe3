"""How much a measure hangs on which units, or which documents, happened to be there."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from communique.agreement.coefficient import Coefficient

FEW: Final = 20  # documents below which an interval describes the corpus and no more
Sample = Sequence[Any]


def interval(
    measure: Callable[[list[Any]], Coefficient],
    units: Sample,
    groups: Sequence[Any] | None = None,
    *,
    level: float = 0.95,
    rounds: int = 1000,
    seed: int = 0,
) -> dict[str, Any]:
    """A percentile bootstrap of a measure of units: drawn one by one or, with `groups` (the
    document of each unit), document by document, for units of one document are not independent.

    Returns `low`, `high` (None where fewer than half of the rounds had a value), `level`, `rounds`
    that had a value, `groups` drawn from, and `descriptive`: true where those are fewer than 20.
    """
    parts: dict[Any, list[Any]] = {}
    for i, unit in enumerate(units):
        parts.setdefault(i if groups is None else groups[i], []).append(unit)
    drawn = list(parts.values())
    random = np.random.default_rng(seed)
    values: list[float] = []
    for _ in range(rounds if drawn else 0):
        picked = random.integers(0, len(drawn), len(drawn))
        value = measure([unit for i in picked for unit in drawn[i]]).value
        if value is not None:
            values.append(value)
    enough = len(values) * 2 >= rounds and bool(values)
    tail = (1 - level) / 2 * 100
    low, high = np.percentile(values, [tail, 100 - tail]).tolist() if enough else (None, None)
    return {
        "low": low,
        "high": high,
        "level": level,
        "rounds": len(values),
        "groups": len(drawn),
        "descriptive": groups is not None and len(drawn) < FEW,
    }
