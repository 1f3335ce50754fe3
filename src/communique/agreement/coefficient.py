"""What a measure gives back: a number or why there is none, and what it was computed from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Reason = Literal[
    "no_variation", "too_few_units", "one_annotator", "not_pairable", "overlapping_units"
]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A measure. `value` is None exactly where `reason` says why; `ingredients` are the figures
    that it was computed from, under the names that the source uses.
    """

    name: str
    value: float | None
    reason: Reason | None = None
    ingredients: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def __float__(self) -> float:
        """The value. Raises ValueError, with the reason, where there is none."""
        if self.value is None:
            raise ValueError(f"{self.name}: {self.reason}")
        return self.value


def chance_corrected(
    name: str, observed: float, expected: float, ingredients: Mapping[str, Any]
) -> Coefficient:
    """`(observed - expected) / (1 - expected)` of two shares of agreement."""
    found = {"observed": observed, "expected": expected, **ingredients}
    if expected >= 1:
        return Coefficient(name, None, "no_variation", found)
    return Coefficient(name, (observed - expected) / (1 - expected), None, found)
