"""What is known of a corpus at any moment: its content, and the labels that are decided so far."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communique.assessment.measures import Plain
from communique.corpus import Document, Source
from communique.dataset.final_label import FinalLabel
from communique.dataset.splits import Placement
from communique.records import PassStatus, Record
from communique.records.items import ComparedItem
from communique.schema import Layer, Schema


@dataclass(frozen=True, eq=False, slots=True)
class CorpusFacts:
    """The content of a corpus that may still be in work.

    `compared` are the items of the voters, before adjudication.
    `labels` are the kept final labels, `rejected` the items that were decided against. `open` is
    the number of items and linked pairs of a layer that wait for a decision; they are in neither.
    `unwritten` are the layers whose decisions `communique adjudicate` would change.
    `n_uncleaned` active documents have no cleaned text and are not in `sources`.
    `placements` is empty if the splits do not fit the documents; `split_fault` then says why.
    `agreement` is what `assess_corpus` returns.
    """

    schema: Schema
    sources: Sequence[Source]
    n_withdrawn: int
    n_uncleaned: int
    documents: Mapping[str, Document]
    raws: Mapping[str, str]
    records: Sequence[Record]
    passes: Sequence[PassStatus]
    compared: Sequence[ComparedItem]
    labels: Sequence[FinalLabel]
    rejected: Sequence[FinalLabel]
    open: Mapping[str, int]
    unwritten: Sequence[str]
    placements: Mapping[str, Placement]
    split_fault: str
    agreement: Plain

    @property
    def splits(self) -> list[str]:
        """The splits that have a document, in the order of the schema."""
        used = {p.split for p in self.placements.values()}
        return [s for s in self.schema.splits if s in used] or sorted(used)

    def of_layer(self, layer: Layer) -> list[FinalLabel]:
        """The kept labels of a layer, those of its documents too."""
        return [x for x in self.labels if x.layer == layer.name]


def finished(passes: Sequence[PassStatus]) -> list[PassStatus]:
    """The documents that were annotated to their end, with or without a label."""
    return [p for p in passes if p.status in ("done", "empty")]


def ways(labels: Sequence[FinalLabel]) -> Counter[str]:
    """The number of labels by how they were decided."""
    return Counter(x.decision for x in labels)
