"""How far annotators agree with themselves, where they did documents again."""

from collections.abc import Sequence

from communique.agreement import span_f1
from communique.assessment.measures import Plain
from communique.records import PassStatus, Record
from communique.records.items import comparison_key
from communique.schema import Layer, Schema


def self_consistency(
    schema: Schema, records: Sequence[Record], passes: Sequence[PassStatus]
) -> list[Plain]:
    """A later pass of an annotator over a layer against the first, on the documents of both."""
    finished = [p for p in passes if p.status in ("done", "empty")]
    keys = sorted({(p.layer, p.annotator, p.pass_) for p in finished if p.pass_ > 1})
    found: list[Plain] = []
    for name, annotator, pass_ in keys:
        layer = schema.layer(name)
        both = _documents(finished, name, annotator, 1) & _documents(
            finished, name, annotator, pass_
        )
        own = [r for r in records if (r.layer, r.annotator) == (name, annotator)]
        first, again = ([r for r in own if r.pass_ == n and r.doc_id in both] for n in (1, pass_))
        found.append(
            {
                "layer": name,
                "annotator": annotator,
                "pass": pass_,
                "documents": sorted(both),
                **_alike(layer, first, again),
            }
        )
    return found


def _documents(passes: Sequence[PassStatus], layer: str, annotator: str, pass_: int) -> set[str]:
    wanted = (layer, annotator, pass_)
    return {p.doc_id for p in passes if (p.layer, p.annotator, p.pass_) == wanted}


def _alike(layer: Layer, first: Sequence[Record], again: Sequence[Record]) -> Plain:
    """F1 of the spans by range and label, and of everything that counts, whatever its kind."""
    spans = [
        [(r.doc_id, r.start, r.end, r.label) for r in side if r.kind == "span"]
        for side in (first, again)
    ]
    whole = [[_key(layer, r) for r in side] for side in (first, again)]
    return {"spans_exact_f1": _f1(*spans), "everything_f1": _f1(*whole)}


def _key(layer: Layer, record: Record) -> tuple[object, ...]:
    asked = () if record.kind != "document" else tuple(sorted(record.attributes.items()))
    return (record.doc_id, asked, *comparison_key(layer, record))


def _f1(first: Sequence[tuple[object, ...]], again: Sequence[tuple[object, ...]]) -> float | None:
    """As `span_f1`, exact, of anything that can be compared."""
    sides = [[(0, 1, item) for item in side] for side in (first, again)]
    return span_f1(sides[0], sides[1]).value
