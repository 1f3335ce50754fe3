"""Check the types of JSON values from other programs before they are used."""

import json
from typing import Any, cast

Object = dict[str, Any]


def as_object(value: object) -> Object | None:
    """Return the value if it is a JSON object, else None."""
    return cast("Object", value) if isinstance(value, dict) else None


def as_list(value: object) -> list[Any] | None:
    """Return the value if it is a JSON list, else None."""
    return cast("list[Any]", value) if isinstance(value, list) else None


def as_string(value: object) -> str | None:
    """Return the value if it is a string, else None."""
    return value if isinstance(value, str) else None


def objects(value: object) -> list[Object]:
    """Return the objects in a JSON list, without its other items; [] if it is not a list."""
    return [cast("Object", v) for v in as_list(value) or () if isinstance(v, dict)]


def parse_object(data: str | bytes) -> Object:
    """Parse a JSON object. Raises ValueError for other JSON and for invalid JSON."""
    parsed = as_object(json.loads(data))
    if parsed is None:
        raise ValueError("expected a JSON object")
    return parsed


def strings(value: object) -> list[str]:
    """Return the strings in a JSON list, without its other items; [] if it is not a list."""
    return [item for item in as_list(value) or () if isinstance(item, str)]
