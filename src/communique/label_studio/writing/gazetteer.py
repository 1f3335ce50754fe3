"""Find names of the registry in a text, for an annotator to accept or change."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import regex

from communique.schema import Layer, Schema

# As `\w` of `re`, but the same under every Python.
_WORD: Final = r"[\p{L}\p{N}_]"


@dataclass(frozen=True, slots=True)
class Mention:
    """One surface of a registry entry; offsets are code points into the text, half-open."""

    start: int
    end: int
    label: str
    entity_id: str


def mentions(schema: Schema, layer: Layer, text: str) -> Iterator[Mention]:
    """Find names and aliases whose type is a label of the layer. They never overlap.

    The longest name is matched first. A name that several entries share is left to the annotator.
    A match starts and ends at the border of a word.
    """
    surfaces = _surfaces(schema, layer)
    if not surfaces:
        return
    longest_first = sorted(surfaces, key=lambda s: (-len(s), s))
    pattern = "|".join(regex.escape(surface) for surface in longest_first)
    for match in regex.finditer(rf"(?<!{_WORD})(?:{pattern})(?!{_WORD})", text):
        label, entity_id = surfaces[match[0]]
        yield Mention(*match.span(), label, entity_id)


def _surfaces(schema: Schema, layer: Layer) -> dict[str, tuple[str, str]]:
    entries: dict[str, set[tuple[str, str]]] = {}
    listed = {a.source: None for a in layer.attributes if a.type == "entity" and a.source}
    names = [name for name in listed if name != "labels"] or ["registry"]
    for entity in (entry for name in names for entry in schema.vocabulary(name)):
        if entity.type in layer.label_ids:
            for surface in (entity.name, *(alias.text for alias in entity.aliases)):
                entries.setdefault(surface, set()).add((entity.type, entity.id))
    return {
        surface: next(iter(ids)) for surface, ids in entries.items() if surface and len(ids) == 1
    }
