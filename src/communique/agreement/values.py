"""Convert the values of annotators to integer codes, unit by unit."""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

Units = Sequence[Sequence[Any]] | NDArray[Any]
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Coded:
    """The values in order, and the code of each value that is not missing.

    `codes` holds the units one after another. `sizes` is the number of values of each unit.
    """

    values: tuple[Hashable, ...]
    codes: Codes
    sizes: Codes
    annotators: int

    def pairable(self) -> list[Codes]:
        """The units with two values or more, grouped by their number: arrays of units x values."""
        ends = np.cumsum(self.sizes)
        groups: list[Codes] = []
        for size in np.unique(self.sizes[self.sizes > 1]):
            starts = (ends - self.sizes)[self.sizes == size]
            groups.append(self.codes[starts[:, None] + np.arange(size)])
        return groups


def code(units: Units, order: Sequence[Hashable] | None = None, *, sets: bool = False) -> Coded:
    """Give each value an integer code. None is a missing value.

    `order` lists the values in order, including values that do not occur. Without it, the order is
    the natural one. With `sets`, each value is a set.
    Raises ValueError for NaN, for a value that is not in `order`, and for a value that must be a
    set and is not.
    """
    listed = units.tolist() if isinstance(units, np.ndarray) else units
    sizes = np.fromiter(map(len, listed), np.int64, len(listed))
    flat: list[Any] = list(chain.from_iterable(listed))
    if sets:
        flat = [None if v is None else _as_set(v) for v in flat]
    known = _known(set(flat), order)
    index: dict[Hashable, int] = {value: i for i, value in enumerate(known)}
    index[None] = -1
    codes = np.fromiter(map(index.__getitem__, flat), np.int64, len(flat))
    annotators = int(sizes.max(initial=0))
    if (codes < 0).any():
        unit = np.repeat(np.arange(len(sizes)), sizes)[codes >= 0]
        annotators = _present(codes, sizes)
        sizes = np.bincount(unit, minlength=len(sizes)).astype(np.int64)
        codes = codes[codes >= 0]
    return Coded(tuple(known), codes, sizes, annotators)


def natural(values: Iterable[Any]) -> list[Any]:
    """Sort numbers by size, then other values by type and text. The order never changes."""
    listed = list(values)
    numbers = sorted(v for v in listed if isinstance(v, int | float))
    return numbers + sorted(
        (v for v in listed if not isinstance(v, int | float)),
        key=lambda v: (type(v).__name__, _shown(v)),
    )


def _shown(value: object) -> str:
    if isinstance(value, frozenset):
        return repr(natural(value))  # pyright: ignore[reportUnknownArgumentType]
    return str(value)


def _known(distinct: set[Any], order: Sequence[Hashable] | None) -> list[Hashable]:
    distinct.discard(None)
    if any(v != v for v in distinct):
        raise ValueError("NaN is not a valid value; use None for a missing value")
    if order is None:
        return natural(distinct)
    if unknown := distinct - set(order):
        raise ValueError(f"values that are not in `order`: {natural(unknown)}")
    return list(order)


def _as_set(value: Any) -> frozenset[Any]:
    if isinstance(value, str) or not isinstance(value, Collection):
        raise ValueError(f"expected a set of values, found {value!r}")
    return frozenset(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def _present(codes: Codes, sizes: Codes) -> int:
    """The number of annotators (positions in a unit) who gave any value."""
    place = np.arange(len(codes)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return len(np.unique(place[codes >= 0]))
