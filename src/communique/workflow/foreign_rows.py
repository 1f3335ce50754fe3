"""The annotations of one document of another tool, as the rows of a Label Studio task."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from communique.formats.foreign import ForeignRelation, Reading
from communique.formats.mapped import MappedAnnotation
from communique.label_studio.controls import UNIT, Control, controls
from communique.label_studio.intake.alignment import Alignment
from communique.label_studio.reading.offset_encoding import EncodingVotes
from communique.label_studio.reading.problem_kinds.layers import (
    ATTRIBUTE_NOT_ALLOWED,
    UNKNOWN_VALUE,
    WRONG_CARDINALITY,
)
from communique.label_studio.reading.region import Answer, Region
from communique.label_studio.reading.validation import RegionValidator, ValidRegion
from communique.label_studio.writing.result_rows import (
    Row,
    labelled_rows,
    relation_row,
    value_rows,
)
from communique.problems import Fault
from communique.schema import Layer, Schema

_OF_ATTRIBUTES: Final = frozenset((ATTRIBUTE_NOT_ALLOWED, UNKNOWN_VALUE, WRONG_CARDINALITY))


class NotTakenError(ValueError):
    """An annotation cannot be taken. `cause` is a key of the causes of losses."""

    def __init__(self, cause: str, message: str) -> None:
        super().__init__(message)
        self.cause = cause


@dataclass(frozen=True)
class RowMaker:
    """Makes the rows of documents in one layer. Losses go to the reading."""

    schema: Schema
    layer: Layer
    reading: Reading

    @cached_property
    def known(self) -> Mapping[str, Control]:
        """The controls of the layer's page."""
        return controls(self.schema, self.layer)

    @cached_property
    def validator(self) -> RegionValidator:
        """What regions are compared with. Required attributes may be missing."""
        return RegionValidator(self.schema, self.layer, self.known, is_import=True)

    def of(
        self,
        annotations: Sequence[MappedAnnotation],
        relations: Sequence[ForeignRelation],
        alignment: Alignment,
    ) -> "DocumentRows":
        """The rows of one document or part."""
        made = DocumentRows(self, alignment)
        for annotation in annotations:
            made.add(annotation)
        made.add_values(a for a in annotations if a.attribute is not None)
        made.add_relations(relations)
        return made


