"""The tables of sizes: how items were decided, labels by split, and labels by `detect_by`."""

from collections import Counter
from collections.abc import Iterator

from communique.dataset.card.shortcuts import shortcuts
from communique.dataset.label_counts import size_rows, split_names
from communique.dataset.names import WAYS
from communique.dataset.tally import Tallied, WayKey, tally_of
from communique.schema import Attribute, Layer, Schema
from communique.util.markdown import table

_PLURAL = {"span": "spans", "block": "blocks", "document": "labels of documents"}


def ways_table(content: Tallied) -> str:
    """The kept items of each layer by how they were decided, and the number of rejected items."""
    ways = tally_of(content).ways
    rows = [row for layer in content.schema.layers for row in _ways(ways, layer)]
    return table(["layer", "items", "kept", *WAYS, "rejected"], rows)


def _ways(ways: Counter[WayKey], layer: Layer) -> Iterator[list[object]]:
    """One row for the items of the layer's unit, and one for further document values."""
    kinds = dict.fromkeys((layer.unit, *(("document",) if layer.document_columns else ())))
    for kind in kinds:
        counts: Counter[str] = Counter()
        rejected = 0
        for (name, of_kind, outcome, way), n in ways.items():
            if (name, of_kind) == (layer.name, kind):
                counts[way] += n if outcome == "kept" else 0
                rejected += n if outcome != "kept" else 0
        what = _PLURAL[kind] if kind == layer.unit else "values of documents"
        yield [layer.name, what, counts.total(), *(counts[way] for way in WAYS), rejected]


def labels_table(content: Tallied) -> str:
    """Labels and attribute values by split."""
    return table(["layer", "column", *split_names(content)], size_rows(content))


def crosstabs(content: Tallied) -> list[dict[str, str]]:
    """For each layer with `detect_by`: how often each of its values has each label."""
    return [
        {"layer": layer.name, "by": by.name, "table": _crosstab(content.schema, layer, by, counts)}
        for layer in content.schema.layers
        if (by := layer.detecting) and (counts := _values_by_label(content, layer, by))
    ]


def _values_by_label(content: Tallied, layer: Layer, by: Attribute) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    cases = tally_of(content).cases.get((layer.name, by.name))
    for _, own in cases.groups() if cases else ():
        for value, label, n in own:
            counts[str(value), label] += n
    return counts


def _crosstab(schema: Schema, layer: Layer, by: Attribute, counts: Counter[tuple[str, str]]) -> str:
    used = {value for value, _ in counts}
    order = [v for v in schema.values(layer, by.name) if v in used]
    rows: list[list[object]] = []
    for value in [*order, *sorted(used - set(order))]:
        each = [counts[value, label] for label in layer.label_ids]
        rows.append([f"`{value}`", *each, sum(each)])
    sums = [sum(int(str(row[n])) for row in rows) for n in range(1, len(layer.label_ids) + 2)]
    return table([by.name, *layer.label_ids, "all"], [*rows, ["all", *sums]])


def shortcuts_table(content: Tallied) -> str:
    """The shortcuts; empty if no layer has items in two groups."""
    rows: list[list[object]] = [
        [
            s.layer,
            f"label of the same `{s.known}`" if s.known else "most frequent label",
            s.items,
            f"{s.accuracy:.3f}",
            f"{s.macro_f1:.3f}",
        ]
        for s in shortcuts(content)
    ]
    return table(["layer", "prediction", "items", "accuracy", "macro F1"], rows) if rows else ""
