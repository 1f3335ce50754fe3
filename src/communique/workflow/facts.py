"""Gather the facts of a corpus that may still be in work."""

from communique.dataset.computed import with_computed, word_lists
from communique.dataset.decisions import NeedsAdjudicationError, all_decisions, single_decisions
from communique.dataset.facts import CorpusFacts
from communique.dataset.final_label import FinalLabel
from communique.dataset.from_corpus import dataset_content
from communique.dataset.groups import groups_of
from communique.dataset.splits import Placement, SplitError, place_documents
from communique.records.items import voters_of
from communique.schema import Layer
from communique.workflow.adjudicate import open_work
from communique.workflow.agree import assess_corpus
from communique.workspace import Corpus


def facts_of(corpus: Corpus, *, with_uncleaned: bool = False) -> CorpusFacts:
    """The facts of a corpus. Items may be open.

    A document without a cleaned text is an error, or with `with_uncleaned` it is only counted.
    Raises UnsoundCorpusError, OSError.
    """
    cleaned = [s for s in corpus.active if s.doc_id in corpus.documents]
    sources = cleaned if with_uncleaned else corpus.active
    active = {s.doc_id for s in sources}
    waiting, unwritten = _open(corpus)
    placements, fault = _placements(corpus)
    labels = _labels(corpus, active, is_whole=len(sources) == len(corpus.active))
    return CorpusFacts(
        schema=corpus.schema,
        sources=sources,
        n_withdrawn=len(corpus.sources) - len(corpus.active),
        n_uncleaned=len(corpus.active) - len(cleaned),
        documents=corpus.documents,
        raws=corpus.raws,
        records=[r for r in corpus.records if r.doc_id in active],
        passes=[p for p in corpus.statuses if p.doc_id in active],
        compared=[item for item in corpus.items if item.doc_id in active],
        labels=[x for x in labels if x.outcome == "kept"],
        rejected=[x for x in labels if x.outcome != "kept"],
        open=waiting,
        unwritten=unwritten,
        placements={d: place for d, place in placements.items() if d in active},
        split_fault=fault,
        agreement=assess_corpus(corpus),
    )


def _open(corpus: Corpus) -> tuple[dict[str, int], list[str]]:
    """The number of open items and pairs by layer, and the layers with decisions to write."""
    left = open_work(corpus)
    waiting = {name: len(documents) for name, documents in left.documents.items() if documents}
    return waiting, list(left.unwritten)


def _placements(corpus: Corpus) -> tuple[dict[str, Placement], str]:
    texts = {doc_id: document.text for doc_id, document in corpus.documents.items()}
    groups = groups_of(corpus.sources, texts, corpus.schema.allowed_overlap)
    try:
        inactive = corpus.reading.inactive
        return place_documents(corpus.schema, corpus.sources, groups, inactive), ""
    except SplitError as error:
        return {}, str(error)


def _labels(corpus: Corpus, active: set[str], *, is_whole: bool) -> list[FinalLabel]:
    """All final labels; while some are open, those that are decided."""
    if is_whole:
        try:
            content = dataset_content(corpus)
            return [*content.decisions, *content.rejected]
        except (NeedsAdjudicationError, SplitError):
            pass
    decided = (x for layer in corpus.schema.layers for x in _decided(corpus, layer))
    found = with_computed(corpus.schema, corpus.documents, word_lists(corpus), decided)
    return [x for x in found if x.doc_id in active]


def _decided(corpus: Corpus, layer: Layer) -> list[FinalLabel]:
    """The decisions of a layer, and the labels of documents with a single pass."""
    voters = voters_of(corpus.schema, corpus.statuses)
    shared = {d for (name, d), who in voters.items() if name == layer.name and len(who) > 1}
    decisions = {k: v for k, v in corpus.adjudicated.items() if k == layer.name}
    stated = {(layer.name, x.doc_id) for v in decisions.values() for x in v.decisions}
    settled = all_decisions(corpus.schema, [], voters, decisions, corpus.documents, stated)
    alone = [
        r
        for r in corpus.records
        if r.layer == layer.name and r.doc_id not in shared and (layer.name, r.doc_id) not in stated
    ]
    try:
        return [*settled, *single_decisions(corpus.schema, alone)]
    except NeedsAdjudicationError:  # several annotators, each alone with some documents
        return settled
