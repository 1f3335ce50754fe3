"""A corpus on disk to the content of a dataset."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from communique.adjudicated import AdjudicatedLayer, read_decisions
from communique.assessment import assess
from communique.comparison import voters_of
from communique.corpus import CorpusFolder, Source, load_sources
from communique.corpus.load import load_texts
from communique.dataset.content import Content
from communique.dataset.decisions import all_decisions
from communique.dataset.splits import place_documents
from communique.label_studio.reader import Texts, read_pass
from communique.records import PassStatus, Record
from communique.schema import Schema, load_schema
from communique.text import decode


def gather(folder: CorpusFolder) -> Content:
    """Read all that a build needs.

    Raises YamlError, OSError, UndecodableError, SplitError, NeedsAdjudicationError,
    MalformedDecisionsError; annotations that have problems give no records, so check first.
    """
    schema = load_schema(folder.schema)
    sources = load_sources(folder.sources).active()
    documents, _ = load_texts(folder)
    sources = [s for s in sources if s.doc_id in documents]
    records, passes = read_records(folder, schema)
    active = {s.doc_id for s in sources}
    records = [r for r in records if r.doc_id in active]
    return Content(
        schema,
        sources,
        documents,
        {s.doc_id: decode((folder.raw / s.file).read_bytes()) for s in sources},
        records,
        all_decisions(
            schema, records, voters_of(schema, passes), read_adjudicated(folder), documents
        ),
        _all_statuses(schema, sources, passes),
        place_documents(schema, sources),
    )


def assess_corpus(
    folder: CorpusFolder, schema: Schema, *, dawid_skene: bool = False
) -> dict[str, Any]:
    """How far the passes of a corpus agree, as plain data. Raises OSError."""
    records, passes = read_records(folder, schema)
    documents, _ = load_texts(folder)
    lengths = {doc_id: len(document.text) for doc_id, document in documents.items()}
    return assess(schema, records, passes, lengths, dawid_skene=dawid_skene)


def read_adjudicated(folder: CorpusFolder) -> dict[str, AdjudicatedLayer]:
    """The decisions of every layer that has any. Raises MalformedDecisionsError, OSError."""
    return {path.stem: read_decisions(path) for path in folder.adjudicated_files()}


def read_records(folder: CorpusFolder, schema: Schema) -> tuple[list[Record], list[PassStatus]]:
    """Every record and status of every export, in file order."""
    return _read(folder, schema, folder.exports())


def read_adjudications(
    folder: CorpusFolder, schema: Schema
) -> tuple[list[Record], list[PassStatus]]:
    """As `read_records`, of the exports of adjudication projects."""
    return _read(folder, schema, folder.adjudication_exports())


def _read(
    folder: CorpusFolder, schema: Schema, exports: Iterable[Path]
) -> tuple[list[Record], list[PassStatus]]:
    documents, former = load_texts(folder)
    records: list[Record] = []
    passes: list[PassStatus] = []
    for path in exports:
        for event in read_pass(path, schema, Texts(documents, former), folder.relative(path)):
            if isinstance(event, Record):
                records.append(event)
            elif isinstance(event, PassStatus):
                passes.append(event)
    return records, passes


def _all_statuses(
    schema: Schema, sources: list[Source], passes: list[PassStatus]
) -> list[PassStatus]:
    """The statuses found, and `missing` for what a begun pass has not touched."""
    found = {(p.layer, p.annotator, p.pass_, p.doc_id): p for p in passes}
    begun = {(p.layer, p.annotator, p.pass_) for p in passes}
    order = {layer.name: i for i, layer in enumerate(schema.layers)}
    return [
        found.get((*key, s.doc_id)) or PassStatus(key[0], s.doc_id, key[1], key[2], "missing")
        for key in sorted(begun, key=lambda k: (order.get(k[0], 0), k[1], k[2]))
        for s in sources
    ]
