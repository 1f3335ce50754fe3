"""Turn what callers give (lists, arrays, Series) into lists of plain Python values."""

from collections.abc import Iterator, Mapping, Sequence, Set, ValuesView
from decimal import Decimal
from typing import Any, Final, cast

import numpy as np

LISTS: Final = (list, tuple)
_NO_LIST: Final = (str, bytes, bytearray, memoryview, Mapping, Set)
_AS_IS: Final = (str, int, bool, type(None))
_MISSING: Final = ("NAType", "NaTType")  # pandas.NA and NaT; this package does not need pandas
_TO_LIST: Final = ("tolist", "to_list", "to_pylist")  # numpy and pandas, polars, pyarrow


def listed(name: str, given: Any, expected: str) -> list[Any]:
    """The items of a list, tuple, array or Series, in order.

    `name` and `expected` are for the message. Raises ValueError, which names the type, for what has
    no items or no order: a frame, a mapping, a string, a set, a number.
    """
    items = cast("list[Any] | None", given if isinstance(given, list | tuple) else _items(given))
    if items is None:
        message = f"{name} is of type {_type(given)}; expected a list of {expected}"
        hint = ". For the rows of a table, give an array: `.to_numpy()`" if _is_frame(given) else ""
        raise ValueError(message + hint)
    return list(items)


def _items(given: Any) -> list[Any] | None:
    """The items of an array, a Series or another sequence; None if it has none, or no order."""
    if isinstance(given, _NO_LIST) or _is_frame(given):
        return None
    for method in _TO_LIST:
        if callable(convert := getattr(given, method, None)):
            found: Any = convert()
            return cast("list[Any]", found) if isinstance(found, list) else None
    return list(given) if isinstance(given, Sequence | Iterator | ValuesView) else None  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def plain_value(value: Any) -> Any:
    """A Python value for a scalar of numpy, pandas or pyarrow; None if it is missing (NaN, NA).

    Lists become tuples and sets become frozen sets, so that the value can be counted.
    Raises ValueError for a mapping or another value that cannot be compared.
    """
    if type(value) in _AS_IS:
        return value
    if isinstance(value, list | tuple):
        return tuple(plain_value(v) for v in value)  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, Set):
        return frozenset(plain_value(v) for v in value)  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, float | Decimal) or type(value) is np.longdouble:
        return _number(value)
    if hasattr(value, "tolist"):
        return plain_value(value.tolist())
    if type(value).__name__ in _MISSING:
        return None
    if hasattr(value, "as_py"):
        return plain_value(value.as_py())
    try:
        hash(value)
    except TypeError:
        message = f"found a value of type {_type(value)}; expected a label or a number"
        raise ValueError(message) from None
    return value


def whole_number(name: str, value: Any) -> int:
    """An integer from any integer type, or from a float without a fraction. Raises ValueError."""
    plain = plain_value(value)
    if isinstance(plain, float) and plain.is_integer():
        return int(plain)
    if isinstance(plain, bool) or not isinstance(plain, int):
        raise ValueError(f"{name} is {value!r}; expected a whole number")
    return plain


def declared_order(name: str, given: Any) -> list[Any]:
    """The values of `order` or `labels`. Raises ValueError if one is missing or listed twice."""
    found = [plain_value(v) for v in listed(f"`{name}`", given, "values, in order")]
    if any(v is None for v in found):
        raise ValueError(f"`{name}` contains a missing value")
    if twice := [v for v in dict.fromkeys(found) if found.count(v) > 1]:
        raise ValueError(f"`{name}` lists {twice[0]!r} more than once")
    return found


def _number(value: Any) -> Any:
    """A float; None for NaN. A Decimal without a fraction becomes an integer."""
    if value != value:
        return None
    is_whole = isinstance(value, Decimal) and value.is_finite() and value == value.to_integral()
    return int(value) if is_whole else float(value)


def _is_frame(given: Any) -> bool:
    """Whether it is a table of pandas, polars, pyarrow or datasets, or an array with fields."""
    if isinstance(given, np.ndarray):
        return cast("Any", given).dtype.names is not None
    names = ("columns", "column_names")
    return not isinstance(given, Mapping) and any(hasattr(given, name) for name in names)


def _type(value: Any) -> str:
    return type(value).__name__