@dataclass
class DocumentRows:
    """The rows of one document. `not_taken` has the annotations that could not be moved."""

    maker: RowMaker
    alignment: Alignment
    rows: list[Row] = field(default_factory=list[Row])
    not_taken: list[tuple[MappedAnnotation, NotTakenError]] = field(
        default_factory=list[tuple[MappedAnnotation, NotTakenError]]
    )
    _regions: dict[str, str] = field(default_factory=dict[str, str])  # region by annotation
    _same: dict[object, str] = field(default_factory=dict[object, str])

    def add(self, annotation: MappedAnnotation) -> None:
        """Add the rows of a span or block."""
        if annotation.attribute is not None:
            return
        try:
            self.rows += self._region_rows(annotation)
        except NotTakenError as error:
            self.maker.reading.lose(error.cause)
            if error.cause not in ("duplicate", "empty"):
                self.not_taken.append((annotation, error))

    def _region_rows(self, annotation: MappedAnnotation) -> list[Row]:
        start, end = self._place(annotation)
        document, layer = self.alignment.document, self.maker.layer
        block = document.block_at(start, end) if layer.unit == "block" else None
        if layer.unit == "block" and (
            block is None or block.range != (start, end) or block.type not in layer.units
        ):
            raise NotTakenError("not_a_block", "it is not one whole block of the layer")
        region_id = block.block_id if block else annotation.id
        type_ = block.type if block else None
        region = Region(region_id, start, end, document.text[start:end])
        attributes, identity = self._checked(annotation, region, type_)
        key = block.block_id if block else (start, end, identity)
        if key in self._same:
            self._regions[annotation.id] = self._same[key]
            if block and self._same[key, "label"] != annotation.label:
                raise NotTakenError("several_labels", "its block has another label already")
            raise NotTakenError("duplicate", "it says the same as another one")
        self._same[key] = self._regions[annotation.id] = region_id
        self._same[key, "label"] = annotation.label
        place = {"start": start, "end": end, "text": document.text[start:end]}
        given = {n: v if len(v) != 1 or self._is_many(n) else v[0] for n, v in attributes.items()}
        rows = labelled_rows(
            layer, self.maker.known, region_id, place, annotation.label, given, type_
        )
        return [{**row, "origin": "manual"} for row in rows]

    def _is_many(self, name: str) -> bool:
        attribute = self.maker.layer.attribute(name)
        return attribute is not None and attribute.many

    def _place(self, annotation: MappedAnnotation) -> tuple[int, int]:
        text = self.alignment.text
        start = annotation.start if annotation.start is not None else 0
        end = annotation.end if annotation.end is not None else len(text)
        if not text[start:end].strip():
            raise NotTakenError("empty", "it has no visible character")
        to = self.alignment.move(start, end)
        if isinstance(to, str):
            raise NotTakenError("not_in_text", to)
        return to

    def _checked(
        self, annotation: MappedAnnotation, region: Region, block_type: str | None
    ) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
        """The attributes that the layer allows there, and what identifies the region."""
        attributes: dict[str, tuple[str, ...]] = dict(annotation.attributes)
        result = self._validated(annotation.label, attributes, region, block_type)
        while not isinstance(result, ValidRegion) and (count := _of_attributes(result)):
            for name in attributes:
                fewer = {n: v for n, v in attributes.items() if n != name}
                again = self._validated(annotation.label, fewer, region, block_type)
                if isinstance(again, ValidRegion) or _of_attributes(again) < count:
                    self.maker.reading.lose("attribute", len(attributes[name]))
                    attributes, result = fewer, again
                    break
            else:
                break
        if not isinstance(result, ValidRegion):
            raise NotTakenError("border", "; ".join(message for _, message in result))
        return attributes, result.statement.identity

    def _validated(
        self,
        label: str,
        attributes: Mapping[str, tuple[str, ...]],
        region: Region,
        block_type: str | None,
    ) -> ValidRegion | Sequence[Fault]:
        layer, known = self.maker.layer, self.maker.known
        head: Answer = (layer.control, (label,))
        answers: list[Answer] = [head] if block_type is None else [(UNIT, (block_type,)), head]
        for control in known.values():
            if control.level == "region" and control.attribute:
                values = attributes.get(control.attribute.name)
                if values and control.name != layer.control:
                    answers.append((control.name, values))
        given = Region(region.region_id, region.start, region.end, region.echo, None, ())
        given.answers = tuple(sorted(answers))
        votes = EncodingVotes(lambda: ())
        return self.maker.validator.any_region(given, self.alignment.document.text, votes)

    def add_values(self, annotations: Iterator[MappedAnnotation]) -> None:
        """Add the rows of values of the document."""
        values: dict[str, list[str]] = {}
        for annotation in annotations:
            control = self._control(annotation)
            if control is None:
                self.maker.reading.lose("attribute")
            elif annotation.label not in values.setdefault(control.name, []):
                values[control.name].append(annotation.label)
        for name, listed in values.items():
            control = self.maker.known[name]
            if control.attribute is not None and not control.attribute.many:
                self.maker.reading.lose("several_labels", len(listed) - 1)
                listed = listed[:1]
            self.rows += value_rows(control, tuple(listed), f"d-{name}", {})

    def _control(self, annotation: MappedAnnotation) -> Control | None:
        fitting = (
            control
            for control in self.maker.known.values()
            if control.level == "document" and control.attribute is not None
            if control.attribute.name == annotation.attribute and control.key == annotation.key
        )
        return next(fitting, None)

    def add_relations(self, relations: Sequence[ForeignRelation]) -> None:
        """Add the rows of relations whose ends were taken."""
        labels: dict[tuple[str, str], list[str]] = {}
        for relation in relations:
            ends = self._regions.get(relation.from_id), self._regions.get(relation.to_id)
            if ends[0] is None or ends[1] is None:
                self.maker.reading.lose("relation")
            elif relation.label not in labels.setdefault((ends[0], ends[1]), []):
                labels[ends[0], ends[1]].append(relation.label)
        self.rows += [relation_row(*ends, listed) for ends, listed in labels.items()]


def _of_attributes(faults: Sequence[Fault]) -> int:
    return sum(kind in _OF_ATTRIBUTES for kind, _ in faults)
