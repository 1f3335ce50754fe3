"""Labels and attribute values by split, as tables show them."""

from collections import Counter
from collections.abc import Sequence

from communique.dataset.tally import Tallied, tally_of
from communique.dataset.value_counts import counted_questions


def size_rows(content: Tallied) -> list[list[object]]:
    """One row for each label set and each attribute with few values.

    A row has the layer, the name, and the counts in each split as `value n, value n`.
    """
    counts = tally_of(content).values
    rows: list[list[object]] = []
    for layer in content.schema.layers:
        for name, order in counted_questions(content.schema, layer):
            own = [
                Counter({value: counts[layer.name, name, split, value] for value in order})
                for split in split_names(content)
            ]
            rows.append([layer.name, name, *(_listed(order, each) for each in own)])
    return rows


def split_names(content: Tallied) -> list[str]:
    """The splits that have a document, in the order of the schema."""
    used = {p.split for p in content.placements.values()}
    return [s for s in content.schema.splits if s in used] or sorted(used)


def _listed(order: Sequence[str], counts: Counter[str]) -> str:
    return ", ".join(f"{value} {counts[value]}" for value in order if counts[value]) or "none"
