"""Check a region of another tool as the reader will, and leave out what is not allowed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from communique.label_studio.controls import UNIT, Control
from communique.label_studio.reading.offset_encoding import EncodingVotes
from communique.label_studio.reading.problem_kinds.layers import (
    ATTRIBUTE_NOT_ALLOWED,
    UNKNOWN_VALUE,
    WRONG_CARDINALITY,
)
from communique.label_studio.reading.region import Answer, Region
from communique.label_studio.reading.validation import RegionValidator, ValidRegion
from communique.problems import Fault
from communique.schema import Layer, Schema

Attributes = Mapping[str, tuple[str, ...]]
_OF_ATTRIBUTES: Final = frozenset((ATTRIBUTE_NOT_ALLOWED, UNKNOWN_VALUE, WRONG_CARDINALITY))


class NotTakenError(ValueError):
    """An annotation cannot be taken. `cause` is a key of the causes of losses."""

    def __init__(self, cause: str, message: str) -> None:
        super().__init__(message)
        self.cause = cause


@dataclass(frozen=True, slots=True)
class CheckedRegion:
    """A range of the cleaned text with its label. `block_type` is set in a layer of blocks."""

    span: tuple[int, int]
    label: str
    block_type: str | None = None


@dataclass(frozen=True)
class RegionChecker:
    """Compares regions of one layer with the schema. Required attributes may be missing."""

    schema: Schema
    layer: Layer
    known: Mapping[str, Control]

    @cached_property
    def _validator(self) -> RegionValidator:
        return RegionValidator(self.schema, self.layer, self.known, is_import=True)

    def checked(
        self, region: CheckedRegion, given: Attributes, text: str
    ) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
        """The attributes that the layer allows there, and what identifies the region.

        Raises NotTakenError if the region itself is not sound.
        """
        attributes: dict[str, tuple[str, ...]] = dict(given)
        result = self._validated(region, attributes, text)
        while not isinstance(result, ValidRegion) and (count := _of_attributes(result)):
            for name in attributes:
                fewer = {n: v for n, v in attributes.items() if n != name}
                again = self._validated(region, fewer, text)
                if isinstance(again, ValidRegion) or _of_attributes(again) < count:
                    attributes, result = fewer, again
                    break
            else:
                break
        if not isinstance(result, ValidRegion):
            raise NotTakenError("border", "; ".join(message for _, message in result))
        return attributes, result.statement.identity

    def _validated(
        self, region: CheckedRegion, attributes: Attributes, text: str
    ) -> ValidRegion | Sequence[Fault]:
        head: Answer = (self.layer.control, (region.label,))
        answers: list[Answer] = [head]
        if region.block_type is not None:
            answers.append((UNIT, (region.block_type,)))
        for control in self.known.values():
            if control.level == "region" and control.attribute:
                values = attributes.get(control.attribute.name)
                if values and control.name != self.layer.control:
                    answers.append((control.name, values))
        start, end = region.span
        whole = Region("", start, end, text[start:end], None, tuple(sorted(answers)))
        return self._validator.any_region(whole, text, EncodingVotes(lambda: ()))


def _of_attributes(faults: Sequence[Fault]) -> int:
    return sum(kind in _OF_ATTRIBUTES for kind, _ in faults)
