"""Find names of the registry in a text, for an annotator to accept or change."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import regex

from communique.schema import Entry, Layer, Schema

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
    for match in _pattern(frozenset(surfaces)).finditer(text):
        label, entity_id = surfaces[match[0]]
        yield Mention(*match.span(), label, entity_id)


def named_entries(schema: Schema, entries: Iterable[Entry], text: str) -> list[Entry]:
    """The entries whose name or alias is in a text, the most frequent first.

    An actor is also named by the entry of the registry that it is. The author of the text comes
    first, because no text names its author.
    """
    registry = {entry.id: entry for entry in schema.vocabulary("registry")}
    listed = list(entries)
    named = defaultdict[str, set[str]](set)
    for entry in listed:
        same = registry.get(entry.entity_id or "", entry)
        for surface in {*surfaces_of(entry), *surfaces_of(same)}:
            named[surface].add(entry.id)
    if not named:
        return []
    found = Counter(match[0] for match in _pattern(frozenset(named)).finditer(text))
    counts = Counter[str]()
    for surface, count in found.items():
        counts.update(dict.fromkeys(named[surface], count))
    kept = [e for e in listed if e.side == "author" or counts[e.id]]
    return sorted(kept, key=lambda e: (e.side != "author", -counts[e.id]))


def surfaces_of(entry: Entry) -> list[str]:
    """The name and the aliases of an entry, each once."""
    return [s for s in dict.fromkeys((entry.name, *(a.text for a in entry.aliases))) if s]


@lru_cache(maxsize=16)
def _pattern(surfaces: frozenset[str]) -> "regex.Pattern[str]":
    """Matches the longest surface at a place, as a whole word."""
    longest_first = sorted(surfaces, key=lambda s: (-len(s), s))
    listed = "|".join(regex.escape(surface) for surface in longest_first)
    return regex.compile(rf"(?<!{_WORD})(?:{listed})(?!{_WORD})")


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
