"""The content of a dataset, and the same content grouped by document."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communique.corpus import Document, Source
from communique.dataset.decisions import FinalLabel
from communique.dataset.splits import Placement
from communique.records import PassStatus, Record
from communique.schema import Schema


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class CorpusData:
    """The content of a dataset."""

    schema: Schema
    sources: Sequence[Source]
    documents: Mapping[str, Document]
    raws: Mapping[str, str]
    records: Sequence[Record]
    decisions: Sequence[FinalLabel]
    passes: Sequence[PassStatus]
    placements: Mapping[str, Placement]


@dataclass(frozen=True, slots=True)
class ByDocument:
    """Decisions by layer and document; records and passes by document; uids by annotation id."""

    decisions: Mapping[tuple[str, str], Sequence[FinalLabel]]
    records: Mapping[str, Sequence[Record]]
    passes: Mapping[str, Sequence[PassStatus]]
    uids: Mapping[str, str | None]


def find(content: CorpusData) -> ByDocument:
    """Group decisions, records and passes by document."""
    decisions: defaultdict[tuple[str, str], list[FinalLabel]] = defaultdict(list)
    for d in content.decisions:
        decisions[d.layer, d.doc_id].append(d)
    records: defaultdict[str, list[Record]] = defaultdict(list)
    for r in content.records:
        records[r.doc_id].append(r)
    passes: defaultdict[str, list[PassStatus]] = defaultdict(list)
    for p in content.passes:
        passes[p.doc_id].append(p)
    # Blocks and document values have no uid column that an annotation could point to.
    spans = (d for d in content.decisions if d.kind == "span")
    uids = {c: d.uid for d in spans for c in d.candidates}
    return ByDocument(dict(decisions), dict(records), dict(passes), uids)
