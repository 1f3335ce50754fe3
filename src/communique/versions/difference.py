"""The difference of two datasets on disk, of any size."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from communique.corpus import Document
from communique.dataset.manifest import read_manifest
from communique.dataset.read import same_configs
from communique.dataset.stored_release import StoredRelease
from communique.util.gc_pause import without_search
from communique.versions.change import Change
from communique.versions.compare import compare_stored
from communique.versions.quoted_words import QuotedWords
from communique.versions.stored_changes import StoredChanges


@dataclass(frozen=True, slots=True)
class Difference:
    """`version` and the ids of the documents (`known`) are those of the old dataset."""

    version: str
    known: Set[str]
    changes: StoredChanges


def difference(old: Path, new: Path, documents: Mapping[str, Document] | None) -> Difference:
    """Compare two datasets by their folders, some documents at a time.

    With `documents` of a corpus, each change has its quoted words. Raises NotADatasetError,
    OSError.
    """
    with without_search():
        same = _same(old, new)
        before, after = (StoredRelease.open(folder, same) for folder in (old, new))
        changes = StoredChanges()
        for part in compare_stored(before, after):
            quoted = None
            if documents is not None:
                quoted = QuotedWords(part.old, part.new, documents)
            changes.add(part.changes, quoted.of if quoted else _no_words)
        return Difference(before.whole.version, frozenset(before.doc_ids), changes)


def _same(old: Path, new: Path) -> set[str]:
    """The configs that need not be read: their rows are the same, and mean the same."""
    before, after = read_manifest(old), read_manifest(new)
    names = ("layers", "evaluations")
    is_alike = all(before.get(name) == after.get(name) for name in names)
    return same_configs(before, after) if is_alike else set()


def _no_words(_: Change) -> str:
    return ""
