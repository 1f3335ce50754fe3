"""A row as JSON that a reader can take in: one column a line, long lists one entry a line."""

import json
from collections.abc import Mapping
from typing import Any, Final, cast

_WIDE: Final = 100  # characters


def json_row(row: Mapping[str, Any]) -> str:
    """The row. `json.loads` gives it back."""
    lines = [f"  {json.dumps(name)}: {_value(value)}" for name, value in row.items()]
    return "{\n" + ",\n".join(lines) + "\n}"


def _value(value: Any) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    listed = cast("list[Any]", value) if isinstance(value, list) else []
    if len(flat) <= _WIDE or not any(isinstance(v, dict) for v in listed):
        return flat
    entries = [f"    {json.dumps(v, ensure_ascii=False)}" for v in listed]
    return "[\n" + ",\n".join(entries) + "\n  ]"
