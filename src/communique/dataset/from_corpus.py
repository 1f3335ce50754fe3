"""A corpus to the content of a dataset."""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

from communique.dataset.content import CorpusData
from communique.dataset.decisions import all_decisions
from communique.dataset.splits import place_documents
from communique.records import PassStatus
from communique.records.items import standing, voters_of
from communique.schema import Schema
from communique.workspace import Corpus, CorpusReading

_known: WeakKeyDictionary[CorpusReading, CorpusData] = WeakKeyDictionary()


def dataset_content(corpus: Corpus) -> CorpusData:
    """All that a build states, put together once for each reading of a corpus.

    Raises UnsoundCorpusError, SplitError, NeedsAdjudicationError, OSError.
    """
    known = _known.get(corpus.reading)
    if known is None:
        known = _known[corpus.reading] = _content(corpus)
    return known


def _content(corpus: Corpus) -> CorpusData:
    schema, sources, documents = corpus.schema, corpus.active, corpus.documents
    active = {s.doc_id for s in sources}
    records = [r for r in corpus.records if r.doc_id in active]
    voters = voters_of(schema, corpus.statuses)
    stands = standing(schema, corpus.statuses)
    return CorpusData(
        schema,
        sources,
        documents,
        corpus.raws,
        records,
        all_decisions(schema, records, voters, corpus.adjudicated, documents, stands),
        _all_statuses(schema, [s.doc_id for s in sources], corpus.statuses),
        place_documents(schema, sources),
    )


def _all_statuses(
    schema: Schema, documents: Sequence[str], statuses: Sequence[PassStatus]
) -> list[PassStatus]:
    """The statuses found, and `missing` for what a begun pass has not touched."""
    found = {(p.layer, p.annotator, p.pass_, p.doc_id): p for p in statuses}
    begun = {(p.layer, p.annotator, p.pass_) for p in statuses}
    order = {layer.name: i for i, layer in enumerate(schema.layers)}
    return [
        found.get((*key, doc_id)) or PassStatus(key[0], doc_id, key[1], key[2], "missing")
        for key in sorted(begun, key=lambda k: (order.get(k[0], 0), k[1], k[2]))
        for doc_id in documents
    ]
