"""The columns of a table, and the conversion of class ids to names."""

from collections.abc import Iterator
from typing import Any, cast

from datasets import ClassLabel, Features, List


def flat_columns(features: Features) -> dict[str, str | list[str]]:
    """Map each dotted column name to its type or class names. `[]` in a name marks a list."""
    named = cast("dict[str, Any]", features)
    return {k: v for name, f in named.items() for k, v in _flat(name, f)}


def class_labels(features: Features) -> dict[str, list[str]]:
    """Map each dotted column name of class labels to its class names. Lists have no mark."""
    flat = flat_columns(features).items()
    return {name.replace("[]", ""): kind for name, kind in flat if isinstance(kind, list)}


def _flat(name: str, feature: Any) -> Iterator[tuple[str, str | list[str]]]:
    if isinstance(feature, List):
        yield from _flat(f"{name}[]", cast("Any", feature).feature)
    elif isinstance(feature, dict):
        for key, inner in cast("dict[str, Any]", feature).items():
            yield from _flat(f"{name}.{key}", inner)
    elif isinstance(feature, ClassLabel):
        yield name, list(cast("Any", feature).names)
    else:
        yield name, str(feature.dtype)


def with_names(rows: list[dict[str, Any]], features: Features) -> list[dict[str, Any]]:
    """Replace every class id by the name of its class, in place. Return the rows."""
    every = cast("dict[str, Any]", features)
    named = {name: f for name, f in every.items() if _has_names(f)}
    for row in rows:
        for name, feature in named.items():
            row[name] = _named(feature, row[name])
    return rows


def _has_names(feature: Any) -> bool:
    return any(isinstance(kind, list) for _, kind in _flat("", feature))


def _named(feature: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(feature, ClassLabel):
        return cast("Any", feature).names[value]
    if isinstance(feature, List):
        return [_named(cast("Any", feature).feature, v) for v in value]
    if isinstance(feature, dict):
        inner = cast("dict[str, Any]", feature)
        return {key: _named(inner[key], v) for key, v in value.items()}
    return value
