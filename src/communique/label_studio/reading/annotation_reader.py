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
Result = ValidRegion | Sequence[Fault]


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
        joined = join_rows(rows, self.validator.shapes)
        for where, (fault, message) in joined.stray:
            yield self.builder.problem(fault, message, place.doc_id, f"{place.at}, {where}")
        status: Status = "done" if rows else "empty"
        if self._cannot_judge(joined.document):
            status = "skipped"
        else:
            made = self.builder.document(place) if self.records else None
            yield from self._regions(place, joined.regions, made)
            yield from self._document(place, joined.document, made)
        offered = predicted_regions(task, self.validator.shapes)
        units = self.validator.layer.unit == "block"
        spent = effort(seconds(annotation.lead_time), offered, joined.regions, units=units)
        yield self.builder.status(place, status, spent)

    def _cannot_judge(self, document: Region) -> bool:
        known = self.validator.controls
        given = values_by_control(document.answers)
        return any(v and known[name].skips_document for name, v in given.items())

    def _regions(
        self, place: Place, found: Sequence[Region], made: DocumentRecords | None
    ) -> Iterator[Event]:
        version, votes, validator = place.version, self.encoding, self.validator
        votes.prepare(found, version.text)
        are_points = votes.encoding == "code-points"
        validate = validator.region if are_points else validator.any_region
        results = [validate(region, version.text, votes) for region in found]
        if not self._are_plain(version, found, results):
            yield from self._one_by_one(place, found, results, made)
        elif made is not None:
            for n, (region, valid) in enumerate(zip(found, results, strict=True)):
                if isinstance(valid, ValidRegion):  # as all of them are
                    yield made.region(region, valid, valid.span, n)

    def _are_plain(
        self, version: TextVersion, found: Sequence[Region], results: Sequence[Result]
    ) -> bool:
        """Whether there is nothing to report of any region, as of most annotations."""
        if version.former is not None or self.validator.layer.unit == "block":
            return False
        distinct = {(v.span, v.statement.identity) for v in results if isinstance(v, ValidRegion)}
        return len(distinct) == len(found) and None not in {r.region_id for r in found}

    def _one_by_one(
        self,
        place: Place,
        found: Sequence[Region],
        results: Sequence[Result],
        made: DocumentRecords | None,
    ) -> Iterator[Event]:
        seen: dict[object, str] = {}
        version, units = place.version, self._units(place.version)
        for region, valid in zip(found, results, strict=True):
            if region.region_id is None:
                yield self._fault(place, region, ("region-without-id", ""))
            if not isinstance(valid, ValidRegion):
                yield from (self._fault(place, region, fault) for fault in valid)
                continue
            span = version.project(*valid.span)
            key = (span, valid.statement.identity) if units is None else units.get(span, span)
            is_no_unit = units is not None and version.document is not None and span not in units
            if span is None or is_no_unit or key in seen:
                yield self._fault(place, region, self._misplaced(span, seen.get(key)))
                continue
            seen[key] = region.at
            if made is not None:
                yield made.region(region, valid, span, len(seen) - 1)
        touched = seen.keys() | {region.region_id for region in found}
        missing = (block_id for block_id in (units or {}).values() if block_id not in touched)
        yield from (self._missing(place, block_id) for block_id in missing)

    def _units(self, version: TextVersion) -> dict[Range | None, str] | None:
        """The range and id of each block that is decided on; None for a layer of spans."""
        layer, document = self.validator.layer, version.document
        if layer.unit != "block":
            return None
        return {b.range: b.block_id for b in document.units(layer.units)} if document else {}

    def _fault(self, place: Place, region: Region, fault: Fault) -> Problem:
        at = f"{place.at}, region {region.at}"
        return self.builder.problem(*fault, place.doc_id, at)

    def _misplaced(self, span: Range | None, earlier: str | None) -> Fault:
        if span is None:
            return "stale-text", "part of the region is gone from the cleaned text"
        if earlier is None:
            return "not-a-unit", f"[{span[0]}, {span[1]}) is no block"
        is_unit = self.validator.layer.unit == "block"
        fault = "duplicate-unit" if is_unit else "duplicate-region"
        return fault, f"says what region {earlier} has said"

    def _missing(self, place: Place, block_id: str) -> Problem:
        message, at = f"block {block_id} has no region", f"{place.at}, block {block_id}"
        return self.builder.problem("unit-missing", message, place.doc_id, at)

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
