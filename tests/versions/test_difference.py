"""A comparison of some documents at a time is that of whole datasets."""

from pathlib import Path

import pytest

from communique.dataset.read import read_released
from communique.dataset.stored_release import StoredRelease
from communique.versions import compare
from communique.versions import difference as stored
from communique.versions.difference import difference
from paths import ROOT

OLD, NEW = ROOT / "releases/2.0.0", ROOT / "releases/3.0.0"


def test_batches_of_documents_have_the_changes_of_the_whole_in_order(
    monkeypatch: pytest.MonkeyPatch,
):
    whole = compare(read_released(OLD), read_released(NEW))
    assert len(whole) > 1000
    monkeypatch.setattr("communique.dataset.stored_release.BATCH", 2)
    found = difference(OLD, NEW, None)
    assert list(found.changes) == whole
    assert (found.version, len(found.changes)) == ("2.0.0", len(whole))


def test_rows_of_configs_that_are_the_same_are_not_read(monkeypatch: pytest.MonkeyPatch):
    read: list[set[str]] = []
    opened = StoredRelease.open

    def noted(folder: Path, without: set[str]) -> StoredRelease:
        read.append(without)
        return opened(folder, without)

    monkeypatch.setattr(stored.StoredRelease, "open", noted)
    assert len(difference(NEW, NEW, None).changes) == 0
    assert {"annotations", "decisions"} <= read[0]
    assert "documents" not in read[0]


def test_a_release_is_read_by_ranges_of_document_ids():
    release = StoredRelease.open(NEW)
    whole = read_released(NEW)
    first, last = release.doc_ids[1], release.doc_ids[3]
    part = release.between(first, last)
    for config, splits in whole.tables.items():
        for split, rows in splits.items():
            if "doc_id" in rows[0]:
                wanted = [row for row in rows if first <= row["doc_id"] <= last]
                assert part.tables[config][split] == wanted
