"""What a site shows: everything that was read from a corpus, by document."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

from communique.corpus import Document, Source
from communique.dataset.decisions import NeedsAdjudicationError, all_decisions
from communique.dataset.final_label import FinalLabel
from communique.records import PassStatus, Record
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer
from communique.records.items import ComparedItem, is_about_annotation, standing, voters_of
from communique.records.linked_pairs import LinkedPair, linked_pairs
from communique.schema import Layer, Schema


class _OfDocument(Protocol):
    @property
    def doc_id(self) -> str: ...


_T = TypeVar("_T", bound=_OfDocument)


@dataclass(frozen=True)
class SiteContent:
    """A corpus that was read completely. `sources` are those that are not withdrawn."""

    schema: Schema
    sources: Sequence[Source]
    documents: Mapping[str, Document]
    raws: Mapping[str, str]
    records: Sequence[Record]
    statuses: Sequence[PassStatus]
    items: Sequence[ComparedItem]
    adjudicated: Mapping[str, AdjudicatedLayer]
    flavour: str

    @property
    def has_texts(self) -> bool:
        """Whether the pages show the words of the documents."""
        return self.flavour == "full"

    @cached_property
    def shown(self) -> list[Source]:
        """The sources that have a cleaned text, by id."""
        return sorted(
            (s for s in self.sources if s.doc_id in self.documents), key=lambda s: s.doc_id
        )

    @cached_property
    def labels_of(self) -> Mapping[str, list[FinalLabel]]:
        """The final labels of each document, rejected ones too, in order of place."""
        labels = [label for layer in self.schema.layers for label in self._layer(layer)]
        return _by_document(labels)

    @cached_property
    def records_of(self) -> Mapping[str, list[Record]]:
        """The records of each document, without those about the annotating."""
        return _by_document([r for r in self.records if not is_about_annotation(self.schema, r)])

    @cached_property
    def passes_of(self) -> Mapping[str, list[PassStatus]]:
        """The finished passes over each document."""
        return _by_document([s for s in self.statuses if s.status in ("done", "empty")])

    @cached_property
    def items_of(self) -> Mapping[str, list[ComparedItem]]:
        """The compared items of each document."""
        return _by_document(self.items)

    @cached_property
    def differing_pairs(self) -> Mapping[str, list[LinkedPair]]:
        """The pairs of items of each document that its voters did not link in the same way."""
        pairs = (p for layer in self.schema.layers for p in linked_pairs(layer, self.items))
        return _by_document([p for p in pairs if len(p.voters) > 1 and not p.unanimous])

    @cached_property
    def decision_on(self) -> Mapping[str, AdjudicatedDecision]:
        """The decision on each annotation of a layer with relations, by its id."""
        layers = (layer.name for layer in self.schema.layers if layer.relations)
        decided = (self.adjudicated[name] for name in layers if name in self.adjudicated)
        return {c: d for layer in decided for d in layer.decisions for c in d.candidates}

    def n_differing(self, doc_id: str) -> int:
        """The number of items and links of a document that its voters answered differently."""
        items = self.items_of.get(doc_id, ())
        differing = sum(item.is_shared and not item.unanimous for item in items)
        return differing + len(self.differing_pairs.get(doc_id, ()))

    @cached_property
    def annotator_of(self) -> Mapping[str, str]:
        """Who made an annotation, by its id."""
        return {r.annotation_id: r.annotator for r in self.records}

    @cached_property
    def voters(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The voters of each layer and document."""
        return voters_of(self.schema, self.statuses)

    @cached_property
    def split_of(self) -> Mapping[str, str]:
        """The split of each document, as far as the schema names it."""
        return {doc: split for split, docs in self.schema.splits.items() for doc in docs}

    def _layer(self, layer: Layer) -> list[FinalLabel]:
        """The labels of a layer; before adjudication is complete, those that are decided."""
        own = [r for r in self.records if r.layer == layer.name]
        decided = self.adjudicated.get(layer.name, AdjudicatedLayer(decisions=[]))
        known = {c for d in decided.decisions for c in d.candidates}
        alone = {r.doc_id for r in own} - {d for n, d in self.voters if n == layer.name}
        alone |= {d for (n, d), who in self.voters.items() if n == layer.name and len(who) < 2}
        settled = [r for r in own if r.annotation_id in known or r.doc_id in alone]
        for records in (own, settled, [r for r in own if r.annotation_id in known], []):
            try:
                return self._decided(layer, records, decided)
            except NeedsAdjudicationError:
                continue
        return []

    def _decided(
        self, layer: Layer, records: Sequence[Record], decided: AdjudicatedLayer
    ) -> list[FinalLabel]:
        stands = standing(self.schema, self.statuses)
        schema = self.schema.model_copy(update={"layers": (layer,)})
        return all_decisions(
            schema, records, self.voters, {layer.name: decided}, self.documents, stands
        )


def _by_document(listed: Sequence[_T]) -> Mapping[str, list[_T]]:
    grouped: defaultdict[str, list[_T]] = defaultdict(list)
    for one in listed:
        grouped[one.doc_id].append(one)
    return grouped
