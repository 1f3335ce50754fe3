"""How far annotators agree with themselves, where they did documents again."""

from collections import Counter
from collections.abc import Sequence

from communique.agreement import Coefficient, span_f1
from communique.assessment.measures import Plain
from communique.records import PassStatus, Record
from communique.records.items import comparison_key
from communique.schema import Layer, Schema


class ConsistencyPool:
    """Later passes of annotators over a layer against the first, on the documents of both.

    Records are added some documents at a time; `passes` are those of all documents.
    """

    def __init__(self, schema: Schema, passes: Sequence[PassStatus]) -> None:
        self._schema = schema
        finished = [p for p in passes if p.status in ("done", "empty")]
        keys = sorted({(p.layer, p.annotator, p.pass_) for p in finished if p.pass_ > 1})
        self._both = {
            (name, who, n): _documents(finished, name, who, 1) & _documents(finished, name, who, n)
            for name, who, n in keys
        }
        self._counts: Counter[tuple[tuple[str, str, int], str, str]] = Counter()

    def add(self, records: Sequence[Record]) -> None:
        """Add all records of some documents."""
        for key, both in self._both.items():
            layer = self._schema.layer(key[0])
            own = [r for r in records if (r.layer, r.annotator) == key[:2] and r.doc_id in both]
            if own:
                first, again = ([r for r in own if r.pass_ == n] for n in (1, key[2]))
                for name, score in _alike(layer, first, again).items():
                    self._counts[key, name, "matched"] += score.ingredients["matched"]
                    both_sides = score.ingredients["gold"] + score.ingredients["predicted"]
                    self._counts[key, name, "both"] += both_sides

    def measures(self) -> list[Plain]:
        """One entry for each later pass."""
        return [
            {
                "layer": key[0],
                "annotator": key[1],
                "pass": key[2],
                "documents": sorted(both),
                **{name: self._f1(key, name) for name in ("spans_exact_f1", "everything_f1")},
            }
            for key, both in self._both.items()
        ]

    def _f1(self, key: tuple[str, str, int], name: str) -> float | None:
        both = self._counts[key, name, "both"]
        return 2 * self._counts[key, name, "matched"] / both if both else None


def _documents(passes: Sequence[PassStatus], layer: str, annotator: str, pass_: int) -> set[str]:
    wanted = (layer, annotator, pass_)
    return {p.doc_id for p in passes if (p.layer, p.annotator, p.pass_) == wanted}


def _alike(
    layer: Layer, first: Sequence[Record], again: Sequence[Record]
) -> dict[str, Coefficient]:
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


def _f1(first: Sequence[tuple[object, ...]], again: Sequence[tuple[object, ...]]) -> Coefficient:
    """As `span_f1`, exact, of anything that can be compared."""
    sides = [[(0, 1, item) for item in side] for side in (first, again)]
    return span_f1(sides[0], sides[1])
