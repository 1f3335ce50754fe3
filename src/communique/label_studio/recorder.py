"""Judged regions and document values to records."""

from dataclasses import dataclass, replace

from communique.catalogue import problem
from communique.label_studio.controls import Control
from communique.label_studio.export import ExportName
from communique.label_studio.judge import Judge, Judged
from communique.label_studio.rows import Region
from communique.label_studio.standing import Standing
from communique.problems import Problem
from communique.records import (
    Effort,
    Kind,
    Origin,
    PassStatus,
    Record,
    Status,
    Values,
    annotation_id,
)
from communique.schema import RELATIONS

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """The annotation that is being read: where it stands and on which text it was made."""

    standing: Standing
    task_id: int | None
    annotation_id: int | None
    guideline_version: str | None

    @property
    def doc_id(self) -> str | None:
        return self.standing.doc_id

    @property
    def at(self) -> str:
        """How a report names the annotation."""
        return f"annotation {self.annotation_id}"


@dataclass(frozen=True, slots=True)
class Recorder:
    """Makes the records, statuses and problems of one export file."""

    judge: Judge
    file: str
    sha256: str
    name: ExportName

    def status(self, place: Place, status: Status, spent: Effort | None = None) -> PassStatus:
        """How far the annotator came with a document."""
        layer, doc_id = self.judge.layer, place.doc_id or ""
        under = place.guideline_version or layer.guideline_version
        annotator, pass_ = self.name.annotator, self.name.pass_
        return PassStatus(layer.name, doc_id, annotator, pass_, status, spent, under)

    def problem(
        self, problem_id: str, message: str, doc_id: str | None = None, at: str | None = None
    ) -> Problem:
        """A problem in this file."""
        return problem(
            problem_id,
            message,
            layer=self.judge.layer.name,
            document=doc_id,
            annotator=self.name.annotator,
            file=self.file,
            at=at,
        )

    def region(self, place: Place, region: Region, judged: Judged, span: Range, n: int) -> Record:
        """The record of a span or block; `n` tells apart what has neither id nor other place."""
        raw = place.standing.raw(*span)
        low, high = raw or span
        key = f"r:{region.region_id}" if region.region_id else f"s:{low}:{high}:{judged.label}:{n}"
        judged = self._with_relations(place, region, judged)
        kind: Kind = "span"
        if self.judge.layer.unit == "block":
            document = place.standing.document
            block = document.block_at(*span) if document else None
            kind, key = "block", f"b:{block.block_id}" if block else key
        return self._record(place, kind, key, judged, span, raw, region)

    def _with_relations(self, place: Place, region: Region, judged: Judged) -> Judged:
        """Each link as `<label> <annotation_id>`; the other region need not be sound itself."""
        if not region.relations:
            return judged
        own = (self.judge.layer.name, place.doc_id or "", self.name.annotator, self.name.pass_)
        links = {f"{label} {annotation_id(*own, f'r:{to}')}" for label, to in region.relations}
        return replace(judged, attributes={**judged.attributes, RELATIONS: tuple(sorted(links))})

    def value(self, place: Place, control: Control, value: str, region: Region) -> Record:
        """The record of one document value."""
        attributes: dict[str, Values] = {}
        if control.attribute is not None:
            attributes["attribute"] = control.attribute.name
            if control.key is not None:
                attributes[control.attribute.key_column] = control.key
        judged = Judged(0, 0, value, attributes)
        return self._record(place, "document", f"d:{control.name}", judged, None, None, region)

    def _record(
        self,
        place: Place,
        kind: Kind,
        key: str,
        judged: Judged,
        span: Range | None,
        raw: Range | None,
        region: Region,
    ) -> Record:
        layer, annotator, pass_ = self.judge.layer, self.name.annotator, self.name.pass_
        doc_id = place.doc_id or ""
        person = self.judge.schema.annotator(annotator)
        start, end = span or (None, None)
        raw_start, raw_end = raw or (None, None)
        return Record(
            annotation_id=annotation_id(layer.name, doc_id, annotator, pass_, key),
            layer=layer.name,
            doc_id=doc_id,
            annotator=annotator,
            annotator_type=person.type if person else "",
            pass_=pass_,
            kind=kind,
            start=start,
            end=end,
            raw_start=raw_start,
            raw_end=raw_end,
            text=place.standing.current[slice(*span)] if span else None,
            label=judged.label,
            attributes=judged.attributes,
            origin=region.origin,
            guideline_version=place.guideline_version or layer.guideline_version,
            text_sha256=place.standing.text_sha256,
            source=Origin(
                self.file, self.sha256, place.task_id, place.annotation_id, region.region_id
            ),
        )
