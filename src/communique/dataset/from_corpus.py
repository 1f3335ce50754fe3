"""Derive the content of a dataset from a corpus."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import overload
from weakref import WeakKeyDictionary

from communique.corpus import Source
from communique.corpus.load import CLEAN_MISSING
from communique.corpus.stored_documents import TextsOf
from communique.dataset.computed import with_computed, word_lists
from communique.dataset.content import CorpusData, Dataset, Pass
from communique.dataset.decisions import (
    all_decisions,
    one_annotator_a_layer,
    shared_documents,
)
from communique.dataset.groups import groups_of
from communique.dataset.splits import Placement, place_documents
from communique.records import PassStatus
from communique.records.items import is_about_annotation, standing, unit_ids, voters_of
from communique.schema import Schema
from communique.text.word_list import WordList
from communique.workspace import Corpus, CorpusReading, UnsoundCorpusError
from communique.workspace import reading as corpus_reading

_known: WeakKeyDictionary[CorpusReading, CorpusData] = WeakKeyDictionary()
_known_facts: "WeakKeyDictionary[CorpusReading, _Facts]" = WeakKeyDictionary()


def dataset_content(corpus: Corpus) -> CorpusData:
    """The content of a dataset. It is computed once for each reading of a corpus.

    Raises UnsoundCorpusError, SplitError, NeedsAdjudicationError, OSError.
    """
    known = _known.get(corpus.reading)
    return known or _whole_content(corpus.reading, _facts(corpus))


def _whole_content(reading: CorpusReading, facts: "_Facts") -> CorpusData:
    if reading not in _known:
        _known[reading] = _content(reading, facts)
    return _known[reading]


def dataset_of(corpus: Corpus) -> Dataset:
    """The dataset of a corpus, in batches. Raises the errors of `dataset_content`."""
    facts = _facts(corpus)
    return Dataset(
        corpus.schema,
        corpus.active,
        corpus.raws,
        _all_statuses(corpus.schema, corpus.active, corpus.statuses, facts.begun),
        facts.placements,
        _Batches(corpus.reading, facts),
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a batch must know of the whole: where documents are, which passes were begun, and by
    layer whose records count where one pass is alone. `word_lists`: those of computed attributes.
    """

    placements: Mapping[str, Placement]
    begun: Set[Pass]
    only_annotator: Mapping[str, str]
    word_lists: Mapping[str, WordList]


class _Batches(Sequence[CorpusData]):
    """The content of the active documents, batch by batch."""

    def __init__(self, reading: CorpusReading, facts: _Facts) -> None:
        self._reading, self._facts = reading, facts
        self._doc_ids = [source.doc_id for source in reading.active]

    def __len__(self) -> int:
        return -(-len(self._doc_ids) // corpus_reading.BATCH)

    @overload
    def __getitem__(self, at: int) -> CorpusData: ...
    @overload
    def __getitem__(self, at: slice) -> list[CorpusData]: ...
    def __getitem__(self, at: int | slice) -> CorpusData | list[CorpusData]:
        if isinstance(at, slice):
            return [self[n] for n in range(len(self))[at]]
        if not 0 <= at < len(self):
            raise IndexError(at)
        if len(self) == 1:  # the same content as that of the whole, which may be known
            return _whole_content(self._reading, self._facts)
        doc_ids = self._doc_ids[at * corpus_reading.BATCH : (at + 1) * corpus_reading.BATCH]
        return _content(self._reading.only(doc_ids), self._facts)


def _facts(corpus: Corpus) -> _Facts:
    """They are computed once for each reading: they compare all texts and read all records."""
    if corpus.reading not in _known_facts:
        _known_facts[corpus.reading] = _new_facts(corpus)
    return _known_facts[corpus.reading]


def _new_facts(corpus: Corpus) -> _Facts:
    schema, reading = corpus.schema, corpus.reading
    require_cleaned(corpus)
    corpus.require_sound("exports", "decisions", "raws")
    placements = place_documents(schema, corpus.sources, _groups(corpus), reading.inactive)
    begun = {(p.layer, p.annotator, p.pass_) for p in corpus.statuses}
    alone = _only_annotators(schema, reading)
    return _Facts(placements, begun, alone, word_lists(corpus))


def _only_annotators(schema: Schema, reading: CorpusReading) -> dict[str, str]:
    """By layer, the annotator whose first pass is alone on a document."""
    active = {source.doc_id for source in reading.active}
    voters = voters_of(schema, reading.statuses)
    decided = {(n, d) for n, stored in reading.stored_decisions.items() for d in stored.documents}
    shared = shared_documents(voters, decided, standing(schema, reading.statuses))
    everyone: dict[str, set[str]] = {}
    for export in reading.exports:
        layer, records = export.name.layer, export.records
        alone = (d for d in records.documents if d in active and (layer, d) not in shared)
        for doc_id in alone if export.name.pass_ == 1 else ():
            if any(not is_about_annotation(schema, r) for r in records.of_document(doc_id)):
                everyone.setdefault(layer, set()).add(export.name.annotator)
                break
    return one_annotator_a_layer(schema, everyone)


def _content(reading: CorpusReading, facts: _Facts) -> CorpusData:
    """The content of the active documents of a reading, which may be a batch."""
    assert reading.schema is not None  # noqa: S101 - else there was a problem
    schema, sources = reading.schema, reading.active
    active = {s.doc_id for s in sources}
    records = [r for r in reading.records if r.doc_id in active]
    voters = voters_of(schema, reading.statuses)
    stands = standing(schema, reading.statuses)
    decided = all_decisions(
        schema,
        records,
        voters,
        reading.decisions,
        reading.documents,
        stands,
        facts.only_annotator,
    )
    labels = with_computed(schema, reading.documents, facts.word_lists, decided)
    return CorpusData(
        schema=schema,
        sources=sources,
        documents=reading.documents,
        raws=reading.raws,
        records=records,
        decisions=[d for d in labels if d.outcome == "kept"],
        rejected=[d for d in labels if d.outcome != "kept"],
        voters=voters,
        units=unit_ids(item for item in reading.items if item.doc_id in active),
        passes=_all_statuses(schema, sources, reading.statuses, facts.begun),
        placements=facts.placements,
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
    schema: Schema,
    sources: Sequence[Source],
    statuses: Sequence[PassStatus],
    begun: Set[Pass],
) -> list[PassStatus]:
    """The statuses, with `missing` for documents that a started pass does not have."""
    found: dict[Pass, dict[str, PassStatus]] = {key: {} for key in begun}
    for p in statuses:
        found[p.layer, p.annotator, p.pass_][p.doc_id] = p
    order = {layer.name: i for i, layer in enumerate(schema.layers)}
    return [
        found[key].get(s.doc_id) or PassStatus(key[0], s.doc_id, key[1], key[2], "missing")
        for key in sorted(begun, key=lambda k: (order.get(k[0], 0), k[1], k[2]))
        for s in sources
    ]
