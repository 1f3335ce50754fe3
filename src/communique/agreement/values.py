"""Values of annotators, unit by unit, as numbers that count which value it is."""

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
    """The values that occur, in order, and the codes of each unit's values without the missing.

    `codes` holds the units one after another, `sizes` how many values each has.
    """

    values: tuple[Hashable, ...]
    codes: Codes
    sizes: Codes
    annotators: int

    def pairable(self) -> list[Codes]:
        """The units of two values or more, by number of values: arrays of units x values."""
        ends = np.cumsum(self.sizes)
        found: list[Codes] = []
        for size in np.unique(self.sizes[self.sizes > 1]):
            starts = (ends - self.sizes)[self.sizes == size]
            found.append(self.codes[starts[:, None] + np.arange(size)])
        return found


def code(units: Units, order: Sequence[Hashable] | None = None, *, sets: bool = False) -> Coded:
    """Count values. `order` gives the values' order (those that do not occur are kept); without,
    it is the natural one. With `sets` each value is a set. None is missing.

    Raises ValueError for NaN, for a value that `order` does not have and for what is no set.
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
    """Numbers by size, then the rest by type and text: the same order in every run."""
    found = list(values)
    numbers = sorted(v for v in found if isinstance(v, int | float))
    return numbers + sorted(
        (v for v in found if not isinstance(v, int | float)),
        key=lambda v: (type(v).__name__, _shown(v)),
    )


def _shown(value: object) -> str:
    if isinstance(value, frozenset):
        return repr(natural(value))  # pyright: ignore[reportUnknownArgumentType]
    return str(value)


def _known(found: set[Any], order: Sequence[Hashable] | None) -> list[Hashable]:
    found.discard(None)
    if any(v != v for v in found):
        raise ValueError("NaN is no value; a missing value is None")
    if order is None:
        return natural(found)
    if strange := found - set(order):
        raise ValueError(f"not in the order given: {natural(strange)}")
    return list(order)


def _as_set(value: Any) -> frozenset[Any]:
    if isinstance(value, str) or not isinstance(value, Collection):
        raise ValueError(f"expected a set of values, found {value!r}")
    return frozenset(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def _present(codes: Codes, sizes: Codes) -> int:
    """How many annotators (places of a unit) gave any value."""
    place = np.arange(len(codes)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return len(np.unique(place[codes >= 0]))
