"""Make records from valid regions and document values."""

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from communique.corpus import Document
from communique.label_studio.reading.export_stream import ExportName
from communique.label_studio.reading.region import Region
from communique.label_studio.reading.text_version import Range, TextVersion
from communique.label_studio.reading.validation import DocumentAnswer, RegionValidator, ValidRegion
from communique.problems import Problem, ProblemKind
from communique.records import (
    Effort,
    Origin,
    PassStatus,
    Record,
    RecordKind,
    Status,
    Values,
    annotation_id_prefix,
)
from communique.records.relation import Relation, relation_values
from communique.schema import RELATIONS

_quoted = json.encoder.encode_basestring
_NOWHERE: Final = (None, None, None, None)
_Place = tuple[int | None, int | None, int | None, int | None]  # in the text, in raw


class Place(msgspec.Struct, frozen=True):
    """The annotation that is being read: its text, its task, and when it was submitted."""

    version: TextVersion
    task_id: int | None
    annotation_id: int | None
    guideline_version: str | None
    submitted: str | None = None

    @property
    def doc_id(self) -> str | None:
        """The document of the task."""
        return self.version.doc_id

    @property
    def at(self) -> str:
        """The name of the annotation in reports."""
        return f"annotation {self.annotation_id}"


@dataclass(frozen=True, slots=True)
class RecordBuilder:
    """Makes the records, statuses and problems of one export file."""

    validator: RegionValidator
    file: str
    sha256: str
    name: ExportName
    annotator_type: str = field(init=False)

    def __post_init__(self) -> None:
        person = self.validator.schema.annotator(self.name.annotator)
        object.__setattr__(self, "annotator_type", person.type if person else "")

    def status(self, place: Place, status: Status, spent: Effort | None = None) -> PassStatus:
        """The annotator's status for a document."""
        version = place.guideline_version or self.validator.layer.guideline_version
        return PassStatus(
            layer=self.validator.layer.name,
            doc_id=place.doc_id or "",
            annotator=self.name.annotator,
            pass_=self.name.pass_,
            status=status,
            effort=spent,
            guideline_version=sys.intern(version),
            submitted=place.submitted,
        )

    def problem(
        self, kind: ProblemKind, message: str, doc_id: str | None = None, at: str | None = None
    ) -> Problem:
        """A problem in this file."""
        return kind.problem(
            message,
            layer=self.validator.layer.name,
            document=doc_id,
            annotator=self.name.annotator,
            file=self.file,
            at=at,
        )

    def document(self, place: Place) -> "DocumentRecords":
        """The maker of the records of one annotation."""
        layer, name, doc_id = self.validator.layer, self.name, place.doc_id or ""
        return DocumentRecords(
            prefix=hashlib.sha256(
                annotation_id_prefix(layer.name, doc_id, name.annotator, name.pass_)
            ),
            layer=layer.name,
            doc_id=doc_id,
            annotator=name.annotator,
            annotator_type=self.annotator_type,
            pass_=name.pass_,
            guideline_version=place.guideline_version or layer.guideline_version,
            text=place.version.current,
            text_sha256=place.version.text_sha256,
            document=place.version.document,
            has_units=layer.unit == "block",
            origin=Origin(self.file, self.sha256, place.task_id, place.annotation_id, None),
        )


class DocumentRecords(msgspec.Struct, frozen=True):
    """Makes the records of one annotation. It holds the fields that they share.

    `prefix` is a hash of the part that their ids share.
    """

    prefix: Any
    layer: str
    doc_id: str
    annotator: str
    annotator_type: str
    pass_: int
    guideline_version: str
    text: str
    text_sha256: str
    document: Document | None
    has_units: bool
    origin: Origin

    def region(self, region: Region, valid: ValidRegion, span: Range, n: int) -> Record:
        """The record of a span or block. `n` tells regions without an id apart."""
        document, kind, attributes = self.document, "span", valid.statement.attributes
        stated = valid.statement.stated
        raw = document.offsets.to_raw(*span) if document else None
        key = f"r:{region.region_id}"
        if not region.region_id:
            low, high = raw or span
            label = stated[0] if stated else valid.label
            key = f"s:{low}:{high}:{label}:{n}"
        if self.has_units:
            block = document.block_at(*span) if document else None
            kind, key = "block", f"b:{block.block_id}" if block else key
        if region.relations:
            attributes = {**attributes, RELATIONS: self._links(region)}
        raw_start, raw_end = raw or (None, None)
        place = (span[0], span[1], raw_start, raw_end)
        return self._record(key, kind, place, valid.label, attributes, region, stated)

    def value(self, answer: DocumentAnswer, value: str, region: Region) -> Record:
        """The record of one document value. Each value of a set has an id of its own."""
        control = answer.control
        attributes: dict[str, Values] = {}
        first = attributes
        if control.attribute is not None:
            attributes["attribute"] = control.attribute.name
            if control.key is not None and control.first_key is not None:
                first = {**attributes, control.attribute.key_column: control.first_key}
                attributes[control.attribute.key_column] = control.key
        key = f"d:{control.first_name}"
        asked = control.attribute
        if asked is not None and asked.many and asked.about == "text":
            key += f":{answer.stated.get(value, value)}"
        stated = None
        if value in answer.stated or first != attributes:
            stated = (answer.stated.get(value, value), first)
        return self._record(key, "document", _NOWHERE, value, attributes, region, stated)

    def _record(
        self,
        key: str,
        kind: RecordKind,
        place: _Place,
        label: str,
        attributes: Mapping[str, Values],
        region: Region,
        stated: tuple[str, Mapping[str, Values]] | None,
    ) -> Record:
        start, end, raw_start, raw_end = place
        origin = self.origin
        return Record(
            self._id(key),
            self.layer,
            self.doc_id,
            self.annotator,
            self.annotator_type,
            self.pass_,
            kind,
            start,
            end,
            raw_start,
            raw_end,
            None if start is None else self.text[start:end],
            label,
            attributes,
            region.origin,
            self.guideline_version,
            self.text_sha256,
            Origin(origin.file, origin.sha256, origin.task, origin.annotation, region.region_id),
            stated,
        )

    def _links(self, region: Region) -> tuple[str, ...]:
        """Each relation as `<label> <annotation_id>`. The other region may have faults."""
        ids = ((label, self._id(f"r:{to}")) for label, to in region.relations)
        return relation_values(Relation("", to_id, label) for label, to_id in ids)

    def _id(self, key: str) -> str:
        whole = self.prefix.copy()
        whole.update((_quoted(key) + "]").encode())
        return "a" + whole.hexdigest()[:20]
