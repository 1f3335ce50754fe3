"""Columns of `documents` that are derived from the spans of a layer."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from datasets import ClassLabel, List

from communique.dataset.arrays import Row
from communique.dataset.final_label import FinalLabel
from communique.dataset.layer_features import INT, attribute_feature
from communique.schema import Layer, Schema
from communique.schema.attribute import Value
from communique.schema.derived import LEANS, Derived

LEAN: Final = "lean"
ENOUGH: Final = 2  # spans of a label that make a lean, if none of them is clear


def lean_names(layer: Layer) -> list[str]:
    """The classes of `lean`."""
    return [*layer.label_ids, *LEANS]


def clear_column(derived: Derived) -> str | None:
    """The column that counts the clear spans; None where none is clearer than another."""
    return "_".join(v for values in derived.clear.values() for v in values) or None


def derived_feature(schema: Schema, layer: Layer, derived: Derived) -> Any:
    """The column: a list with an entry for each value of `by`."""
    by = next(a for a in layer.columns if a.name == derived.by)
    clear = clear_column(derived)
    return List(
        {
            derived.by: attribute_feature(schema, layer, by),
            **dict.fromkeys(layer.label_ids, INT),
            **({clear: INT} if clear else {}),
            LEAN: ClassLabel(names=lean_names(layer)),
        }
    )


def derived_column(schema: Schema, column: str) -> tuple[Layer, Derived] | None:
    """The layer and the rule of a column of `documents`; None without one."""
    pairs = ((layer, d) for layer in schema.layers for d in layer.derive if d.name == column)
    return next(pairs, None)


def derived_rows(
    schema: Schema, layer: Layer, derived: Derived, labels: Iterable[FinalLabel]
) -> list[Row]:
    """The entries of one document, in the order of the schema. `labels` are its kept spans."""
    counted = [x for x in labels if x.kind == "span" and _has(x, derived.where)]
    attribute = layer.attribute(derived.by)
    listed = schema.entries(layer, attribute) if attribute else ()
    values = [v.id for v in listed if v.is_part_of(layer.guideline_version)]
    return [
        _entry(layer, derived, v, [x for x in counted if x.attributes.get(derived.by) == v])
        for v in values
        if v not in derived.without
    ]


def _entry(layer: Layer, derived: Derived, value: str, spans: Sequence[FinalLabel]) -> Row:
    counts = Counter(x.label for x in spans)
    clear = [x.label for x in spans if derived.clear and _has(x, derived.clear)]
    column = clear_column(derived)
    return {
        derived.by: value,
        **{label: counts[label] for label in layer.label_ids},
        **({column: len(clear)} if column else {}),
        LEAN: lean(counts, clear),
    }


def lean(counts: Mapping[str, int], clear: Sequence[str]) -> str:
    """Which label most of the spans have. `clear` are the labels of the spans that are clear.

    >>> lean({"favor": 2, "against": 1}, []), lean({"favor": 1}, ["favor"])
    ('favor', 'favor')
    >>> lean({"favor": 1, "against": 1}, ["favor"]), lean({"favor": 1}, []), lean({}, [])
    ('mixed', 'unclear', 'none')
    """
    most = max(counts.values(), default=0)
    if not most:
        return "none"
    first, *others = [label for label, n in counts.items() if n == most]
    if others:
        return "mixed"
    return first if most >= ENOUGH or first in clear else "unclear"


def _has(label: FinalLabel, facts: Mapping[str, tuple[str, ...]]) -> bool:
    for name, wanted in facts.items():
        given = label.attributes.get(name) or ()
        if not set(wanted) & set((given,) if isinstance(given, str) else given):
            return False
    return True


def lean_terms(layer: Layer) -> Iterator[Value]:
    """What the classes of `lean` mean."""
    for label in layer.label_ids:
        yield Value(id=label, definition=f"Most of the spans are `{label}`, and they are enough")
    meanings = (
        "No label has more spans than each other label",
        "One label has most of the spans, but they are too few",
        "There is no such span",
    )
    for name, meaning in zip(LEANS, meanings, strict=True):
        yield Value(id=name, definition=meaning)
