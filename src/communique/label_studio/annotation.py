"""One task of an export: whose text, whose work, which regions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from communique.catalogue import problem
from communique.corpus import Document, Former
from communique.label_studio.export import ExportName
from communique.label_studio.judge import Judge, Judged
from communique.label_studio.rows import Region, regions
from communique.label_studio.standing import Standing, stand
from communique.problems import Problem
from communique.records import Origin, PassStatus, Record, Values, annotation_id

Event = Record | Problem | PassStatus


@dataclass(slots=True)
class AnnotationReader:
    """Reads the tasks of one file in order; remembers which documents it has seen."""

    judge: Judge
    documents: Mapping[str, Document] | None
    former: Mapping[str, tuple[Former, ...]]
    file: str
    sha256: str
    name: ExportName
    done: set[str] = field(default_factory=set[str])
    author: object = None

    def head(self) -> Iterator[Problem]:
        """What can be said of the file before its tasks."""
        if self.judge.schema.annotator(self.name.annotator) is None:
            yield self._problem(
                "unknown-annotator", f"{self.name.annotator!r} is not in the schema"
            )

    def task(self, task: object) -> Iterator[Event]:
        """The records, problems and statuses of one task."""
        data = task.get("data") if isinstance(task, dict) else None
        if not isinstance(task, dict) or not isinstance(data, dict):
            yield self._problem("malformed-annotation", "a task without data")
            return
        standing, faults = stand(data, self.documents, self.former)
        at = f"task {task.get('id')}"
        for fault, message in faults:
            yield self._problem(fault, message, standing.doc_id, at)
        if task.get("drafts"):
            yield self._problem("draft-left-out", "", standing.doc_id, at)
        annotations = task.get("annotations")
        if not isinstance(annotations, list):
            yield self._problem("malformed-annotation", "no annotations", standing.doc_id, at)
            return
        yield from self._annotations(task, standing, annotations, usable=not faults)

    def _annotations(
        self, task: dict[str, Any], standing: Standing, annotations: list[Any], *, usable: bool
    ) -> Iterator[Event]:
        skipped = False
        for annotation in annotations:
            fault = _annotation_fault(annotation)
            at = f"task {task.get('id')}"
            if fault:
                yield self._problem("malformed-annotation", fault, standing.doc_id, at)
                continue
            at = f"annotation {annotation.get('id')}"
            yield from self._people(annotation, standing.doc_id, at)
            if annotation.get("was_cancelled"):
                skipped = True
                if annotation["result"]:
                    yield self._problem("cancelled-with-regions", "", standing.doc_id, at)
                continue
            if standing.doc_id in self.done:
                yield self._problem("annotated-twice", "", standing.doc_id, at)
                continue
            self.done.add(standing.doc_id or "")
            if usable:
                yield from self._results(task, annotation, standing, at)
        if skipped and standing.doc_id not in self.done:
            yield self._status(standing, "skipped")

    def _people(self, annotation: dict[str, Any], doc_id: str | None, at: str) -> Iterator[Problem]:
        author = _person(annotation.get("completed_by"))
        if self.author is None:
            self.author = self.name.annotator if isinstance(author, str) else author
        if author is not None and author != self.author:
            unknown = isinstance(author, str) and not self.judge.schema.annotator(author)
            if unknown:
                yield self._problem("unknown-annotator", f"made by {author!r}", doc_id, at)
            else:
                yield self._problem("wrong-annotator", f"made by {author!r}", doc_id, at)
        changed = _person(annotation.get("updated_by"))
        if changed is not None and author is not None and changed != author:
            yield self._problem("updated-by-other", f"last changed by {changed!r}", doc_id, at)

    def _results(
        self, task: dict[str, Any], annotation: dict[str, Any], standing: Standing, at: str
    ) -> Iterator[Event]:
        found, stray = regions(annotation["result"], self.judge.controls)
        for place, (fault, message) in stray:
            yield self._problem(fault, message, standing.doc_id, f"{at}, {place}")
        ranged = [r for r in found if not r.document]
        document = next((r for r in found if r.document), Region(None, document=True))
        count = 0
        for event in self._regions(task, annotation, standing, ranged, at):
            count += isinstance(event, Record)
            yield event
        for event in self._document(task, annotation, standing, document, at):
            count += isinstance(event, Record)
            yield event
        yield self._status(standing, "done" if count or annotation["result"] else "empty")

    def _regions(
        self,
        task: dict[str, Any],
        annotation: dict[str, Any],
        standing: Standing,
        found: list[Region],
        at: str,
    ) -> Iterator[Event]:
        layer = self.judge.layer
        seen: set[object] = set()
        for region in found:
            here = f"{at}, region {region.at}"
            if region.region_id is None:
                yield self._problem("region-without-id", "", standing.doc_id, here)
            judged, faults = self.judge.region(region, standing.text, lines=True)
            span = standing.carry(judged.start, judged.end) if judged else None
            if judged and span is None:
                faults = [("stale-text", "part of the region is gone from the cleaned text")]
            elif judged and span:
                faults = _repeated(
                    judged, standing, span, layer.unit, layer.units, layer.identity, seen
                )
            for fault, message in faults:
                yield self._problem(fault, message, standing.doc_id, here)
            if judged and span and not faults:
                yield self._record(task, annotation, standing, region, judged, span, len(seen))
        touched = seen | {region.region_id for region in found}
        yield from self._missing_units(standing, touched, at)

    def _missing_units(self, standing: Standing, seen: set[object], at: str) -> Iterator[Problem]:
        if self.judge.layer.unit != "block" or standing.document is None:
            return
        for block in standing.document.units(self.judge.layer.units):
            if block.block_id not in seen:
                yield self._problem(
                    "unit-missing",
                    f"block {block.block_id} has no region",
                    standing.doc_id,
                    f"{at}, block {block.block_id}",
                )

    def _document(
        self,
        task: dict[str, Any],
        annotation: dict[str, Any],
        standing: Standing,
        region: Region,
        at: str,
    ) -> Iterator[Event]:
        for control in self.judge.controls.values():
            if control.attribute is None or control.level != "document":
                continue
            given = region.values.get(control.name, [])
            faults = self.judge.document_faults(control, given)
            for fault, message in faults:
                yield self._problem(
                    fault, message, standing.doc_id, f"{at}, control {control.name}"
                )
            if faults:
                continue
            attributes: dict[str, Values] = {"attribute": control.attribute.name}
            if control.key is not None:
                attributes[control.attribute.key_column] = control.key
            for value in self.judge.document_values(control, given):
                key = f"d:{control.name}"
                yield self._make(
                    task,
                    annotation,
                    standing,
                    "document",
                    None,
                    None,
                    value,
                    attributes,
                    key,
                    region.origin,
                    None,
                )

    def _record(
        self,
        task: dict[str, Any],
        annotation: dict[str, Any],
        standing: Standing,
        region: Region,
        judged: Judged,
        span: tuple[int, int],
        n: int,
    ) -> Record:
        raw = standing.raw(*span)
        key = f"r:{region.region_id}"
        if region.region_id is None:
            low, high = raw or span
            key = f"s:{low}:{high}:{judged.label}:{n - 1}"
        kind = "span"
        if self.judge.layer.unit == "block":
            block = standing.document.block_at(*span) if standing.document else None
            kind, key = "block", f"b:{block.block_id}" if block else key
        return self._make(
            task,
            annotation,
            standing,
            kind,
            span,
            raw,
            judged.label,
            judged.attributes,
            key,
            region.origin,
            region.region_id,
        )

    def _make(
        self,
        task: dict[str, Any],
        annotation: dict[str, Any],
        standing: Standing,
        kind: Any,
        span: tuple[int, int] | None,
        raw: tuple[int, int] | None,
        label: str,
        attributes: Mapping[str, Values],
        key: str,
        origin: str | None,
        region_id: str | None,
    ) -> Record:
        layer, doc_id = self.judge.layer, standing.doc_id or ""
        person = self.judge.schema.annotator(self.name.annotator)
        return Record(
            annotation_id(layer.name, doc_id, self.name.annotator, self.name.pass_, key),
            layer.name,
            doc_id,
            self.name.annotator,
            person.type if person else "",
            self.name.pass_,
            kind,
            span[0] if span else None,
            span[1] if span else None,
            raw[0] if raw else None,
            raw[1] if raw else None,
            standing.current[slice(*span)] if span else None,
            label,
            attributes,
            origin,
            _text(task["data"].get("guideline_version")) or layer.guideline_version,
            standing.text_sha256,
            Origin(
                self.file,
                self.sha256,
                _number(task.get("id")),
                _number(annotation.get("id")),
                region_id,
            ),
        )

    def _status(self, standing: Standing, status: Any) -> PassStatus:
        return PassStatus(
            self.judge.layer.name,
            standing.doc_id or "",
            self.name.annotator,
            self.name.pass_,
            status,
        )

    def _problem(
        self, problem_id: str, message: str, doc_id: str | None = None, at: str | None = None
    ) -> Problem:
        return problem(
            problem_id,
            message,
            layer=self.judge.layer.name,
            document=doc_id,
            annotator=self.name.annotator,
            file=self.file,
            at=at,
        )


def _annotation_fault(annotation: object) -> str | None:
    if not isinstance(annotation, dict):
        return "an annotation is no object"
    if not isinstance(annotation.get("result"), list):
        return "result is no list"
    if not isinstance(annotation.get("was_cancelled", False), bool):
        return "was_cancelled is no truth value"
    return None


def _person(value: object) -> object:
    if isinstance(value, dict):
        value = value.get("id")
    return value if isinstance(value, str | int) else None


def _repeated(
    judged: Judged,
    standing: Standing,
    span: tuple[int, int],
    unit: str,
    types: tuple[str, ...],
    identity: tuple[str, ...],
    seen: set[object],
) -> list[tuple[str, str]]:
    """Whether a region is no unit, or says what another has said; remembers it in `seen`."""
    if unit == "block":
        blocks = standing.document.units(types) if standing.document else []
        block = next((b for b in blocks if (b.start, b.end) == span), None)
        if block is None and standing.document is not None:
            return [("not-a-unit", f"[{span[0]}, {span[1]}) is no block")]
        key: object = block.block_id if block else span
        fault = "duplicate-unit"
    else:
        marks = tuple(str(judged.attributes.get(name)) for name in identity)
        key = (*span, judged.label, marks)
        fault = "duplicate-region"
    if key in seen:
        return [(fault, "decided twice")]
    seen.add(key)
    return []


def _number(value: object) -> int | None:
    return value if type(value) is int else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
