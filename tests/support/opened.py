"""A corpus as it was changed and read: its schema, documents, records and statuses."""

from pathlib import Path

from communique.records import PassStatus, Record
from communique.schema import Schema, load_schema
from communique.workspace import Corpus


def given(root: Path, change: dict[str, str] | None = None) -> tuple[Schema, dict]:
    """The schema after each `old: new` of `change`, and the documents by id."""
    path = root / "schema/corpus.yaml"
    text = path.read_text()
    for old, new in (change or {}).items():
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text)
    return load_schema(path), Corpus.open(root).documents


def read(root: Path) -> tuple[list[Record], list[PassStatus]]:
    """Everybody's records and statuses."""
    corpus = Corpus.open(root)
    return corpus.records, corpus.statuses
