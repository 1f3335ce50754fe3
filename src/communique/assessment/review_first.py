"""What to look at first: the weakest labels, documents and pairs, and the widest disagreements."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from communique.assessment.measures import Plain
from communique.assessment.questions import place
from communique.records.items import ComparedItem, comparison_key
from communique.schema import Layer

_MOST: Final = 10
_FEW: Final = 5  # units below which a share says nothing of a value


def lowest(layer: Plain) -> dict[str, Any]:
    """The value, document and pair of the layer with the lowest agreement, by question."""
    return {q["question"]: _worst_of(q) for q in layer["questions"]}


def _worst_of(question: Plain) -> dict[str, Any]:
    values = [v for v in question["values"] if v["count"] >= _FEW]
    documents = [{"document": d, **found} for d, found in question["documents"].items()]
    return {
        "value": _lowest(values, "value"),
        "document": _lowest(documents, "document"),
        "pair": _lowest(question["pairs"], "annotators"),
    }


def _lowest(rows: Iterable[Plain], name: str) -> dict[str, Any] | None:
    known = [row for row in rows if row["observed"] is not None]
    if not known:
        return None
    lowest = min(known, key=lambda row: (row["observed"], str(row[name])))
    return {name: lowest[name], "observed": lowest["observed"]}


def review_first(layer: Layer, own: Sequence[ComparedItem]) -> list[dict[str, Any]]:
    """The open items on which annotators are most divided, the most divided first."""
    split = [item for item in own if item.is_shared and not item.unanimous]
    ranked = sorted(split, key=lambda item: (-_division(layer, item), *_place(item)))
    return [
        {
            "document": item.doc_id,
            "at": place(item),
            "said": _said(layer, item),
            "absent": sorted(set(item.voters) - {r.annotator for r in item.records}),
            "annotations": [r.annotation_id for r in item.records],
        }
        for item in ranked[:_MOST]
    ]


def _place(item: ComparedItem) -> tuple[str, int, str]:
    return item.doc_id, item.records[0].start or 0, place(item)


def _division(layer: Layer, item: ComparedItem) -> float:
    """How many different things were said (not marking it is one), a share of the voters."""
    different = {comparison_key(layer, r) for r in item.records}
    silent = len(item.records) < len(item.voters)
    return (len(different) + silent) / len(item.voters)


def _said(layer: Layer, item: ComparedItem) -> dict[str, list[str]]:
    """Label and place to who said so; the attributes are in the annotations."""
    found: dict[str, list[str]] = {}
    for r in item.records:
        where = "" if r.start is None else f" [{r.start}, {r.end})"
        found.setdefault(f"{r.label}{where}", []).append(r.annotator)
    return {key: sorted(names) for key, names in sorted(found.items())}
