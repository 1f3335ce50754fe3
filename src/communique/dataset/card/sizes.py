"""The tables of sizes: how items were decided, labels by split, and labels by `detect_by`."""

from collections import Counter
from collections.abc import Iterator

from communique.dataset.card.shortcuts import labelled_items, shortcuts
from communique.dataset.content import CorpusData
from communique.dataset.label_counts import size_rows, split_names
from communique.dataset.names import WAYS
from communique.schema import Attribute, Layer
from communique.util.markdown import table

_PLURAL = {"span": "spans", "block": "blocks", "document": "labels of documents"}


def ways_table(content: CorpusData) -> str:
    """The kept items of each layer by how they were decided, and the number of rejected items."""
    rows = [row for layer in content.schema.layers for row in _ways(content, layer)]
    return table(["layer", "items", "kept", *WAYS, "rejected"], rows)


def _ways(content: CorpusData, layer: Layer) -> Iterator[list[object]]:
    """One row for the items of the layer's unit, and one for further document values."""
    kinds = dict.fromkeys((layer.unit, *(("document",) if layer.document_columns else ())))
    for kind in kinds:
        kept = [d for d in content.decisions if (d.layer, d.kind) == (layer.name, kind)]
        rejected = sum((d.layer, d.kind) == (layer.name, kind) for d in content.rejected)
        counts = Counter(d.decision for d in kept)
        what = _PLURAL[kind] if kind == layer.unit else "values of documents"
        yield [layer.name, what, len(kept), *(counts[way] for way in WAYS), rejected]


def labels_table(content: CorpusData) -> str:
    """Labels and attribute values by split."""
    return table(["layer", "column", *split_names(content)], size_rows(content))


def crosstabs(content: CorpusData) -> list[dict[str, str]]:
    """For each layer with `detect_by`: how often each of its values has each label."""
    return [
        {"layer": layer.name, "by": by.name, "table": _crosstab(content, layer, by)}
        for layer in content.schema.layers
        if (by := layer.detecting) and labelled_items(content, layer)
    ]


def _crosstab(content: CorpusData, layer: Layer, by: Attribute) -> str:
    items = labelled_items(content, layer)
    counts = Counter((str(item.attributes.get(by.name)), item.label) for item in items)
    used = {value for value, _ in counts}
    order = [v for v in content.schema.values(layer, by.name) if v in used]
    rows: list[list[object]] = []
    for value in [*order, *sorted(used - set(order))]:
        each = [counts[value, label] for label in layer.label_ids]
        rows.append([f"`{value}`", *each, sum(each)])
    sums = [sum(int(str(row[n])) for row in rows) for n in range(1, len(layer.label_ids) + 2)]
    return table([by.name, *layer.label_ids, "all"], [*rows, ["all", *sums]])


def shortcuts_table(content: CorpusData) -> str:
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
