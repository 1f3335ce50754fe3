"""The result of a measure: a value or the reason why there is none, and its ingredients."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Reason = Literal[
    "no_variation", "too_few_units", "one_annotator", "not_pairable", "overlapping_units"
]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """The result of a measure.

    Either `value` or `reason` is None. `ingredients` are the numbers from which the value was
    computed, with the names that the source uses. `float(...)` gives the value, and raises
    ValueError with the reason if there is none.

    >>> from communique.agreement import alpha
    >>> alpha([["a", "a"], ["a", "a"]]).reason
    'no_variation'
    """

    name: str
    value: float | None
    reason: Reason | None = None
    ingredients: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def __float__(self) -> float:
        """The value. Raises ValueError with the reason if there is none."""
        if self.value is None:
            raise ValueError(f"{self.name}: {self.reason}")
        return self.value


def chance_corrected(
    name: str, observed: float, expected: float, ingredients: Mapping[str, Any]
) -> Coefficient:
    """`(observed - expected) / (1 - expected)` of two shares of agreement."""
    all_ingredients = {"observed": observed, "expected": expected, **ingredients}
    if expected >= 1:
        return Coefficient(name, None, "no_variation", all_ingredients)
    return Coefficient(name, (observed - expected) / (1 - expected), None, all_ingredients)
