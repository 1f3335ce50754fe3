"""Take in tasks that were made before this tool: find their documents, and move their regions.

An export whose tasks all have the cleaned text of the document that they name is not changed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from communique.label_studio.intake.known_texts import KnownTexts
from communique.label_studio.intake.moved_task import Mover, Place, encodings
from communique.label_studio.intake.parts import PartsError, TaskPart, put_together
from communique.label_studio.intake.placement import (
    AmbiguousPlaceError,
    NoPlaceError,
    Placement,
    part,
    whole,
)
from communique.label_studio.reading.export_stream import tasks
from communique.label_studio.reading.offset_encoding import OffsetEncoding
from communique.problems import Problem
from communique.util.json_values import Object, as_object, as_string

TEXT: Final = "text"
ID: Final = "doc_id"


@dataclass(frozen=True, slots=True)
class TaskKeys:
    """The keys of `data` that the user names: of the document's id, the text, and its offset."""

    id: str | None = None
    text: str | None = None
    offset: str | None = None

    @property
    def are_given(self) -> bool:
        """Whether the user names any key. Then every task must have a place."""
        return bool(self.id or self.text or self.offset)


class PlacingError(ValueError):
    """Tasks have no place in the corpus. `reasons` names them, one in a line."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


@dataclass(slots=True)
class Placed:
    """What was done to exports: counts for a message, and the problems found."""

    raw_tasks: int = 0
    moved: int = 0
    parts: int = 0
    joined: int = 0
    problems: list[Problem] = field(default_factory=list[Problem])


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known of a task: its document, and its text's place if it must be changed."""

    doc_id: str
    placement: Placement | None = None


