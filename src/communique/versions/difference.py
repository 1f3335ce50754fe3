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
from communique.versions.stored_changes import StoredChanges, Words


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
        same = same_configs(read_manifest(old), read_manifest(new))
        before, after = (StoredRelease.open(folder, same) for folder in (old, new))
        changes = StoredChanges()
        for part in compare_stored(before, after):
            words: Words = _no_words
            if documents is not None and part.changes:
                words = QuotedWords(part.old, part.new, documents).of
            changes.add(part.changes, words)
        return Difference(before.whole.version, frozenset(before.doc_ids), changes)


def _no_words(_: Change) -> str:
    return ""
