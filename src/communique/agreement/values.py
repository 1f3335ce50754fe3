"""Convert the values of annotators to integer codes, unit by unit."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from numbers import Real
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from communique.agreement.inputs import LISTS, declared_order, listed, plain_value

Units = Sequence[Sequence[Any]] | NDArray[Any]
Codes = NDArray[np.int64]
A_UNIT: Final = "values, one for each annotator"


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


def rows_of(units: Units) -> list[list[Any]]:
    """The units as lists. Raises ValueError for a frame, a mapping, a string or a set."""
    expected = f"units, each a list of {A_UNIT}"
    rows = listed("units", units, expected)
    return [u if type(u) in LISTS else listed(f"unit {i}", u, A_UNIT) for i, u in enumerate(rows)]


def code(
    units: Units,
    order: Sequence[Hashable] | None = None,
    *,
    sets: bool = False,
    argument: str = "order",
) -> Coded:
    """Give each value an integer code. None, NaN and pandas.NA are missing values.

    `order` lists the values in order, including values that do not occur. Without it, the order is
    the natural one. With `sets`, each value is a set. `argument` is the caller's name for `order`.
    Raises ValueError for units that are not lists, for a value that is not in `order`, and for a
    value that must be a set and is not.
    """
    rows = rows_of(units)
    sizes = np.fromiter(map(len, rows), np.int64, len(rows))
    flat: list[Any] = list(chain.from_iterable(rows))
    flat, plain = _plain(_sets(flat) if sets else flat)
    declared = None if order is None else declared_order(argument, order)
    known = _known(set(plain.values()), declared, argument)
    place: dict[Hashable, int] = {value: i for i, value in enumerate(known)}
    place[None] = -1
    index = {value: place[same] for value, same in plain.items()}
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
    distinct = list(values)
    numbers = sorted(v for v in distinct if isinstance(v, Real))
    return numbers + sorted(
        (v for v in distinct if not isinstance(v, Real)),
        key=lambda v: (type(v).__name__, _shown(v)),
    )


def require_order(values: Iterable[Any], what: str, argument: str) -> None:
    """Raise ValueError if values have no order of their own, because they are not all numbers.

    `what` uses the order; `argument` is the one that declares it.
    """
    for value in values:
        if not isinstance(value, Real):
            raise ValueError(
                f"{what}: {value!r} is not a number, so the order of the values is not known;"
                f" list all values in their order: `{argument}=[...]`"
            )


def _shown(value: object) -> str:
    if isinstance(value, frozenset):
        return repr(natural(value))  # pyright: ignore[reportUnknownArgumentType]
    return str(value)


def _known(distinct: set[Any], order: list[Any] | None, argument: str) -> list[Hashable]:
    distinct.discard(None)
    if order is None:
        return natural(distinct)
    if unknown := distinct - set(order):
        raise ValueError(f"values that are not in `{argument}`: {natural(unknown)}")
    return list(order)


def plain_values(values: list[Any]) -> list[Any]:
    """The plain value of each value; None if it is missing."""
    values, plain = _plain(values)
    return [plain[v] for v in values]


def _plain(flat: list[Any]) -> tuple[list[Any], dict[Any, Any]]:
    """The values, and the plain value of each distinct one. Most lists hold few distinct ones."""
    try:
        return flat, {v: plain_value(v) for v in set(flat)}
    except TypeError:  # a value that cannot be hashed, such as a list
        flat = [plain_value(v) for v in flat]
        return flat, {v: v for v in set(flat)}


def _sets(values: list[Any]) -> list[frozenset[Any] | None]:
    """The sets, each distinct one made once. Raises ValueError as `as_set` does."""
    try:
        known = {v: as_set(v) for v in dict.fromkeys(values)}
    except TypeError:  # a value that cannot be hashed, such as a list
        return [as_set(v) for v in values]
    return [known[v] for v in values]


def as_set(value: Any) -> frozenset[Any] | None:
    """A set of plain values; None if the value itself is missing. Raises ValueError."""
    plain = plain_value(value)
    if plain is None:
        return None
    if not isinstance(plain, frozenset | tuple):
        raise ValueError(f"expected a set of values, found {value!r}")
    found = frozenset(cast("tuple[Any, ...]", plain))
    if None in found:
        raise ValueError(f"the set {value!r} contains a missing value")
    return found


def _present(codes: Codes, sizes: Codes) -> int:
    """The number of annotators (positions in a unit) who gave any value."""
    place = np.arange(len(codes)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return len(np.unique(place[codes >= 0]))
