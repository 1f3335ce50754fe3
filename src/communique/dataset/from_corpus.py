"""Derive the content of a dataset from a corpus."""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

from communique.corpus.load import CLEAN_MISSING
from communique.corpus.stored_documents import TextsOf
from communique.dataset.content import CorpusData
from communique.dataset.decisions import all_decisions
from communique.dataset.groups import groups_of
from communique.dataset.splits import place_documents
from communique.records import PassStatus
from communique.records.items import standing, unit_ids, voters_of
from communique.schema import Schema
from communique.workspace import Corpus, CorpusReading, UnsoundCorpusError

_known: WeakKeyDictionary[CorpusReading, CorpusData] = WeakKeyDictionary()


def dataset_content(corpus: Corpus) -> CorpusData:
    """The content of a dataset. It is computed once for each reading of a corpus.

    Raises UnsoundCorpusError, SplitError, NeedsAdjudicationError, OSError.
    """
    known = _known.get(corpus.reading)
    if known is None:
        known = _known[corpus.reading] = _content(corpus)
    return known


def _content(corpus: Corpus) -> CorpusData:
    schema, sources, documents = corpus.schema, corpus.active, corpus.documents
    require_cleaned(corpus)
    active = {s.doc_id for s in sources}
    records = [r for r in corpus.records if r.doc_id in active]
    voters = voters_of(schema, corpus.statuses)
    stands = standing(schema, corpus.statuses)
    labels = all_decisions(schema, records, voters, corpus.adjudicated, documents, stands)
    return CorpusData(
        schema=schema,
        sources=sources,
        documents=documents,
        raws=corpus.raws,
        records=records,
        decisions=[d for d in labels if d.outcome == "kept"],
        rejected=[d for d in labels if d.outcome != "kept"],
        voters=voters,
        units=unit_ids(item for item in corpus.items if item.doc_id in active),
        passes=_all_statuses(schema, [s.doc_id for s in sources], corpus.statuses),
        placements=place_documents(
            schema, corpus.sources, _groups(corpus), corpus.reading.inactive
        ),
    )


def require_cleaned(corpus: Corpus) -> None:
    """Raise UnsoundCorpusError while an active document is not cleaned."""
    missing = [s.doc_id for s in corpus.active if s.doc_id not in corpus.documents]
    if missing:
        folder = corpus.folder
        raise UnsoundCorpusError(
            [
                CLEAN_MISSING.problem(document=d, file=folder.relative(folder.document(d)))
                for d in missing
            ]
        )


def _groups(corpus: Corpus) -> dict[str, int]:
    return groups_of(corpus.sources, TextsOf(corpus.documents), corpus.schema.allowed_overlap)


def _all_statuses(
    schema: Schema, documents: Sequence[str], statuses: Sequence[PassStatus]
) -> list[PassStatus]:
    """The statuses, with `missing` for documents that a started pass does not have."""
    found = {(p.layer, p.annotator, p.pass_, p.doc_id): p for p in statuses}
    begun = {(p.layer, p.annotator, p.pass_) for p in statuses}
    order = {layer.name: i for i, layer in enumerate(schema.layers)}
    return [
        found.get((*key, doc_id)) or PassStatus(key[0], doc_id, key[1], key[2], "missing")
        for key in sorted(begun, key=lambda k: (order.get(k[0], 0), k[1], k[2]))
        for doc_id in documents
    ]
