"""The words of a text that a change is about, for datasets whose texts are at hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from communique.corpus import Document
from communique.dataset.arrays import Row
from communique.dataset.read import Released
from communique.text import OffsetMap, Piece
from communique.versions.change import Change
from communique.versions.entries import documents, entries
from communique.versions.entry import Range

Key = tuple[str, str, str]  # config, document, id
Text = tuple[str, OffsetMap]  # a cleaned text, and its map from ranges of the raw text


@dataclass(frozen=True, slots=True)
class _Side:
    """The places of the entries of one dataset, and the texts that are at hand."""

    places: Mapping[Key, Range]
    texts: Mapping[str, Text]

    def words(self, key: Key, place: Any = None) -> str:
        """Return the words of an entry, or at a place; empty if they are not known."""
        text, found = self.texts.get(key[1]), place or self.places.get(key)
        if text is None or found is None:
            return ""
        inside = text[1].from_raw(*found)
        return " ".join(text[0][slice(*inside)].split()) if inside else ""


class QuotedWords:
    """Quotes the words of changes. A text is taken from a dataset in the full flavour, or from a
    document of the corpus that was made from the same source.
    """

    def __init__(self, old: Released, new: Released, corpus: Mapping[str, Document]) -> None:
        self._old = _Side(_places(old, new), _texts(old, corpus))
        self._new = _Side(_places(new, old), _texts(new, corpus))

    def of(self, change: Change) -> str:
        """Return the quoted words; before and after for a moved span. Empty if not known."""
        if change.config is None or change.doc_id is None or change.uid is None:
            return ""
        key = change.config, change.doc_id, change.uid
        moved = change.kind == "moved"
        before = self._old.words(key, change.before if moved else None)
        after = self._new.words(key, change.after if moved else None)
        quoted = [f'"{words}"' for words in dict.fromkeys((before, after)) if words]
        return " -> ".join(quoted)


def _places(release: Released, other: Released) -> dict[Key, Range]:
    return {
        (config, entry.doc_id, entry.uid): entry.place
        for config, listed in entries(release, other).items()
        for entry in listed
        if entry.place is not None and entry.unit == "span"
    }


def _texts(release: Released, corpus: Mapping[str, Document]) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for doc_id, (_, row) in documents(release).items():
        made = corpus.get(doc_id)
        if row["text"]:
            found[doc_id] = row["text"], _map_of(row)
        elif made is not None and made.source_sha256 == row["source_sha256"]:
            found[doc_id] = made.text, OffsetMap.of(made.blocks)
    return found


def _map_of(document: Row) -> OffsetMap:
    inside = (b for b in document["blocks"] if b["start"] is not None)
    return OffsetMap(Piece(*piece) for block in inside for piece in block["pieces"])
