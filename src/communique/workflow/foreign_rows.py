"""The annotations of one document of another tool, as the rows of a Label Studio task."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from communique.formats.foreign import ForeignRelation, Reading
from communique.formats.mapped import MappedAnnotation
from communique.label_studio.controls import Control, controls
from communique.label_studio.intake.alignment import Alignment
from communique.label_studio.writing.result_rows import (
    Row,
    labelled_rows,
    relation_row,
    value_rows,
)
from communique.schema import Layer, Schema
from communique.workflow.foreign_check import CheckedRegion, NotTakenError, RegionChecker


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
    def checker(self) -> RegionChecker:
        """Checks regions as the reader does."""
        return RegionChecker(self.schema, self.layer, self.known)

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
        region = CheckedRegion((start, end), annotation.label, type_)
        attributes, identity = self.maker.checker.checked(
            region, annotation.attributes, document.text
        )
        lost = annotation.attributes.keys() - attributes.keys()
        self.maker.reading.lose("attribute", sum(len(annotation.attributes[n]) for n in lost))
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
