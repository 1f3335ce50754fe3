"""The entries of a YAML file that is a list, one by one.

The general reader holds a node for every value, with its line. For a list of a hundred thousand
documents that takes gigabytes and minutes. This reader takes neither, and names no fault.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import TypeAdapter, ValidationError

from communique.schema.yaml_file import NULLS, Node

Model = TypeVar("Model")


class NotPlainError(ValueError):
    """The file has a fault, or it is not a list. `read_model` says what it is."""


def read_entries(path: Path, model: type[Model]) -> list[Model]:
    """The entries as typed models or dataclasses. Raises NotPlainError, OSError."""
    if not yaml.__with_libyaml__:
        raise NotPlainError
    validated = TypeAdapter(model).validate_python
    try:
        with path.open(encoding="utf-8-sig") as file:
            return [validated(entry) for entry in _entries(cast("Any", yaml).CSafeLoader(file))]
    except (yaml.YAMLError, ValidationError, RecursionError, UnicodeDecodeError) as error:
        raise NotPlainError from error


def _entries(parser: Any) -> Iterator[Node]:
    for expected in (yaml.StreamStartEvent, yaml.DocumentStartEvent, yaml.SequenceStartEvent):
        event = parser.get_event()
        if type(event) is not expected or _is_marked(event):
            raise NotPlainError
    while type(event := parser.get_event()) is not yaml.SequenceEndEvent:
        yield _node(parser, event)
    for expected in (yaml.DocumentEndEvent, yaml.StreamEndEvent):
        if type(parser.get_event()) is not expected:
            raise NotPlainError


def _node(parser: Any, event: Any) -> Node:
    kind = cast("type[object]", type(event))
    if kind is yaml.AliasEvent or _is_marked(event):
        raise NotPlainError
    if kind is yaml.ScalarEvent:
        return None if not event.style and event.value in NULLS else event.value
    if kind is yaml.SequenceStartEvent:
        items: list[Node] = []
        while type(event := parser.get_event()) is not yaml.SequenceEndEvent:
            items.append(_node(parser, event))
        return items
    data: dict[str, Node] = {}
    while type(event := parser.get_event()) is not yaml.MappingEndEvent:
        if type(event) is not yaml.ScalarEvent or _is_marked(event) or event.value in data:
            raise NotPlainError
        data[event.value] = _node(parser, parser.get_event())
    return data


def _is_marked(event: Any) -> bool:
    """Whether a tag or an anchor is given."""
    return getattr(event, "tag", None) is not None or getattr(event, "anchor", None) is not None
