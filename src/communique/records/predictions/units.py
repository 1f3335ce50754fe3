"""The unit of a line, compared with the schema and with the text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from communique.problems import ProblemKind
from communique.records.predictions.json_line import as_type, shown
from communique.records.predictions.model import (
    BlockLabel,
    BlockSpans,
    GivenSpan,
    PredictedSpan,
    SentenceLabel,
    Unit,
)
from communique.records.predictions.places import BlockText, Places
from communique.records.predictions.problem_kinds import (
    PREDICTION_DUPLICATE,
    PREDICTION_OFFSETS,
    PREDICTION_TEXT,
    PREDICTION_UNKNOWN_UNIT,
    PREDICTION_UNKNOWN_VALUE,
)
from communique.records.predictions.values import LayerValues
from communique.schema import Layer

UnitKey = tuple[str, ...]


class UnitFault(NamedTuple):
    """What is wrong with a unit; `span` is the number of the span (from 1), 0 for the unit."""

    kind: ProblemKind
    message: str
    span: int = 0


def unit_type(values: LayerValues, line: Mapping[str, Any]) -> type[Unit]:
    """The form that a line must have."""
    if values.detects:
        return SentenceLabel
    if values.layer.unit == "block":
        return BlockLabel
    return GivenSpan if "uid" in line else BlockSpans


def unit_key(unit: Unit) -> UnitKey:
    """What can be predicted only once."""
    match unit:
        case GivenSpan():
            return (unit.uid,)
        case SentenceLabel():
            return (unit.doc_id, unit.sentence_id, unit.target)
        case _:
            return (unit.doc_id, unit.block_id)


def identity_of(
    layer: Layer, label: str, attributes: Mapping[str, Any]
) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """What tells two spans of one range apart: the label and the attributes of `identity`."""
    values = (attributes.get(name) or () for name in layer.identity)
    return label, tuple((v,) if isinstance(v, str) else tuple(sorted(v)) for v in values)


def as_unit(values: LayerValues, line: Mapping[str, Any]) -> Unit:
    """The line as a typed value. Raises ValueError, which names key and expectation."""
    return as_type(line, unit_type(values, line))


@dataclass(frozen=True, slots=True)
class UnitCheck:
    """Compares units with the schema and with what the corpus has."""

    values: LayerValues
    places: Places

    def faults(self, unit: Unit) -> Iterator[UnitFault]:
        """Everything that is wrong with a unit."""
        match unit:
            case GivenSpan():
                if self.places.uids is not None and unit.uid not in self.places.uids:
                    yield UnitFault(PREDICTION_UNKNOWN_UNIT, f"no span {shown(unit.uid)}")
                yield from self._labelled(unit)
            case SentenceLabel():
                yield from self._sentence(unit)
            case BlockLabel():
                yield from self._block(unit)
            case BlockSpans():
                yield from self._spans(unit)

    def _labelled(self, unit: GivenSpan | BlockLabel | PredictedSpan) -> Iterator[UnitFault]:
        for fault in self.values.label_faults(unit.label, unit.soft):
            yield UnitFault(*fault)
        for fault in self.values.attribute_faults(unit.label, unit.attributes):
            yield UnitFault(*fault)

    def _sentence(self, unit: SentenceLabel) -> Iterator[UnitFault]:
        known = self.places.sentences and self.places.sentences(unit.doc_id)
        if self.places.blocks(unit.doc_id) is None:
            yield UnitFault(PREDICTION_UNKNOWN_UNIT, f"no document {shown(unit.doc_id)}")
        elif known is not None and unit.sentence_id not in known:
            yield UnitFault(PREDICTION_UNKNOWN_UNIT, f"no sentence {shown(unit.sentence_id)}")
        if unit.target not in self.values.targets:
            known = ", ".join(self.values.targets)
            message = f"target: {shown(unit.target)} is not in the schema; expected {known}"
            yield UnitFault(PREDICTION_UNKNOWN_VALUE, message)
        for fault in self.values.label_faults(unit.label, unit.soft):
            yield UnitFault(*fault)

    def _block(self, unit: BlockLabel) -> Iterator[UnitFault]:
        block = self._find(unit)
        wanted = self.values.layer.units
        if block is None:
            yield self._no_block(unit)
        elif block.type not in wanted:
            message = f"block {unit.block_id} is a {block.type}; expected {' or '.join(wanted)}"
            yield UnitFault(PREDICTION_UNKNOWN_UNIT, message)
        yield from self._labelled(unit)

    def _spans(self, unit: BlockSpans) -> Iterator[UnitFault]:
        block = self._find(unit)
        if block is None:
            yield self._no_block(unit)
        seen: dict[object, int] = {}
        for number, span in enumerate(unit.spans, start=1):
            identity = identity_of(self.values.layer, span.label, span.attributes)
            first = seen.setdefault((span.start, span.end, identity), number)
            if first != number:
                same = ", ".join(self.values.layer.identity)
                message = f"the same as span {first}: [{span.start}, {span.end}) and {same}"
                yield UnitFault(PREDICTION_DUPLICATE, message, number)
            text = block.text if block else None
            for fault in (*_place_faults(span, text), *self._labelled(span)):
                yield fault._replace(span=number)

    def _find(self, unit: BlockLabel | BlockSpans) -> BlockText | None:
        return (self.places.blocks(unit.doc_id) or {}).get(unit.block_id)

    def _no_block(self, unit: BlockLabel | BlockSpans) -> UnitFault:
        if self.places.blocks(unit.doc_id) is None:
            return UnitFault(PREDICTION_UNKNOWN_UNIT, f"no document {shown(unit.doc_id)}")
        message = f"no block {shown(unit.block_id)} in the text of {unit.doc_id}"
        return UnitFault(PREDICTION_UNKNOWN_UNIT, message)


def _place_faults(span: PredictedSpan, text: str | None) -> Iterator[UnitFault]:
    place = f"[{span.start}, {span.end})"
    if not 0 <= span.start < span.end:
        message = f"{place} is not a range: expected 0 <= start < end"
        yield UnitFault(PREDICTION_OFFSETS, message)
    elif text is not None and span.end > len(text):
        message = f"{place} ends after the block, which has {len(text)} characters"
        yield UnitFault(PREDICTION_OFFSETS, message)
    elif text is not None:
        words = text[span.start : span.end]
        if span.text is not None and span.text != words:
            message = f"{place} is {shown(words)}, but `text` is {shown(span.text)}"
            yield UnitFault(PREDICTION_TEXT, message)
        elif not words.strip():
            yield UnitFault(PREDICTION_OFFSETS, f"{place} has blanks only")
