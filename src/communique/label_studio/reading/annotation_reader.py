"""One finished annotation: its rows to records, or to what is wrong with them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.label_studio.reading.effort import effort, predicted_regions, seconds
from communique.label_studio.reading.offset_encoding import EncodingVotes
from communique.label_studio.reading.record_builder import DocumentRecords, Place, RecordBuilder
from communique.label_studio.reading.regions import Fault, Region, join_rows, values_by_control
from communique.label_studio.reading.task_json import Annotation, Task
from communique.label_studio.reading.text_version import Range, TextVersion
from communique.label_studio.reading.validation import RegionValidator, ValidRegion
from communique.problems import Problem
from communique.records import PassStatus, Record, Status

Event = Record | Problem | PassStatus


@dataclass(slots=True)
class AnnotationReader:
    """Reads the finished annotations of one file; without `records` none are made."""

    builder: RecordBuilder
    encoding: EncodingVotes
    records: bool = True

    @property
    def validator(self) -> RegionValidator:
        """What the regions are compared with."""
        return self.builder.validator

    def events(self, place: Place, task: Task, annotation: Annotation) -> Iterator[Event]:
        """The records, problems and status of one finished annotation of a task."""
        rows = annotation.result or []
        found, stray = join_rows(rows, self.validator.shapes)
        for where, (fault, message) in stray:
            yield self.builder.problem(fault, message, place.doc_id, f"{place.at}, {where}")
        ranged = [r for r in found if not r.document]
        document = next((r for r in found if r.document), Region(None, document=True))
        status: Status = "done" if rows else "empty"
        if self._cannot_judge(document):
            status = "skipped"
        else:
            made = self.builder.document(place) if self.records else None
            yield from self._regions(place, ranged, made)
            yield from self._document(place, document, made)
        offered = predicted_regions(task, self.validator.shapes)
        units = self.validator.layer.unit == "block"
        spent = effort(seconds(annotation.lead_time), offered, ranged, units=units)
        yield self.builder.status(place, status, spent)

    def _cannot_judge(self, document: Region) -> bool:
        known = self.validator.controls
        given = values_by_control(document.answers)
        return any(v and known[name].signal == "cannot_judge" for name, v in given.items())

    def _regions(
        self, place: Place, found: Sequence[Region], made: DocumentRecords | None
    ) -> Iterator[Event]:
        seen: dict[object, str] = {}
        version, validate, votes = place.version, self.validator.region, self.encoding
        is_former, has_units = version.former is not None, self.validator.layer.unit == "block"
        votes.prepare(found, version.text)
        for region in found:
            if region.region_id is None:
                yield self._fault(place, region, ("region-without-id", ""))
            valid = validate(region, version.text, votes)
            if not isinstance(valid, ValidRegion):
                yield from (self._fault(place, region, fault) for fault in valid)
                continue
            span = version.project(*valid.span) if is_former else valid.span
            key = self._unit(version, span) if has_units else (span, valid.statement.identity)
            if span is None or key is None or key in seen:
                yield self._fault(place, region, self._misplaced(span, seen.get(key)))
                continue
            seen[key] = region.region_id or region.at
            if made is not None:
                yield made.region(region, valid, span, len(seen) - 1)
        if has_units:
            yield from self._missing_units(place, seen.keys() | {r.region_id for r in found})

    def _fault(self, place: Place, region: Region, fault: Fault) -> Problem:
        at = f"{place.at}, region {region.at}"
        return self.builder.problem(*fault, place.doc_id, at)

    def _unit(self, version: TextVersion, span: Range | None) -> object:
        """The unit at a range; None where there is none."""
        if version.document is None:
            return span
        units = version.document.units(self.validator.layer.units)
        return next((b.block_id for b in units if b.range == span), None)

    def _misplaced(self, span: Range | None, earlier: str | None) -> Fault:
        if span is None:
            return "stale-text", "part of the region is gone from the cleaned text"
        if earlier is None:
            return "not-a-unit", f"[{span[0]}, {span[1]}) is no block"
        is_unit = self.validator.layer.unit == "block"
        fault = "duplicate-unit" if is_unit else "duplicate-region"
        return fault, f"says what region {earlier} has said"

    def _missing_units(self, place: Place, touched: set[object]) -> Iterator[Problem]:
        document = place.version.document
        for block in document.units(self.validator.layer.units) if document else ():
            if block.block_id not in touched:
                message = f"block {block.block_id} has no region"
                at = f"{place.at}, block {block.block_id}"
                yield self.builder.problem("unit-missing", message, place.doc_id, at)

    def _document(
        self, place: Place, region: Region, made: DocumentRecords | None
    ) -> Iterator[Event]:
        for fault, message in self.validator.repeated(region):
            yield self.builder.problem(fault, message, place.doc_id, place.at)
        for control, values, faults in self.validator.document(region):
            for fault, message in faults:
                at = f"{place.at}, control {control.name}"
                yield self.builder.problem(fault, message, place.doc_id, at)
            if made is not None and not faults:
                yield from (made.value(control, value, region) for value in values)
