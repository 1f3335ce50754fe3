"""One task of an export: whose text, whose work, which regions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from communique.catalogue import problem
from communique.corpus import Document, Former
from communique.json_values import Object, as_list, as_object, as_string
from communique.label_studio.glance import Glance
from communique.label_studio.judge import Judge, Judged
from communique.label_studio.pseudonyms import user_of
from communique.label_studio.recorder import Place, Range, Recorder
from communique.label_studio.rows import Fault, Region, regions
from communique.label_studio.signals import effort, oddities, predicted, seconds
from communique.label_studio.standing import Standing, stand
from communique.label_studio.units import UnitVotes
from communique.problems import Problem
from communique.records import Effort, PassStatus, Record, Status

Event = Record | Problem | PassStatus


@dataclass(slots=True)
class AnnotationReader:
    """Reads the tasks of one file in order; remembers which documents it has seen."""

    recorder: Recorder
    unit: UnitVotes
    documents: Mapping[str, Document] | None
    former: Mapping[str, tuple[Former, ...]]
    glance: Glance | None = None  # where records are not asked for
    done: dict[str, None] = field(default_factory=dict[str, None])  # in the order of the file
    author: object = None
    plain: list[PassStatus] = field(default_factory=list[PassStatus])

    @property
    def judge(self) -> Judge:
        return self.recorder.judge

    def head(self) -> Iterator[Problem]:
        """What can be said of the file before its tasks."""
        annotator = self.recorder.name.annotator
        if self.judge.schema.annotator(annotator) is None:
            yield self._problem("unknown-annotator", f"{annotator!r} is not in the schema")

    def settled(self, data: str) -> bool:
        """Whether the JSON of a task has nothing to report; its statuses are told in the end.

        Decoded quickly, where a whole number of more than 64 bits is none: what has anything to
        report is left for an exact reading.
        """
        try:
            value = orjson.loads(data)
        except orjson.JSONDecodeError:
            return False
        before = len(self.done), self.author, self.unit.copy()
        events = list(self.task(value))
        if all(isinstance(event, PassStatus) for event in events):
            self.plain += [event for event in events if isinstance(event, PassStatus)]
            return True
        size, self.author, self.unit = before
        while len(self.done) > size:
            self.done.popitem()
        return False

    def tail(self) -> Iterator[Event]:
        """What can be said of the file after its tasks."""
        yield from self.plain
        for fault, message in self.unit.faults():
            yield self._problem(fault, message)

    def task(self, value: object) -> Iterator[Event]:
        """The records, problems and statuses of one task."""
        task = as_object(value) or {}
        data = as_object(task.get("data"))
        if data is None:
            yield self._problem("malformed-annotation", "a task without data")
            return
        standing, faults = stand(data, self.documents, self.former)
        at = f"task {task.get('id')}"
        for fault, message in faults:
            yield self._problem(fault, message, standing.doc_id, at)
        if task.get("drafts"):
            yield self._problem("draft-left-out", "", standing.doc_id, at)
        annotations = as_list(task.get("annotations"))
        if annotations is None:
            yield self._problem("malformed-annotation", "no annotations", standing.doc_id, at)
            return
        place = Place(
            standing, _number(task.get("id")), None, as_string(data.get("guideline_version"))
        )
        yield from self._annotations(place, task, annotations, usable=not faults)

    def _annotations(
        self, head: Place, task: Object, annotations: list[Any], *, usable: bool
    ) -> Iterator[Event]:
        skipped = False
        at = f"task {head.task_id}"
        for value in annotations:
            annotation = as_object(value) or {}
            if fault := _annotation_fault(annotation):
                yield self._problem("malformed-annotation", fault, head.doc_id, at)
                continue
            place = replace(head, annotation_id=_number(annotation.get("id")))
            strangers = list(self._people(annotation, place))
            yield from strangers
            if any(p.level == "error" for p in strangers):
                continue  # somebody else's work has a file of its own
            for fault, message in oddities(annotation):
                yield self._problem(fault, message, place.doc_id, place.at)
            if annotation.get("was_cancelled"):
                skipped = True
                if annotation["result"]:
                    yield self._problem("cancelled-with-regions", "", place.doc_id, place.at)
            elif (place.doc_id or "") in self.done:
                yield self._problem("annotated-twice", "", place.doc_id, place.at)
            else:
                self.done[place.doc_id or ""] = None
                if usable:
                    yield from self._finished(place, task, annotation)
        if skipped and (head.doc_id or "") not in self.done:
            yield self._status(head, "skipped")

    def _people(self, annotation: Object, place: Place) -> Iterator[Problem]:
        author = user_of(annotation.get("completed_by"))
        if self.author is None:
            self.author = self.recorder.name.annotator if isinstance(author, str) else author
        if author is not None and author != self.author:
            unknown = isinstance(author, str) and not self.judge.schema.annotator(author)
            fault = "unknown-annotator" if unknown else "wrong-annotator"
            yield self._problem(fault, f"made by {author!r}", place.doc_id, place.at)
        changed = user_of(annotation.get("updated_by"))
        if changed is not None and author is not None and changed != author:
            message = f"last changed by {changed!r}"
            yield self._problem("updated-by-other", message, place.doc_id, place.at)

    def _finished(self, place: Place, task: Object, annotation: Object) -> Iterator[Event]:
        rows, standing = annotation["result"], place.standing
        if self.glance and self.glance.sound(
            rows, standing, self.unit.now, self.unit.bound(standing.text)
        ):
            yield self._status(place, "done" if rows else "empty")
            return
        found, stray = regions(rows, self.judge.controls)
        for where, (fault, message) in stray:
            yield self._problem(fault, message, place.doc_id, f"{place.at}, {where}")
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
        yield self._status(place, status, spent)

    def _cannot_judge(self, document: Region) -> bool:
        known = self.judge.controls
        return any(v and known[n].signal == "cannot_judge" for n, v in document.values.items())

    def _regions(self, place: Place, found: list[Region]) -> Iterator[Event]:
        seen: dict[object, str] = {}
        unit = self.unit.hear(found, place.standing.text)
        for region in found:
            here = f"{place.at}, region {region.at}"
            if region.region_id is None:
                yield self._problem("region-without-id", "", place.doc_id, here)
            judged, faults = self.judge.region(region, place.standing.text, unit)
            span = place.standing.carry(judged.start, judged.end) if judged else None
            if judged and span:
                faults = self._repeated(place.standing, judged, span, region, seen)
            elif judged:
                faults = [("stale-text", "part of the region is gone from the cleaned text")]
            for fault, message in faults:
                yield self._problem(fault, message, place.doc_id, here)
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
                yield self._problem(
                    "unit-missing",
                    f"block {block.block_id} has no region",
                    place.doc_id,
                    f"{place.at}, block {block.block_id}",
                )

    def _document(self, place: Place, region: Region) -> Iterator[Event]:
        for fault, message in region.faults:
            yield self._problem(fault, message, place.doc_id, place.at)
        for control, given, faults in self.judge.document(region):
            for fault, message in faults:
                at = f"{place.at}, control {control.name}"
                yield self._problem(fault, message, place.doc_id, at)
            for value in () if faults or self.glance else given:
                yield self.recorder.value(place, control, value, region)

    def _status(self, place: Place, status: Status, spent: Effort | None = None) -> PassStatus:
        name, layer, doc_id = self.recorder.name, self.judge.layer, place.doc_id or ""
        under = place.guideline_version or layer.guideline_version
        return PassStatus(layer.name, doc_id, name.annotator, name.pass_, status, spent, under)

    def _problem(
        self, problem_id: str, message: str, doc_id: str | None = None, at: str | None = None
    ) -> Problem:
        return problem(
            problem_id,
            message,
            layer=self.judge.layer.name,
            document=doc_id,
            annotator=self.recorder.name.annotator,
            file=self.recorder.file,
            at=at,
        )


def _annotation_fault(annotation: Object) -> str | None:
    """What is wrong with the annotation's shape, or None."""
    if as_list(annotation.get("result")) is None:
        return "result is no list"
    if not isinstance(annotation.get("was_cancelled", False), bool):
        return "was_cancelled is no truth value"
    return None


def _number(value: object) -> int | None:
    return value if type(value) is int else None
