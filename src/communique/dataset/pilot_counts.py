"""Compare passes that do not vote (pilots) with the final labels, some documents at a time."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from communique.agreement import most_pairs, span_f1
from communique.dataset.content import CorpusData
from communique.dataset.final_label import FinalLabel
from communique.records import Record, Values
from communique.records.items import voters_of
from communique.schema import Layer, Schema

Agree = Callable[[FinalLabel, Record], bool]
PilotKey = tuple[str, str]  # layer, annotator


def pilot_counts(content: CorpusData) -> dict[PilotKey, Counter[str]]:
    """Counts of pass 1 of each pilot, in the order of the schema. They can be added up.

    `documents`; `exact` and `alike`: spans that are the same; `spans`: those of both sides; and of
    `block` and `document` values those that were decided, and those that are the `same`.
    """
    pilots = [a.id for a in content.schema.annotators if a.role == "pilot"]
    return {
        (x.name, who): _counts(content, x, who) for x in content.schema.layers for who in pilots
    }


def _counts(content: CorpusData, layer: Layer, annotator: str) -> Counter[str]:
    documents = _documents(content, layer.name, annotator)
    decided = [d for d in content.decisions if d.layer == layer.name and d.doc_id in documents]
    read = [
        r
        for r in content.records
        if (r.layer, r.annotator, r.pass_) == (layer.name, annotator, 1) and r.doc_id in documents
    ]
    exact = span_f1(_exact(decided), _exact(read)).ingredients
    return Counter(
        {
            "documents": len(documents),
            "exact": exact["matched"],
            "spans": exact["gold"] + exact["predicted"],
            "alike": _alike(decided, read, lambda d, r: _same_thing(content.schema, layer, d, r)),
            **_share_alike(decided, read, "block"),
            **_share_alike(decided, read, "document"),
        }
    )


def _documents(content: CorpusData, layer: str, annotator: str) -> set[str]:
    """The documents that this annotator and at least one voting annotator have finished."""
    voted = voters_of(content.schema, content.passes)
    return {
        p.doc_id
        for p in content.passes
        if (p.layer, p.annotator, p.pass_) == (layer, annotator, 1)
        and p.status in ("done", "empty")
        and (layer, p.doc_id) in voted
    }


def _exact(side: Iterable[FinalLabel | Record]) -> list[tuple[int, int, tuple[str, str]]]:
    spans = (x for x in side if x.kind == "span")
    return [(x.start or 0, x.end or 0, (x.doc_id, x.label)) for x in spans]


def _alike(decided: Sequence[FinalLabel], read: Sequence[Record], agree: Agree) -> int:
    ours = [d for d in decided if d.kind == "span"]
    theirs = [r for r in read if r.kind == "span"]
    by_document: defaultdict[str, list[Record]] = defaultdict(list)
    for record in theirs:
        by_document[record.doc_id].append(record)
    return sum(
        _pairs(list(decisions), by_document[doc_id], agree)
        for doc_id, decisions in groupby(
            sorted(ours, key=attrgetter("doc_id")), attrgetter("doc_id")
        )
    )


def _pairs(decided: Sequence[FinalLabel], read: Sequence[Record], agree: Agree) -> int:
    """The greatest number of one-to-one pairs of one document that agree."""
    near = [
        [j for j, record in enumerate(read) if _touch(d, record) and agree(d, record)]
        for d in decided
    ]
    return len(most_pairs(near))


def _touch(a: FinalLabel, b: Record) -> bool:
    return (a.start or 0) < (b.end or 0) and (b.start or 0) < (a.end or 0)


def _same_thing(schema: Schema, layer: Layer, decision: FinalLabel, record: Record) -> bool:
    if decision.label != record.label:
        return False
    given = [name for name in layer.identity if name != "label"]
    return all(
        _share(schema, layer, name, decision.attributes.get(name), record.attributes.get(name))
        for name in given
    )


def _share(schema: Schema, layer: Layer, name: str, a: Values | None, b: Values | None) -> bool:
    if not isinstance(a, tuple) or not isinstance(b, tuple):
        return a == b
    attribute = layer.attribute(name)
    sides: dict[str, str] = {}
    if attribute is not None and attribute.source is not None:
        sides = {e.id: e.side or e.id for e in schema.vocabulary(attribute.source)}
    return bool(set(a) & set(b) or {sides.get(x, x) for x in a} & {sides.get(x, x) for x in b})


def _share_alike(
    decided: Sequence[FinalLabel], read: Sequence[Record], kind: str
) -> Mapping[str, int]:
    """The final labels of a kind, and those that are the same in the pass."""
    ours = {_place(d): d.label for d in decided if d.kind == kind}
    theirs = {_place(r): r.label for r in read if r.kind == kind}
    same = sum(theirs.get(place) == label for place, label in ours.items())
    return {kind: len(ours), f"same {kind}": same}


def _place(x: FinalLabel | Record) -> tuple[object, ...]:
    asked = tuple(sorted(x.attributes.items())) if x.kind == "document" else ()
    return x.doc_id, x.start, x.end, asked
