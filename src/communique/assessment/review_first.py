"""What to review first: the labels, documents and pairs with the lowest agreement, and items."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from communique.assessment.measures import Plain
from communique.assessment.questions import place, place_of_pair
from communique.records.items import ComparedItem, comparison_key
from communique.records.linked_pairs import LinkedPair, joined
from communique.schema import Layer

MOST_DIVIDED: Final = 10  # items and pairs of a layer that a report lists
_FEW: Final = 5  # units below which a share says nothing of a value


def lowest(layer: Plain) -> dict[str, Any]:
    """The value, document and pair of the layer with the lowest agreement, by question."""
    return {q["question"]: _lowest_of(q) for q in layer["questions"]}


def _lowest_of(question: Plain) -> dict[str, Any]:
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


Ranked = tuple[tuple[Any, ...], dict[str, Any]]  # the sort key, and what is shown


def ranked(
    layer: Layer, items: Sequence[ComparedItem], pairs: Sequence[LinkedPair] = ()
) -> list[Ranked]:
    """The open items and linked pairs on which annotators are most divided, most divided first."""
    rows: list[Ranked] = [
        ((-_division(layer, item), *_place(item)), _item(item))
        for item in items
        if item.is_shared and not item.unanimous
    ]
    rows += [
        ((-_division_of_pair(pair), *_place(pair.source)), _pair(pair))
        for pair in pairs
        if pair.source.is_shared and not pair.unanimous
    ]
    return most_divided(rows)


def most_divided(rows: Iterable[Ranked]) -> list[Ranked]:
    """The first of several such lists together."""
    return sorted(rows, key=lambda row: row[0])[:MOST_DIVIDED]


def _item(item: ComparedItem) -> dict[str, Any]:
    return {
        "document": item.doc_id,
        "at": place(item),
        "said": _answers(item),
        "absent": sorted(set(item.voters) - {r.annotator for r in item.records}),
        "annotations": [r.annotation_id for r in item.records],
    }


def _pair(pair: LinkedPair) -> dict[str, Any]:
    answers: dict[str, list[str]] = {}
    for who, labels in pair.labels.items():
        answers.setdefault(joined(labels), []).append(who)
    return {
        "document": pair.doc_id,
        "at": place_of_pair(pair),
        "said": {key: sorted(names) for key, names in sorted(answers.items())},
        "absent": sorted(set(pair.voters) - set(pair.labels)),
        "annotations": [r.annotation_id for i in (pair.source, pair.target) for r in i.records],
    }


def _place(item: ComparedItem) -> tuple[str, int, str]:
    return item.doc_id, item.records[0].start or 0, place(item)


def _division(layer: Layer, item: ComparedItem) -> float:
    """The number of different answers (not marking it is one) as a share of the voters."""
    different = {comparison_key(layer, r) for r in item.records}
    is_absent = len(item.records) < len(item.voters)
    return (len(different) + is_absent) / len(item.voters)


def _division_of_pair(pair: LinkedPair) -> float:
    is_absent = len(pair.labels) < len(pair.voters)
    return (len(set(pair.labels.values())) + is_absent) / len(pair.voters)


def _answers(item: ComparedItem) -> dict[str, list[str]]:
    """Label and place to the annotators who gave them; the attributes are in the annotations."""
    answers: dict[str, list[str]] = {}
    for r in item.records:
        where = "" if r.start is None else f" [{r.start}, {r.end})"
        answers.setdefault(f"{r.label}{where}", []).append(r.annotator)
    return {key: sorted(names) for key, names in sorted(answers.items())}
