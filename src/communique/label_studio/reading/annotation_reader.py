"""One finished annotation: its rows to records, or to what is wrong with them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from communique.label_studio.reading.effort import effort, predicted_regions, seconds
from communique.label_studio.reading.offset_encoding import EncodingVotes
from communique.label_studio.reading.problem_kinds.exports import STALE_TEXT, TEXT_UNPROVEN
from communique.label_studio.reading.problem_kinds.layers import (
    DUPLICATE_UNIT,
    INCOMPLETE_IMPORT,
    NOT_A_UNIT,
    UNIT_MISSING,
)
from communique.label_studio.reading.problem_kinds.regions import (
    DUPLICATE_REGION,
    REGION_WITHOUT_ID,
)
from communique.label_studio.reading.record_builder import DocumentRecords, Place, RecordBuilder
from communique.label_studio.reading.region import Region, values_by_control
from communique.label_studio.reading.regions import join_rows
from communique.label_studio.reading.task_json import Annotation, Task
from communique.label_studio.reading.text_version import Range, TextVersion
from communique.label_studio.reading.tree_paths import Path, ambiguous_values
from communique.label_studio.reading.validation import RegionValidator, ValidRegion
from communique.problems import Fault, Problem
from communique.records import PassStatus, Record, Status
from communique.util.plural import counted

Event = Record | Problem | PassStatus
Result = ValidRegion | Sequence[Fault]


@dataclass(slots=True)
class AnnotationReader:
    """Reads the finished annotations of one file; without `records` none are made."""

    builder: RecordBuilder
    encoding: EncodingVotes
    records: bool = True
    paths: dict[tuple[str, str], set[Path]] = field(
        default_factory=dict[tuple[str, str], "set[Path]"]
    )

    @property
    def validator(self) -> RegionValidator:
        """What the regions are compared with."""
        return self.builder.validator

    def as_of(self, version: str | None, *, is_import: bool = False) -> "AnnotationReader":
        """The reader of what was made under a version of the guideline, or with another tool."""
        validator = self.validator.as_of(version, is_import=is_import)
        builder = replace(self.builder, validator=validator)
        return AnnotationReader(builder, self.encoding, self.records, self.paths)

    def tail(self) -> Iterator[Problem]:
        """The problems that are known after all annotations of the file."""
        for kind, message in (*self.encoding.faults(), *ambiguous_values(self.paths)):
            yield self.builder.problem(kind, message)

    def events(self, place: Place, task: Task, annotation: Annotation) -> Iterator[Event]:
        """The records, problems and status of one finished annotation of a task."""
        rows = annotation.result or []
        joined = join_rows(rows, self.validator.shapes)
        for control, path in joined.paths:
            self.paths.setdefault((control, path[-1]), set()).add(path)
        for where, (kind, message) in joined.stray:
            yield self.builder.problem(kind, message, place.doc_id, f"{place.at}, {where}")
        status: Status = "done" if rows else "empty"
        if self._cannot_judge(joined.document):
            status = "skipped"
        elif not (place.version.is_proven or _are_echoed(joined.regions)):
            message = "no text, no text_sha256, and no words beside the offsets"
            yield self.builder.problem(TEXT_UNPROVEN, message, place.doc_id, place.at)
            return
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
        if self.validator.is_import:
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
        incomplete: dict[str, list[Region]] = {}
        version, units = place.version, self._units(place.version)
        for region, valid in zip(found, results, strict=True):
            if region.region_id is None:
                yield self._fault(place, region, (REGION_WITHOUT_ID, ""))
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
            for message in valid.statement.missing:
                incomplete.setdefault(message, []).append(region)
            if made is not None:
                yield made.region(region, valid, span, len(seen) - 1)
        yield from self._incomplete(place, incomplete)
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

    def _incomplete(
        self, place: Place, incomplete: Mapping[str, Sequence[Region]]
    ) -> Iterator[Problem]:
        """What an import does not have: one problem for all regions that lack the same."""
        for message, regions in incomplete.items():
            if len(regions) == 1:
                yield self._fault(place, regions[0], (INCOMPLETE_IMPORT, message))
            else:
                many = f"{message} in {counted(len(regions), 'region')}"
                yield self.builder.problem(INCOMPLETE_IMPORT, many, place.doc_id, place.at)

    def _misplaced(self, span: Range | None, earlier: str | None) -> Fault:
        if span is None:
            return STALE_TEXT, "part of the region is no longer in the cleaned text"
        if earlier is None:
            return NOT_A_UNIT, f"[{span[0]}, {span[1]}) is not a block"
        if self.validator.layer.unit == "block":
            return DUPLICATE_UNIT, f"decides on the same block as region {earlier}"
        return DUPLICATE_REGION, f"records the same as region {earlier}"

    def _missing(self, place: Place, block_id: str) -> Problem:
        message, at = f"block {block_id} has no region", f"{place.at}, block {block_id}"
        return self.builder.problem(UNIT_MISSING, message, place.doc_id, at)

    def _document(
        self, place: Place, region: Region, made: DocumentRecords | None
    ) -> Iterator[Event]:
        for kind, message in self.validator.repeated(region):
            yield self.builder.problem(kind, message, place.doc_id, place.at)
        for answer in self.validator.document(region):
            for kind, message in answer.faults:
                at = f"{place.at}, control {answer.control.name}"
                yield self.builder.problem(kind, message, place.doc_id, at)
            if made is not None and not answer.faults:
                yield from (made.value(answer, value, region) for value in answer.values)


def _are_echoed(regions: Sequence[Region]) -> bool:
    """Whether the words of every region are recorded, so that they can be compared."""
    return bool(regions) and all(region.echo for region in regions)
