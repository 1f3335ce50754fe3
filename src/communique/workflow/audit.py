"""The audit of a corpus: every decision, the most suspicious first."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from communique.audit import AuditFinding
from communique.audit.collect import answered, decided_items, is_closed, record_item, voted_items
from communique.audit.confidence import confidence_evidence
from communique.audit.evidence import Evidence
from communique.audit.findings import ranked
from communique.audit.item import AuditItem, Text
from communique.audit.model import has_models
from communique.audit.ranking import Key, Suspicion, suspicions
from communique.audit.readings import Reading, reading_evidence
from communique.audit.unmarked import Unmarked, has_surfaces, unmarked
from communique.dataset.decisions import NeedsAdjudicationError, single_decisions
from communique.dataset.groups import groups_of
from communique.records import Record
from communique.records.items import voters_of
from communique.schema import Entry, Layer, Schema
from communique.util.pass_name import pass_name
from communique.workspace import Corpus

FINISHED = ("done", "empty")


def audit_corpus(corpus: Corpus, layer: str | None = None) -> list[AuditFinding]:
    """Rank the decisions of a corpus, or of one layer, by the estimated probability of an error.

    The list has one row for each item and question (label, border, attribute), and one for each
    unmarked place. Raises UnsoundCorpusError, OSError.
    """
    corpus.require_sound("documents", "exports", "decisions")
    texts = audited_texts(corpus)
    layers = [_layer(corpus, x, texts) for x in corpus.schema.layers if layer in (None, x.name)]
    return ranked(
        [s for suspected, _ in layers for s in suspected],
        [(u, x) for _, missing in layers for u, x in missing],
        texts,
    )


def audited_texts(corpus: Corpus) -> dict[str, Text]:
    """The texts of the active documents by id."""
    documents = {
        s.doc_id: corpus.documents[s.doc_id] for s in corpus.active if s.doc_id in corpus.documents
    }
    words = {doc_id: document.text for doc_id, document in documents.items()}
    groups = groups_of(corpus.sources, words, corpus.schema.allowed_overlap)
    return {
        doc_id: Text(
            doc_id,
            document.text,
            tuple((*b.range, b.type) for b in document.body),
            str(groups.get(doc_id, doc_id)),
        )
        for doc_id, document in documents.items()
    }


def _layer(
    corpus: Corpus, layer: Layer, texts: Mapping[str, Text]
) -> tuple[list[Suspicion], list[tuple[str, Unmarked]]]:
    items = answered(audited_items(corpus, layer, texts))
    beside = _beside(corpus, layer, items, texts)
    sets = frozenset(a.name for a in layer.attributes if a.many)
    suspected = suspicions(items, texts, sets, beside, with_model=has_models())
    if layer.unit != "span" or not has_surfaces(items, texts):
        return suspected, []
    read = {s.doc_id for s in corpus.statuses if s.layer == layer.name and s.status in FINISHED}
    read |= {item.doc_id for item in items}
    own = {d: text for d, text in texts.items() if d in read}
    return suspected, [(layer.name, u) for u in unmarked(items, own, _names(corpus.schema, layer))]


def audited_items(corpus: Corpus, layer: Layer, texts: Mapping[str, Text]) -> list[AuditItem]:
    """The decisions of a layer, as the dataset would publish them."""
    decisions = corpus.adjudicated.get(layer.name)
    listed = decisions.decisions if decisions else []
    documents = {d: corpus.documents[d] for d in texts}
    items = decided_items(layer, listed, documents)
    decided = {d.doc_id for d in listed}
    compared = [i for i in corpus.items if i.layer == layer.name and i.doc_id not in decided]
    items += voted_items(layer, (i for i in compared if i.doc_id in texts))
    voted = {d for name, d in voters_of(corpus.schema, corpus.statuses) if name == layer.name}
    items += _single(corpus, layer, texts.keys() - decided - voted)
    return sorted(items, key=lambda i: (i.doc_id, *i.place, i.uid))


def _single(corpus: Corpus, layer: Layer, documents: Collection[str]) -> list[AuditItem]:
    """The records of documents without a vote, if the layer has one such annotator."""
    records = [r for r in corpus.records if r.layer == layer.name and r.doc_id in documents]
    by_id = {r.annotation_id: r for r in records}
    try:
        labels = single_decisions(corpus.schema, records)
    except NeedsAdjudicationError:
        return []
    decided = [(d, by_id[d.candidates[0]]) for d in labels]
    items = (record_item(layer, [r], d.uid or r.annotation_id) for d, r in decided)
    return [item for item in items if item.values]


def _beside(
    corpus: Corpus, layer: Layer, items: Sequence[AuditItem], texts: Mapping[str, Text]
) -> dict[Key, list[Evidence]]:
    evidence_of: dict[Key, list[Evidence]] = defaultdict(list)
    records = {r.annotation_id: r for r in corpus.records if r.layer == layer.name}
    for evidence in (
        reading_evidence(items, texts, _readings(corpus, layer, items)),
        confidence_evidence(corpus.schema, layer, items, records),
    ):
        for key, value in evidence.items():
            evidence_of[key].append(value)
    return evidence_of


def _readings(corpus: Corpus, layer: Layer, items: Sequence[AuditItem]) -> Iterator[Reading]:
    """Every pass over the layer, without the answers that an item of a single pass is made of."""
    sole = {i.candidates[0] for i in items if len(i.candidates) == 1}
    voters = voters_of(corpus.schema, corpus.statuses)
    records: dict[tuple[str, int], list[Record]] = defaultdict(list)
    for r in corpus.records:
        if r.layer == layer.name:
            records[r.annotator, r.pass_].append(r)
    done: dict[tuple[str, int], set[str]] = defaultdict(set)
    for s in corpus.statuses:
        if s.layer == layer.name and s.status in FINISHED:
            done[s.annotator, s.pass_].add(s.doc_id)
    for (who, pass_), documents in sorted(done.items()):
        votes = {d for d in documents if pass_ == 1 and who in voters.get((layer.name, d), ())}
        name = pass_name(who, pass_)
        own = records[who, pass_]
        made = {
            r.doc_id
            for r in own
            if r.annotation_id in sole and len(voters.get((layer.name, r.doc_id), ())) < 2
        }
        for is_vote, part in ((True, votes - made), (False, documents - votes - made)):
            if part:
                yield Reading(
                    name, is_vote, frozenset(part), tuple(r for r in own if r.doc_id in part)
                )


def _names(schema: Schema, layer: Layer) -> dict[str, tuple[str, str]]:
    """The names and aliases in the lists of the layer's attributes: entry and label."""
    names: dict[str, tuple[str, str]] = {}
    for attribute in layer.region_attributes:
        for entry in schema.entries(layer, attribute) if is_closed(attribute) else ():
            if isinstance(entry, Entry) and entry.type in layer.label_ids:
                for name in (entry.name, *(alias.text for alias in entry.aliases)):
                    if name:
                        names.setdefault(name, (entry.id, entry.type))
    return names
