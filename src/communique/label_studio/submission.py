"""One finished annotation: its rows to records, or to what is wrong with them."""

from collections.abc import Iterator
from dataclasses import dataclass

from communique.json_values import Object
from communique.label_studio.glance import Glance
from communique.label_studio.judge import Judge, Judged
from communique.label_studio.recorder import Place, Range, Recorder
from communique.label_studio.rows import Fault, Region, regions
from communique.label_studio.signals import effort, predicted, seconds
from communique.label_studio.standing import Standing
from communique.label_studio.units import UnitVotes
from communique.problems import Problem
from communique.records import PassStatus, Record, Status

Event = Record | Problem | PassStatus


@dataclass(slots=True)
class Submission:
    """Reads the finished annotations of one file; with a `glance` no records are made."""

    recorder: Recorder
    unit: UnitVotes
    glance: Glance | None = None

    @property
    def judge(self) -> Judge:
        return self.recorder.judge

    def events(self, place: Place, task: Object, annotation: Object) -> Iterator[Event]:
        """The records, problems and status of one finished annotation of a task."""
        rows, standing = annotation["result"], place.standing
        if self.glance and self.glance.sound(
            rows, standing, self.unit.now, self.unit.bound(standing.text)
        ):
            yield self.recorder.status(place, "done" if rows else "empty")
            return
        found, stray = regions(rows, self.judge.controls)
        for where, (fault, message) in stray:
            yield self.recorder.problem(fault, message, place.doc_id, f"{place.at}, {where}")
        ranged = [r for r in found if not r.document]
        document = next((r for r in found if r.document), Region(None, document=True))
        status: Status = "done" if rows else "empty"
        if self._cannot_judge(document):
            status = "skipped"
        else:
            yield from self._regions(place, ranged)
            yield from self._document(place, document)
        offered = predicted(task, self.judge.controls)
        units = self.judge.layer.unit == "block"
        spent = effort(seconds(annotation.get("lead_time")), offered, ranged, units=units)
        yield self.recorder.status(place, status, spent)

    def _cannot_judge(self, document: Region) -> bool:
        known = self.judge.controls
        return any(v and known[n].signal == "cannot_judge" for n, v in document.values.items())

    def _regions(self, place: Place, found: list[Region]) -> Iterator[Event]:
        seen: dict[object, str] = {}
        unit = self.unit.hear(found, place.standing.text)
        for region in found:
            here = f"{place.at}, region {region.at}"
            if region.region_id is None:
                yield self.recorder.problem("region-without-id", "", place.doc_id, here)
            judged, faults = self.judge.region(region, place.standing.text, unit)
            span = place.standing.carry(judged.start, judged.end) if judged else None
            if judged and span:
                faults = self._repeated(place.standing, judged, span, region, seen)
            elif judged:
                faults = [("stale-text", "part of the region is gone from the cleaned text")]
            for fault, message in faults:
                yield self.recorder.problem(fault, message, place.doc_id, here)
            if judged and span and not faults and self.glance is None:
                yield self.recorder.region(place, region, judged, span, len(seen) - 1)
        touched = seen.keys() | {region.region_id for region in found}
        yield from self._missing_units(place, touched)

    def _repeated(
        self,
        standing: Standing,
        judged: Judged,
        span: Range,
        region: Region,
        seen: dict[object, str],
    ) -> list[Fault]:
        """Whether a region is no unit, or says what another has said; remembers it in `seen`."""
        layer, document = self.judge.layer, standing.document
        key: object = (
            *span,
            judged.label,
            *(str(judged.attributes.get(name)) for name in layer.identity),
        )
        if layer.unit == "block":
            units = document.units(layer.units) if document else []
            block = next((b for b in units if (b.start, b.end) == span), None)
            if block is None and document is not None:
                return [("not-a-unit", f"[{span[0]}, {span[1]}) is no block")]
            key = block.block_id if block else span
        if key in seen:
            fault = "duplicate-unit" if layer.unit == "block" else "duplicate-region"
            return [(fault, f"says what region {seen[key]} has said")]
        seen[key] = region.at
        return []

    def _missing_units(self, place: Place, touched: set[object]) -> Iterator[Problem]:
        document, layer = place.standing.document, self.judge.layer
        if layer.unit != "block" or document is None:
            return
        for block in document.units(layer.units):
            if block.block_id not in touched:
                yield self.recorder.problem(
                    "unit-missing",
                    f"block {block.block_id} has no region",
                    place.doc_id,
                    f"{place.at}, block {block.block_id}",
                )

    def _document(self, place: Place, region: Region) -> Iterator[Event]:
        for fault, message in region.faults:
            yield self.recorder.problem(fault, message, place.doc_id, place.at)
        for control, given, faults in self.judge.document(region):
            for fault, message in faults:
                at = f"{place.at}, control {control.name}"
                yield self.recorder.problem(fault, message, place.doc_id, at)
            for value in () if faults or self.glance else given:
                yield self.recorder.value(place, control, value, region)
