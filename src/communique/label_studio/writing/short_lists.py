"""The choices of the short lists: the entries that a document names itself, each with a key."""

from collections.abc import Iterator
from typing import Any, Final

from communique.label_studio.controls import Control, controls
from communique.label_studio.writing.gazetteer import named_entries
from communique.label_studio.writing.hotkeys import NO_HOTKEY, free_keys
from communique.label_studio.writing.labeling_config import page_hotkeys
from communique.schema import Entry, Layer, Schema

_LONGEST: Final = 24  # entries; more would be no shorter to read than the searchable list


def short_lists(schema: Schema, layer: Layer, text: str) -> dict[str, list[dict[str, Any]]]:
    """By key of the task's `data`, the choices of each short list of the layer's page.

    Nothing in them comes from an annotator: they follow from the schema and the text. A key has one
    meaning on a page, so no two choices of a task have the same.
    """
    keys = free_keys(page_hotkeys(schema, layer))
    made: dict[str, list[dict[str, Any]]] = {}
    for control in controls(schema, layer).values():
        if not control.short_lists:
            continue
        named = named_entries(schema, _entries(schema, layer, control), text)
        labels = {short.label for short in control.short_lists}
        named = [e for e in named if None in labels or e.type in labels]
        key_of = {entry.id: next(keys, NO_HOTKEY) for entry in named}
        for short in control.short_lists:
            kept = [e for e in named if short.label in (None, e.type)][:_LONGEST]
            made[short.data_key] = [
                {"value": shown, "alias": entry.id, "hotkey": key_of[entry.id]}
                for entry, shown in zip(kept, distinct_names(kept), strict=True)
            ]
    return made


def distinct_names(entries: list[Entry]) -> list[str]:
    """The name of each entry; with its id where several have the same name."""
    names = [entry.name or entry.id for entry in entries]
    return [
        f"{name} ({entry.id})" if names.count(name) > 1 else name
        for name, entry in zip(names, entries, strict=True)
    ]


def _entries(schema: Schema, layer: Layer, control: Control) -> Iterator[Entry]:
    if control.attribute is not None:
        for entry in schema.entries(layer, control.attribute):
            if isinstance(entry, Entry):
                yield entry
