"""JSON from somebody else: what it is, before it is used."""

import json
from typing import Any, cast

Object = dict[str, Any]


def as_object(value: object) -> Object | None:
    """The value if it is a JSON object, else None."""
    return cast("Object", value) if isinstance(value, dict) else None


def as_list(value: object) -> list[Any] | None:
    """The value if it is a JSON list, else None."""
    return cast("list[Any]", value) if isinstance(value, list) else None


def as_string(value: object) -> str | None:
    """The value if it is a string, else None."""
    return value if isinstance(value, str) else None


def objects(value: object) -> list[Object]:
    """The objects of a JSON list, whatever else it holds; [] if it is no list."""
    return [cast("Object", v) for v in as_list(value) or () if isinstance(v, dict)]


def parse_object(data: str | bytes) -> Object:
    """A JSON text as an object. Raises ValueError for any other."""
    found = as_object(json.loads(data))
    if found is None:
        raise ValueError("expected a JSON object")
    return found


def strings(value: object) -> list[str]:
    """The strings of a list; none of anything else."""
    return [item for item in as_list(value) or () if isinstance(item, str)]
