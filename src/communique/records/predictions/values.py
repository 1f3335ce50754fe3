"""Labels, attributes and shares of a prediction, compared with the schema."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from communique.problems import Fault
from communique.records.predictions.json_line import shown
from communique.records.predictions.model import AttributeValues, Shares
from communique.records.predictions.problem_kinds import PREDICTION_UNKNOWN_VALUE
from communique.schema import Attribute, Layer, Schema
from communique.schema.names import DETECTION, MIXED

ALL_SPLITS: Final = "all"
NONE: Final = "none"  # the label of a sentence without a span
CATCH_ALL: Final = "other"  # no sentence is asked about it
_MOST_LISTED: Final = 12


@dataclass(frozen=True)
class LayerValues:
    """What a prediction in a layer can say, under the current guideline. With `detects`, its units
    are the sentences of the layer.
    """

    schema: Schema
    layer: Layer
    detects: bool = False

    @property
    def name(self) -> str:
        """The name in the header."""
        return f"{self.layer.name}{DETECTION}" if self.detects else self.layer.name

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The labels of a unit, in schema order."""
        return (*self.layer.label_ids, *((MIXED, NONE) if self.detects else ()))

    @cached_property
    def attributes(self) -> dict[str, Attribute]:
        """The attributes of a unit that say something about the text, by name."""
        return {} if self.detects else {a.name: a for a in self.layer.columns}

    @cached_property
    def targets(self) -> tuple[str, ...]:
        """The values that every sentence is asked about; () without `detects`."""
        asked = self.layer.detecting if self.detects else None
        allowed = self.allowed[asked.name] if asked else ()
        return tuple(v for v in allowed if v != CATCH_ALL)

    @cached_property
    def allowed(self) -> dict[str, tuple[str, ...]]:
        """The values of each attribute, in schema order; () for a free text."""
        return {
            a.name: tuple(entry.id for entry in self.schema.entries(self.layer, a))
            for a in self.layer.columns
        }

    def label_faults(self, label: str, soft: Shares | None) -> Iterator[Fault]:
        """What is wrong with a label and with the shares of labels beside it."""
        if label not in self.labels:
            yield PREDICTION_UNKNOWN_VALUE, f"label: {_unknown(label, self.labels)}"
        if soft is None:
            return
        for name, share in soft.items():
            if name not in self.labels:
                yield PREDICTION_UNKNOWN_VALUE, f"soft: {_unknown(name, self.labels)}"
            elif not 0 <= share <= 1:
                message = f"soft: the share of {name!r} is {share}, expected 0 to 1"
                yield PREDICTION_UNKNOWN_VALUE, message
        if not any(soft.values()):
            yield PREDICTION_UNKNOWN_VALUE, "soft: no label has a share"

    def attribute_faults(self, label: str, attributes: AttributeValues) -> Iterator[Fault]:
        """What is wrong with the attributes of a unit with that label."""
        for name, value in attributes.items():
            attribute = self.attributes.get(name)
            if attribute is None:
                message = _no_attribute(self.layer, name, tuple(self.attributes))
            elif value is None:
                continue
            elif not attribute.applies_to(label) and label in self.labels:
                message = f"{label!r} has no such attribute"
            else:
                message = _value_fault(attribute, self.allowed[name], value)
            if message:
                yield PREDICTION_UNKNOWN_VALUE, f"{_cut(name)}: {message}"


def _no_attribute(layer: Layer, name: str, known: Sequence[str]) -> str:
    attribute = layer.attribute(name)
    if attribute is not None and attribute.level == "document":
        return "is a value of the whole document, and a prediction has none"
    if attribute is not None:
        return "is about the work of annotating, and a prediction has no such value"
    return f"is not an attribute of {layer.name}; expected {_one_of(known)}"


def _value_fault(attribute: Attribute, allowed: Sequence[str], value: str | list[str]) -> str:
    if isinstance(value, list) and not attribute.many:
        return f"expected one value, found a list: {shown(value)}"
    values = [value] if isinstance(value, str) else value
    if not allowed:
        return "" if all(v.strip() for v in values) else "the text is empty"
    if strange := [v for v in values if v not in allowed]:
        return _unknown(strange[0], allowed)
    if len(set(values)) < len(values):
        return f"a value is given twice: {shown(values)}"
    if attribute.max and len(values) > attribute.max:
        return f"{len(values)} values, expected at most {attribute.max}"
    return ""


def _unknown(value: str, known: Sequence[str]) -> str:
    return f"{shown(value)} is not in the schema; expected {_one_of(known)}"


def _one_of(values: Sequence[str]) -> str:
    if not values:
        return "none"
    listed = ", ".join(values[:_MOST_LISTED])
    more = len(values) - _MOST_LISTED
    return listed if more <= 0 else f"{listed} or {more} more"


def _cut(name: str) -> str:
    return name if name.isidentifier() else shown(name)
