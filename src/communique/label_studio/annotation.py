"""One task of an export: whose text, whose work, which regions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from communique.corpus import Document, Former
from communique.json_values import Object, as_list, as_object, as_string
from communique.label_studio.pseudonyms import user_of
from communique.label_studio.recorder import Place, Recorder
from communique.label_studio.signals import oddities
from communique.label_studio.standing import stand
from communique.label_studio.submission import Event, Submission
from communique.problems import Problem
from communique.records import PassStatus


@dataclass(slots=True)
class AnnotationReader:
    """Reads the tasks of one file in order; remembers which documents it has seen."""

    submission: Submission
    documents: Mapping[str, Document] | None
    former: Mapping[str, tuple[Former, ...]]
    done: dict[str, None] = field(default_factory=dict[str, None])  # in the order of the file
    author: object = None
    plain: list[PassStatus] = field(default_factory=list[PassStatus])

    @property
    def recorder(self) -> Recorder:
        return self.submission.recorder

    def head(self) -> Iterator[Problem]:
        """What can be said of the file before its tasks."""
        annotator = self.recorder.name.annotator
        if self.recorder.judge.schema.annotator(annotator) is None:
            yield self.recorder.problem("unknown-annotator", f"{annotator!r} is not in the schema")

    def settled(self, data: str) -> bool:
        """Whether the JSON of a task has nothing to report; its statuses are told in the end.

        Decoded quickly, where a whole number of more than 64 bits is none: what has anything to
        report is left for an exact reading.
        """
        try:
            value = orjson.loads(data)
        except orjson.JSONDecodeError:
            return False
        before = len(self.done), self.author, self.submission.unit.copy()
        events = list(self.task(value))
        if all(isinstance(event, PassStatus) for event in events):
            self.plain += [event for event in events if isinstance(event, PassStatus)]
            return True
        size, self.author, self.submission.unit = before
        while len(self.done) > size:
            self.done.popitem()
        return False

    def tail(self) -> Iterator[Event]:
        """What can be said of the file after its tasks."""
        yield from self.plain
        for fault, message in self.submission.unit.faults():
            yield self.recorder.problem(fault, message)

    def task(self, value: object) -> Iterator[Event]:
        """The records, problems and statuses of one task."""
        task = as_object(value) or {}
        data = as_object(task.get("data"))
        if data is None:
            yield self.recorder.problem("malformed-annotation", "a task without data")
            return
        standing, faults = stand(data, self.documents, self.former)
        at = f"task {task.get('id')}"
        for fault, message in faults:
            yield self.recorder.problem(fault, message, standing.doc_id, at)
        if task.get("drafts"):
            yield self.recorder.problem("draft-left-out", "", standing.doc_id, at)
        annotations = as_list(task.get("annotations"))
        if annotations is None:
            yield self.recorder.problem(
                "malformed-annotation", "no annotations", standing.doc_id, at
            )
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
                yield self.recorder.problem("malformed-annotation", fault, head.doc_id, at)
                continue
            place = replace(head, annotation_id=_number(annotation.get("id")))
            strangers = list(self._people(annotation, place))
            yield from strangers
            if any(p.level == "error" for p in strangers):
                continue  # somebody else's work has a file of its own
            for fault, message in oddities(annotation):
                yield self.recorder.problem(fault, message, place.doc_id, place.at)
            if annotation.get("was_cancelled"):
                skipped = True
                if annotation["result"]:
                    yield self.recorder.problem(
                        "cancelled-with-regions", "", place.doc_id, place.at
                    )
            elif (place.doc_id or "") in self.done:
                yield self.recorder.problem("annotated-twice", "", place.doc_id, place.at)
            else:
                self.done[place.doc_id or ""] = None
                if usable:
                    yield from self.submission.events(place, task, annotation)
        if skipped and (head.doc_id or "") not in self.done:
            yield self.recorder.status(head, "skipped")

    def _people(self, annotation: Object, place: Place) -> Iterator[Problem]:
        author = user_of(annotation.get("completed_by"))
        if self.author is None:
            self.author = self.recorder.name.annotator if isinstance(author, str) else author
        if author is not None and author != self.author:
            unknown = isinstance(author, str) and not self.recorder.judge.schema.annotator(author)
            fault = "unknown-annotator" if unknown else "wrong-annotator"
            yield self.recorder.problem(fault, f"made by {author!r}", place.doc_id, place.at)
        changed = user_of(annotation.get("updated_by"))
        if changed is not None and author is not None and changed != author:
            message = f"last changed by {changed!r}"
            yield self.recorder.problem("updated-by-other", message, place.doc_id, place.at)


def _annotation_fault(annotation: Object) -> str | None:
    """What is wrong with the annotation's shape, or None."""
    if as_list(annotation.get("result")) is None:
        return "result is no list"
    if not isinstance(annotation.get("was_cancelled", False), bool):
        return "was_cancelled is no truth value"
    return None


def _number(value: object) -> int | None:
    return value if type(value) is int else None
