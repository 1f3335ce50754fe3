"""Edits of a YAML file as text, so that comments and layout stay."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the code points [start, end) of the file by `text`."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """A text with edits that do not overlap, in any order."""
    for edit in sorted(edits, key=lambda e: (e.start, e.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def replacement(node: yaml.Node, text: str) -> Edit:
    """The edit that puts `text` in the place of a scalar or a flow collection."""
    return Edit(node.start_mark.index, node.end_mark.index, text)


def insertion(index: int, text: str) -> Edit:
    """The edit that inserts `text`."""
    return Edit(index, index, text)


def end_of(node: yaml.Node) -> int:
    """Where the content of a node ends. The end mark of a block is where the next node begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last: Any = node.value[-1]
        return end_of(last[1] if isinstance(node, yaml.MappingNode) else last)
    return node.end_mark.index
