"""Read one task of an export: its text, its annotators, and its annotations."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from msgspec.structs import replace

from communique.label_studio.people import user_of
from communique.label_studio.reading.annotation_reader import AnnotationReader, Event
from communique.label_studio.reading.effort import oddities
from communique.label_studio.reading.problem_kinds.exports import (
    ANNOTATED_TWICE,
    AUTHOR_MISSING,
    CANCELLED_WITH_REGIONS,
    DRAFT_LEFT_OUT,
    MALFORMED_ANNOTATION,
    RESULT_MISSING,
    UNKNOWN_ANNOTATOR,
    UPDATED_BY_OTHER,
    WRONG_ANNOTATOR,
)
from communique.label_studio.reading.record_builder import Place, RecordBuilder
from communique.label_studio.reading.task_json import NOT_A_LIST, Annotation, Task
from communique.label_studio.reading.text_version import Texts, resolve_text
from communique.problems import Fault, Problem
from communique.util.json_values import as_string


@dataclass(slots=True)
class TaskReader:
    """Reads the tasks of one file in order and remembers the documents that are done."""

    annotations: AnnotationReader
    texts: Texts
    done: set[str] = field(default_factory=set[str])
    author: object = None
    versions: dict[tuple[str | None, bool], AnnotationReader] = field(
        default_factory=dict[tuple[str | None, bool], AnnotationReader]
    )

    @property
    def builder(self) -> RecordBuilder:
        """The maker of records and problems."""
        return self.annotations.builder

    def head(self) -> Iterator[Problem]:
        """The problems of the file that are known before its tasks."""
        annotator = self.builder.name.annotator
        if self.builder.validator.schema.annotator(annotator) is None:
            yield self.builder.problem(UNKNOWN_ANNOTATOR, f"{annotator!r} is not in the schema")

    def tail(self) -> Iterator[Problem]:
        """The problems of the file that are known after its tasks."""
        yield from self.annotations.tail()

    def task(self, task: Task) -> Iterator[Event]:
        """The records, problems and statuses of one task."""
        if task.data is None:
            yield self.builder.problem(MALFORMED_ANNOTATION, "the task has no data")
            return
        if task.data.doc_id in self.texts.inactive:
            return
        version, faults = resolve_text(task.data, self.texts)
        at = f"task {task.id}"
        for kind, message in faults:
            yield self.builder.problem(kind, message, version.doc_id, at)
        if task.drafts:
            yield self.builder.problem(DRAFT_LEFT_OUT, "", version.doc_id, at)
        if task.annotations is None:
            message = "the task has no list of annotations"
            yield self.builder.problem(MALFORMED_ANNOTATION, message, version.doc_id, at)
            return
        place = Place(version, _number(task.id), None, task.data.guideline_version)
        yield from self._annotations(place, task, usable=not faults)

    def _annotations(self, head: Place, task: Task, *, usable: bool) -> Iterator[Event]:
        skipped = False
        for annotation in task.annotations or ():
            if fault := _annotation_fault(annotation):
                yield self.builder.problem(*fault, head.doc_id, f"task {head.task_id}")
                continue
            place = _placed(head, annotation)
            strangers = list(self._people(annotation, place))
            yield from strangers
            if any(p.level == "error" for p in strangers):
                continue  # another annotator's work belongs in another file
            for kind, message in oddities(annotation):
                yield self.builder.problem(kind, message, place.doc_id, place.at)
            if annotation.was_cancelled:
                skipped = True
                if annotation.result:
                    kind = CANCELLED_WITH_REGIONS
                    yield self.builder.problem(kind, "", place.doc_id, place.at)
            elif (place.doc_id or "") in self.done:
                yield self.builder.problem(ANNOTATED_TWICE, "", place.doc_id, place.at)
            else:
                self.done.add(place.doc_id or "")
                if usable:
                    reader = self._reader(place.guideline_version, is_import=task.is_import)
                    yield from reader.events(place, task, annotation)
        if skipped and (head.doc_id or "") not in self.done:
            yield self.builder.status(head, "skipped")

    def _reader(self, version: str | None, *, is_import: bool) -> AnnotationReader:
        """What reads annotations that were made under a version of the guideline."""
        key = version, is_import
        if key not in self.versions:
            self.versions[key] = self.annotations.as_of(version, is_import=is_import)
        return self.versions[key]

    def _people(self, annotation: Annotation, place: Place) -> Iterator[Problem]:
        author = user_of(annotation.completed_by)
        if self.author is None:
            self.author = self.builder.name.annotator if isinstance(author, str) else author
        if author is not None and author != self.author:
            unknown = isinstance(author, str) and not self.builder.validator.schema.annotator(
                author
            )
            kind = UNKNOWN_ANNOTATOR if unknown else WRONG_ANNOTATOR
            yield self.builder.problem(kind, f"made by {author!r}", place.doc_id, place.at)
        if author is None:
            yield self.builder.problem(AUTHOR_MISSING, "", place.doc_id, place.at)
        changed = user_of(annotation.updated_by)
        if changed is not None and author is not None and changed != author:
            message = f"last changed by {changed!r}"
            yield self.builder.problem(UPDATED_BY_OTHER, message, place.doc_id, place.at)


def _placed(head: Place, annotation: Annotation) -> Place:
    number, time = _number(annotation.id), as_string(annotation.updated_at)
    return replace(head, annotation_id=number, submitted=time)


def _annotation_fault(annotation: Annotation) -> Fault | None:
    """What is wrong with the annotation's structure, or None."""
    if annotation.result is NOT_A_LIST:
        return MALFORMED_ANNOTATION, "result is not a list"
    if type(annotation.was_cancelled) is not bool:
        return MALFORMED_ANNOTATION, "was_cancelled is not true or false"
    if annotation.result is None and not annotation.was_cancelled:
        return RESULT_MISSING, ""
    return None


def _number(value: object) -> int | None:
    return value if type(value) is int else None
