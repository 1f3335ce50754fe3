"""The content of a dataset, and the same content grouped by document."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from communique.corpus import Document, Source
from communique.dataset.final_label import FinalLabel
from communique.dataset.splits import Placement
from communique.records import PassStatus, Record
from communique.schema import Schema


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class CorpusData:
    """The content of a dataset.

    `decisions` have a row in their layer; `rejected` items were voted on and have none. `voters` by
    layer and document. `units`: the id of the compared unit, by annotation id.
    """

    schema: Schema
    sources: Sequence[Source]
    documents: Mapping[str, Document]
    raws: Mapping[str, str]
    records: Sequence[Record]
    decisions: Sequence[FinalLabel]
    rejected: Sequence[FinalLabel]
    voters: Mapping[tuple[str, str], Sequence[str]]
    units: Mapping[str, str]
    passes: Sequence[PassStatus]
    placements: Mapping[str, Placement]


@dataclass(frozen=True, eq=False)
class Dataset:
    """A dataset of any size: the facts about the whole, and its content in batches of documents.

    The batches are sorted by document id. Each is made when it is asked for.
    """

    schema: Schema
    sources: Sequence[Source]
    raws: Mapping[str, str]
    passes: Sequence[PassStatus]
    placements: Mapping[str, Placement]
    batches: Sequence[CorpusData]


Pass = tuple[str, str, int]  # layer, annotator, pass


@dataclass(frozen=True, slots=True)
class ByDocument:
    """The content by document.

    `decisions` and `items` (these with the rejected ones, without those of a single pass) by layer
    and document; `records` by pass and document; `passes` by document; `uids` of decisions by
    annotation id.
    """

    decisions: Mapping[tuple[str, str], Sequence[FinalLabel]]
    items: Mapping[tuple[str, str], Sequence[FinalLabel]]
    records: Mapping[Pass, Mapping[str, Sequence[Record]]]
    passes: Mapping[str, Sequence[PassStatus]]
    uids: Mapping[str, str | None]


def find(content: CorpusData) -> ByDocument:
    """Group decisions, records and passes by document."""
    items = [*content.decisions, *content.rejected]
    passes: defaultdict[str, list[PassStatus]] = defaultdict(list)
    for p in content.passes:
        passes[p.doc_id].append(p)
    return ByDocument(
        _by_layer_and_document(content.decisions),
        _by_layer_and_document(d for d in items if d.decision != "single"),
        _by_pass(content),
        dict(passes),
        {c: d.uid for d in items for c in d.candidates},
    )


def _by_layer_and_document(
    labels: Iterable[FinalLabel],
) -> dict[tuple[str, str], list[FinalLabel]]:
    found: defaultdict[tuple[str, str], list[FinalLabel]] = defaultdict(list)
    for label in labels:
        found[label.layer, label.doc_id].append(label)
    return dict(found)


def _by_pass(content: CorpusData) -> dict[Pass, dict[str, list[Record]]]:
    """In the order of the schema, then by annotator and pass."""
    order = {layer.name: n for n, layer in enumerate(content.schema.layers)}
    found: defaultdict[Pass, defaultdict[str, list[Record]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for r in content.records:
        found[r.layer, r.annotator, r.pass_][r.doc_id].append(r)
    ranked = sorted(found, key=lambda key: (order.get(key[0], 0), *key[1:]))
    return {key: dict(found[key]) for key in ranked}
