"""Compare the two sides of an export, region by region."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from communique.label_studio.conflict.differences import (
    Difference,
    Differences,
    listed_objects,
    short_word,
    unreadable_sides,
)
from communique.label_studio.controls import UNIT
from communique.records import annotation_id
from communique.util.json_values import Object, as_list, as_object, as_string, objects

PassKey = tuple[str, str, int]  # layer, annotator, pass
Answers = dict[str, set[str]]  # the values of each control, and the range as `offsets`


@dataclass(frozen=True, slots=True)
class _Task:
    data: object
    content: str
    answered: bool
    regions: Mapping[str, Answers]


def content(task: Object) -> str:
    """A hash of the data and answers of a task.

    Task ids, times, people and the order of rows make no difference.
    """
    answers = [
        [a.get("was_cancelled") is True, sorted(map(canonical, as_list(a.get("result")) or ()))]
        for a in objects(task.get("annotations"))
    ]
    both = canonical([task.get("data"), sorted(answers)])
    return hashlib.sha256(both.encode("ascii")).hexdigest()


def canonical(value: object) -> str:
    """The value as JSON with sorted keys, for comparisons."""
    return json.dumps(value, sort_keys=True)


def compare_exports(
    ours: bytes, theirs: bytes, layer: str, annotator: str, pass_: int
) -> Differences:
    """Compare two versions of one export. They may contain anything."""
    both_sides = listed_objects(ours), listed_objects(theirs)
    if isinstance(both_sides[0], str) or isinstance(both_sides[1], str):
        return unreadable_sides(*both_sides)
    pass_key = layer, annotator, pass_
    ours_by_document, theirs_by_document = (
        _tasks(both_sides[0], pass_key),
        _tasks(both_sides[1], pass_key),
    )
    shared = [name for name in ours_by_document if name in theirs_by_document]
    return Differences(
        tuple(_alone(ours_by_document, theirs_by_document)),
        tuple(_alone(theirs_by_document, ours_by_document)),
        tuple(
            d
            for name in shared
            for d in _apart(name, ours_by_document[name], theirs_by_document[name])
        ),
        _documents(ours_by_document, theirs_by_document),
        _documents(theirs_by_document, ours_by_document),
    )


def _tasks(tasks: Iterable[Object], pass_key: PassKey) -> dict[str, _Task]:
    """The tasks by document. If a document has several, the first answered task counts."""
    by_document: dict[str, _Task] = {}
    for task in tasks:
        data = as_object(task.get("data")) or {}
        doc_id = as_string(data.get("doc_id")) or ""
        name = doc_id or f"of task {short_word(task.get('id'))}"
        if name not in by_document or not by_document[name].answered:
            answers = objects(task.get("annotations"))
            regions = _regions(_rows(answers), doc_id, pass_key)
            by_document[name] = _Task(data, content(task), bool(answers), regions)
    return by_document


def _rows(annotations: Iterable[Object]) -> list[Object]:
    finished = (a for a in annotations if a.get("was_cancelled") is not True)
    return objects(next((a.get("result") for a in finished), None))


def _regions(rows: Sequence[Object], doc_id: str, pass_key: PassKey) -> dict[str, Answers]:
    """The answers by annotation id, or by place for a region without an id."""
    units = {as_string(row.get("id")) for row in rows if row.get("from_name") == UNIT}
    layer, annotator, pass_ = pass_key
    regions: dict[str, Answers] = {}
    for row in rows:
        value = as_object(row.get("value")) or {}
        place = f"{short_word(value.get('start'))}-{short_word(value.get('end'))}"
        key = _key(row, value, units)
        answers = regions.setdefault(
            annotation_id(layer, doc_id, annotator, pass_, key) if key else place, {}
        )
        if _has_place(value):
            answers.setdefault("offsets", set()).add(place)
        answers.setdefault(_control(row), set()).update(_values(row, value))
    return regions


def _has_place(value: Object) -> bool:
    return "start" in value or "end" in value


def _key(row: Object, value: Object, units: Collection[str | None]) -> str | None:
    """The key from which the reader makes an annotation id; None for a region without an id."""
    if not _has_place(value) and row.get("type") != "relation":
        return f"d:{row.get('from_name')}"
    region = as_string(row.get("id")) or as_string(row.get("from_id"))
    return f"{'b' if region in units else 'r'}:{region}" if region else None


def _control(row: Object) -> str:
    return short_word(row.get("from_name")) or short_word(row.get("type")) or "row"


def _values(row: Object, value: Object) -> Iterator[str]:
    """The values of a row, without its range and the echoed text."""
    if row.get("type") == "relation":
        yield canonical([row.get(k) for k in ("to_id", "direction", "labels")])
    for key, item_value in value.items():
        echo = key == "text" and isinstance(item_value, str) and row.get("type") != "textarea"
        if key not in ("start", "end") and not echo:
            for item in as_list(item_value) or [item_value]:
                path = as_list(item)
                yield "/".join(map(str, path)) if path else str(item)


def _documents(ours: Mapping[str, _Task], theirs: Mapping[str, _Task]) -> tuple[str, ...]:
    return tuple(
        name
        for name, task in ours.items()
        if name not in theirs or (task.answered and not theirs[name].answered)
    )


def _alone(ours: Mapping[str, _Task], theirs: Mapping[str, _Task]) -> Iterator[Difference]:
    for name, task in ours.items():
        for region, answers in task.regions.items():
            if name not in theirs or region not in theirs[name].regions:
                parts = (f"{k} {_shown(v)}".strip() for k, v in sorted(answers.items()))
                yield Difference(region, name, ", ".join(parts))


def _shown(values: Iterable[str]) -> str:
    """The values if all are short words; "" otherwise, so that notes are not shown."""
    words = [short_word(v) for v in sorted(values)]
    return "+".join(words) if all(words) else ""


def _apart(name: str, ours: _Task, theirs: _Task) -> Iterator[Difference]:
    """The differences in a document that both sides have."""
    for region, answers in ours.regions.items():
        if answers != (other_answers := theirs.regions.get(region, answers)):
            yield Difference(region, name, _contrast(answers, other_answers))
    if not (ours.answered and theirs.answered):
        return
    if ours.data != theirs.data:
        yield Difference("", name, "the task has a different text or other data")
    elif ours.content != theirs.content and ours.regions == theirs.regions:
        yield Difference(
            "", name, "only one side is skipped, or rows differ in something other than values"
        )


def _contrast(ours: Answers, theirs: Answers) -> str:
    """Each control that differs, with both answers if they are short words."""
    parts: list[str] = []
    for name in sorted({*ours, *theirs}):
        pair = [_shown(answers[name]) if name in answers else "none" for answers in (ours, theirs)]
        if ours.get(name) != theirs.get(name):
            parts.append(f"{name} {' or '.join(pair)}" if all(pair) else f"{name} differs")
    return ", ".join(parts)
