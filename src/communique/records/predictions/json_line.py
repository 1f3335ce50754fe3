"""One line of JSON: an object without anything that programs read differently."""

import json
from collections.abc import Mapping
from typing import Any, Final, TypeVar, cast

import msgspec

_MOST_SHOWN: Final = 60
_T = TypeVar("_T")


def parse_line(line: bytes) -> dict[str, Any]:
    """Parse an object. Raises ValueError, which says what is wrong.

    Refused: bytes that are not UTF-8, a key given twice, NaN and infinities, half of a surrogate
    pair, other JSON than an object.
    """
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 (byte {error.start + 1} of the line)") from None
    try:
        parsed: object = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} (column {error.colno})") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(parsed, dict):
        raise ValueError(f"expected a JSON object, found {shown(parsed)}")
    line_object = cast("dict[str, Any]", parsed)
    if "\\u" in text and _has_half_pair(line_object):
        raise ValueError("half of a surrogate pair is not a character")
    return line_object


def as_type(line: Mapping[str, Any], type_: type[_T]) -> _T:
    """The object as a typed value. Raises ValueError, which names the key and what it needs."""
    try:
        return msgspec.convert(line, type_)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$.")
        message = message.replace("Object", "object").replace("Expected", "expected")
        where = path.removesuffix("`")
        raise ValueError(f"{where}: {message}" if where else message) from None


def shown(value: object) -> str:
    """A value as messages show it, cut where it is long."""
    text = repr(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {shown(twice)} is given twice")
    return made


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not JSON")


def _has_half_pair(parsed: dict[str, Any]) -> bool:
    try:
        json.dumps(parsed, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
