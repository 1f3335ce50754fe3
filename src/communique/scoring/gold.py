"""The gold labels of one layer, by unit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from communique.records.predictions import (
    BlockLabel,
    BlockSpans,
    GivenSpan,
    PredictedSpan,
    SentenceLabel,
    Unit,
)

Form = Literal["spans", "given", "blocks", "sentences"]
UnitKey = tuple[str, ...]


class GoldError(ValueError):
    """The gold has no such layer, split or label."""


class GoldUnit(NamedTuple):
    """A unit with its gold labels, in the form of a prediction, and its document."""

    doc_id: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class GoldLayer:
    """What is scored in a layer.

    `labels`: all labels, in the order of the schema. `identity`: the attributes that tell spans of
    one place apart. `several`: the attribute whose values are labels of the layer (a block with
    several labels). `target`: the attribute that sentences are asked about. `attributes`: those
    that are compared. `no_label`: the label of a sentence that has none.
    """

    name: str
    labels: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    several: str | None = None
    target: str | None = None
    attributes: tuple[str, ...] = ()
    no_label: str = "none"


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold units of a layer in one form, by key (see `unit_key`).

    `groups`: the group of each document, for documents that belong together. `annotators`: the
    labels that each annotator gave, by unit. `shares`: of blocks of spans, the share of annotators
    who marked each label there.
    """

    layer: GoldLayer
    form: Form
    units: Mapping[UnitKey, GoldUnit]
    groups: Mapping[str, str] = field(default_factory=dict[str, str])
    annotators: Mapping[str, Mapping[UnitKey, str]] = field(
        default_factory=dict[str, Mapping[UnitKey, str]]
    )
    shares: Mapping[UnitKey, Mapping[str, float]] = field(
        default_factory=dict[UnitKey, Mapping[str, float]]
    )

    @property
    def documents(self) -> list[str]:
        """The documents that have a unit, sorted."""
        return sorted({unit.doc_id for unit in self.units.values()})


def form_of(unit: Unit) -> Form:
    """The form of a unit."""
    match unit:
        case BlockSpans():
            return "spans"
        case GivenSpan():
            return "given"
        case BlockLabel():
            return "blocks"
        case SentenceLabel():
            return "sentences"


def spans_of(units: Mapping[UnitKey, GoldUnit]) -> Iterator[PredictedSpan]:
    """Every span of units by block."""
    for _, unit in units.values():
        if isinstance(unit, BlockSpans):
            yield from unit.spans


def labelled(unit: Unit) -> Sequence[tuple[str, Mapping[str, str | list[str] | None]]]:
    """Label and attributes of everything in a unit."""
    match unit:
        case BlockSpans():
            return [(span.label, span.attributes) for span in unit.spans]
        case SentenceLabel():
            return [(unit.label, {})]
        case _:
            return [(unit.label, unit.attributes)]
