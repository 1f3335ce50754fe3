"""Read spans `(start, end, label)` from tuples, lists or arrays."""

from collections.abc import Hashable, Sequence, Set
from typing import Any, Final

from communique.agreement.inputs import listed, plain_value, whole_number

LabelledSpan = tuple[int, int, Hashable]
_SPANS: Final = "spans (start, end, label)"


def read_spans(name: str, given: Any) -> list[LabelledSpan]:
    """The spans of one annotator, in the given order. A set of spans is fine, too.

    Lists are read like tuples, so spans can come from JSON. Raises ValueError for another form, for
    an offset that is no whole number or below 0, and for a span that ends before it starts.
    """
    spans: Sequence[Any] = list(given) if isinstance(given, Set) else listed(name, given, _SPANS)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return [
        span if _is_sound(span) else _span(f"{name}, span {i}", span)
        for i, span in enumerate(spans)
    ]


def _is_sound(given: Any) -> bool:
    """Whether a span already has the form that it is read into, as most have."""
    if type(given) is not tuple or list(map(type, given)) != [int, int, str]:  # pyright: ignore[reportUnknownArgumentType]
        return False
    return 0 <= given[0] <= given[1]  # pyright: ignore[reportUnknownVariableType]


def _span(name: str, given: Any) -> LabelledSpan:
    parts = listed(name, given, "three values (start, end, label)")
    if len(parts) != 3:
        raise ValueError(f"{name} has {len(parts)} values; expected (start, end, label)")
    start, end = (whole_number(f"{name}: an offset", part) for part in parts[:2])
    label = plain_value(parts[2])
    if not 0 <= start <= end:
        raise ValueError(f"{name}: [{start}, {end}) is not a range of offsets")
    return start, end, label