@dataclass(slots=True)
class TaskPlacer:
    """Places the tasks of exports of one layer. Call `place` for each file, then `finish`."""

    texts: KnownTexts
    keys: TaskKeys
    layer: str
    accounts: Mapping[str, str]
    allow_missing: bool = False
    placed: Placed = field(default_factory=Placed)
    _parts: dict[str, list[TaskPart]] = field(default_factory=dict[str, list[TaskPart]])
    _source: str = ""

    def place(self, export: Path, source: str, out: Path) -> Path | None:
        """Write the export to `out` with tasks of the corpus's texts. Returns the file to read.

        Returns the export itself if there is nothing to change, and None if it has only parts of
        documents. Raises PlacingError, UnreadableExportError, OSError.
        """
        encoding = self._survey(export, source)
        if encoding is None:
            return export
        self._source = source
        mover = Mover(Place(source, self.layer, self.accounts), encoding)
        count = 0
        with out.open("w", encoding="utf-8") as file:
            file.write("[")
            for number, value in enumerate(tasks(export), start=1):
                for task in self._changed(value, number, mover):
                    file.write(("," if count else "") + json.dumps(task, ensure_ascii=False))
                    count += 1
            file.write("]")
        self.placed.moved += mover.moved
        return out if count else None

    def finish(self, out: Path) -> Path | None:
        """Put the parts of documents together. Returns their file; None if there are none.

        Raises PlacingError, OSError.
        """
        reasons: list[str] = []
        whole_tasks: list[Object] = []
        for doc_id, parts in sorted(self._parts.items()):
            place = Place(self._source, self.layer, self.accounts)
            try:
                task, problems = put_together(
                    self.texts.documents[doc_id], parts, place, allow_missing=self.allow_missing
                )
            except PartsError as error:
                reasons.append(f"document {doc_id}, in {len(parts)} parts: {error}")
                continue
            whole_tasks.append(task)
            self.placed.problems += problems
        if reasons:
            raise PlacingError(reasons)
        if not whole_tasks:
            return None
        self.placed.joined = len(whole_tasks)
        self.placed.parts = sum(map(len, self._parts.values()))
        out.write_text(json.dumps(whole_tasks, ensure_ascii=False), encoding="utf-8")
        return out

    def _survey(self, export: Path, source: str) -> OffsetEncoding | None:
        """How the offsets of the export count; None if no task must be changed.

        Raises PlacingError.
        """
        reasons: list[str] = []
        seen: set[frozenset[OffsetEncoding]] = set()
        changes = False
        for number, value in enumerate(tasks(export), start=1):
            task = as_object(value) or {}
            try:
                found = self._find(task, number)
            except NoPlaceError as error:
                reasons.append(f"{source}: {error}")
                continue
            changes = changes or (found is not None and not self._is_ours(task, found))
            if (text := self._text(task)) is not None:
                seen |= set(encodings(task, text))
        if reasons:
            raise PlacingError(reasons)
        if not changes:
            return None
        only_points = frozenset[OffsetEncoding]({"code-points"}) in seen
        only_utf16 = frozenset[OffsetEncoding]({"utf-16"}) in seen
        if only_points and only_utf16:
            raise PlacingError(
                [f"{source}: some regions count UTF-16 units, others count code points"]
            )
        return "utf-16" if only_utf16 else "code-points"

    def _is_ours(self, task: Object, found: _Found) -> bool:
        """Whether the task can stay as it is."""
        data = as_object(task.get("data")) or {}
        same = found.placement is None or found.placement.is_same
        return same and data.get(ID) == found.doc_id and self.keys.text in (None, TEXT)

    def _changed(self, value: Any, number: int, mover: Mover) -> Iterator[Any]:
        """The changed task; nothing if it is a part, which is kept for `finish`."""
        task = as_object(value) or {}
        found = self._find(task, number)
        if found is None:
            yield value
            return
        renamed = {**task, "data": self._data(task, found)}
        placement = found.placement
        if placement is None:
            yield renamed
            return
        moved = mover.task(renamed, placement, self.placed.problems)
        self.placed.raw_tasks += placement.is_raw
        if _is_whole(placement):
            yield moved
        else:
            kept = self._parts.setdefault(found.doc_id, [])
            kept.append(TaskPart(moved, placement.covered))

    def _data(self, task: Object, found: _Found) -> Object:
        """The `data` of a task under the keys of this tool."""
        data = as_object(task.get("data")) or {}
        dropped = {self.keys.text, self.keys.offset} - {TEXT, None}
        kept = {k: v for k, v in data.items() if k not in dropped}
        text = self._text(task)
        if found.placement is None:
            return {**kept, ID: found.doc_id, **({} if text is None else {TEXT: text})}
        document = found.placement.document
        own = {ID: found.doc_id, TEXT: document.text, "text_sha256": document.text_sha256}
        return {**kept, **own}

    def _text(self, task: Object) -> str | None:
        data = as_object(task.get("data")) or {}
        return as_string(data.get(self.keys.text or TEXT))

    def _find(self, task: Object, number: int) -> _Found | None:
        """The place of a task; None if it stays as it is. Raises NoPlaceError."""
        data = as_object(task.get("data")) or {}
        text = self._text(task)
        if self.keys.are_given:
            return self._find_by_keys(data, text, number)
        stated = data.get(ID)
        doc_id = self.texts.by_id(stated)
        if text is None or doc_id in self.texts.inactive:
            return None
        if doc_id is not None:
            return self._find_stated(doc_id, text, data)
        if isinstance(stated, str):
            return None  # the reader reports that the document is unknown
        if len(named := self.texts.by_text(text)) > 1:
            raise NoPlaceError(_several(f"task {number}", named))
        return self._placed(named[0], text) if named else None

    def _find_stated(self, doc_id: str, text: str, data: Object) -> _Found | None:
        """The place of a task that names its document, if its text proves it."""
        document = self.texts.documents[doc_id]
        if text == document.text:
            return _Found(doc_id, Placement(document, text))
        if "text_sha256" in data or self.texts.is_former(doc_id, text):
            return _Found(doc_id)
        try:
            return self._placed(doc_id, text)
        except AmbiguousPlaceError:
            raise
        except NoPlaceError:
            return None  # the reader reports the text

    def _find_by_keys(self, data: Object, text: str | None, number: int) -> _Found:
        """The place of a task whose keys the user names. Raises NoPlaceError."""
        if text is None:
            key = self.keys.text or TEXT
            raise NoPlaceError(f"task {number}: `data` has no text under the key {key!r}")
        key = self.keys.id or ID
        if self.keys.id is None and data.get(ID) is None:
            named = self.texts.by_text(text)
            if len(named) != 1:
                raise NoPlaceError(_several(f"task {number}", named))
            return self._placed(named[0], text)
        if key not in data:
            raise NoPlaceError(f"task {number}: `data` has no key {key!r}")
        doc_id = self.texts.by_id(data[key])
        if doc_id is None:
            raise NoPlaceError(f"task {number}: the corpus has no document {data[key]!r:.60}")
        if doc_id in self.texts.inactive or self.texts.is_former(doc_id, text):
            return _Found(doc_id)
        offset = data.get(self.keys.offset) if self.keys.offset else None
        if self.keys.offset and offset is None:
            raise NoPlaceError(f"document {doc_id}: `data` has no key {self.keys.offset!r}")
        return self._placed(doc_id, text, offset)

    def _placed(self, doc_id: str, text: str, offset: object = None) -> _Found:
        document = self.texts.documents[doc_id]
        raw = self.texts.raw(document)
        place = whole(text, document, raw) if offset in (None, 0) else None
        try:
            return _Found(doc_id, place or part(text, document, raw, offset))
        except NoPlaceError as error:
            others = [d for d in self.texts.by_text(text) if d != doc_id]
            hint = f"; it is the text of document {' and '.join(others)}" if others else ""
            raise type(error)(f"document {doc_id}: {error}{hint}") from None


def _is_whole(placement: Placement) -> bool:
    """Whether the task showed the whole document."""
    covered = placement.covered
    return all(n in covered or c.isspace() for n, c in enumerate(placement.document.text))


def _several(task: str, named: list[str]) -> str:
    if named:
        return f"{task}: its text is that of documents {' and '.join(named)}"
    return f"{task}: its text is that of no document, and it names none"
