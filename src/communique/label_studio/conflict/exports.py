"""Two sides of an export, region by region."""

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

Whose = tuple[str, str, int]  # layer, annotator, pass
Given = dict[str, set[str]]  # a control's name, or `offsets`, to what was given


@dataclass(frozen=True, slots=True)
class _Task:
    data: object
    content: str
    answered: bool
    regions: Mapping[str, Given]


def content(task: Object) -> str:
    """A hash of what a task asks and what was answered. Numbers, times, people and the order of
    rows make no difference.
    """
    answers = [
        [a.get("was_cancelled") is True, sorted(map(_canonical, as_list(a.get("result")) or ()))]
        for a in objects(task.get("annotations"))
    ]
    told = _canonical([task.get("data"), sorted(answers)])
    return hashlib.sha256(told.encode("ascii")).hexdigest()


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def compare_exports(
    ours: bytes, theirs: bytes, layer: str, annotator: str, pass_: int
) -> Differences:
    """What two versions of one export differ in. Anything may be in them."""
    found = listed_objects(ours), listed_objects(theirs)
    if isinstance(found[0], str) or isinstance(found[1], str):
        return unreadable_sides(*found)
    whose = layer, annotator, pass_
    mine, other = _tasks(found[0], whose), _tasks(found[1], whose)
    shared = [name for name in mine if name in other]
    return Differences(
        tuple(_alone(mine, other)),
        tuple(_alone(other, mine)),
        tuple(d for name in shared for d in _apart(name, mine[name], other[name])),
        _documents(mine, other),
        _documents(other, mine),
    )


def _tasks(tasks: Iterable[Object], whose: Whose) -> dict[str, _Task]:
    """By document; of a document's tasks the first that was answered, as everywhere."""
    found: dict[str, _Task] = {}
    for task in tasks:
        data = as_object(task.get("data")) or {}
        doc_id = as_string(data.get("doc_id")) or ""
        name = doc_id or f"of task {short_word(task.get('id'))}"
        if name not in found or not found[name].answered:
            answers = objects(task.get("annotations"))
            regions = _regions(_rows(answers), doc_id, whose)
            found[name] = _Task(data, content(task), bool(answers), regions)
    return found


def _rows(annotations: Iterable[Object]) -> list[Object]:
    finished = (a for a in annotations if a.get("was_cancelled") is not True)
    return objects(next((a.get("result") for a in finished), None))


def _regions(rows: Sequence[Object], doc_id: str, whose: Whose) -> dict[str, Given]:
    """What was given, by annotation id, or by place where a region has no id."""
    units = {as_string(row.get("id")) for row in rows if row.get("from_name") == UNIT}
    layer, annotator, pass_ = whose
    found: dict[str, Given] = {}
    for row in rows:
        value = as_object(row.get("value")) or {}
        place = f"{short_word(value.get('start'))}-{short_word(value.get('end'))}"
        key = _key(row, value, units)
        said = found.setdefault(
            annotation_id(layer, doc_id, annotator, pass_, key) if key else place, {}
        )
        if _has_place(value):
            said.setdefault("offsets", set()).add(place)
        said.setdefault(_control(row), set()).update(_values(row, value))
    return found


def _has_place(value: Object) -> bool:
    return "start" in value or "end" in value


def _key(row: Object, value: Object, units: Collection[str | None]) -> str | None:
    """What the reader makes an annotation id of; None for a region without an id."""
    if not _has_place(value) and row.get("type") != "relation":
        return f"d:{row.get('from_name')}"
    region = as_string(row.get("id")) or as_string(row.get("from_id"))
    return f"{'b' if region in units else 'r'}:{region}" if region else None


def _control(row: Object) -> str:
    return short_word(row.get("from_name")) or short_word(row.get("type")) or "row"


def _values(row: Object, value: Object) -> Iterator[str]:
    """The values of a row, without its place and the text that is echoed."""
    if row.get("type") == "relation":
        yield _canonical([row.get(k) for k in ("to_id", "direction", "labels")])
    for key, given in value.items():
        echo = key == "text" and isinstance(given, str) and row.get("type") != "textarea"
        if key not in ("start", "end") and not echo:
            for item in as_list(given) or [given]:
                path = as_list(item)
                yield "/".join(map(str, path)) if path else str(item)


def _documents(mine: Mapping[str, _Task], other: Mapping[str, _Task]) -> tuple[str, ...]:
    return tuple(
        name
        for name, task in mine.items()
        if name not in other or (task.answered and not other[name].answered)
    )


def _alone(mine: Mapping[str, _Task], other: Mapping[str, _Task]) -> Iterator[Difference]:
    for name, task in mine.items():
        for region, said in task.regions.items():
            if name not in other or region not in other[name].regions:
                told = (f"{k} {_shown(v)}".strip() for k, v in sorted(said.items()))
                yield Difference(region, name, ", ".join(told))


def _shown(given: Iterable[str]) -> str:
    """The values if all are words: a note is not repeated."""
    words = [short_word(v) for v in sorted(given)]
    return "+".join(words) if all(words) else ""


def _apart(name: str, mine: _Task, other: _Task) -> Iterator[Difference]:
    """What both have of a document, but not alike."""
    for region, said in mine.regions.items():
        if said != (told := other.regions.get(region, said)):
            yield Difference(region, name, _contrast(said, told))
    if not (mine.answered and other.answered):
        return
    if mine.data != other.data:
        yield Difference("", name, "the text or other data of the task differ")
    elif mine.content != other.content and mine.regions == other.regions:
        yield Difference("", name, "skipped on one side, or rows that differ in more than values")


def _contrast(mine: Given, other: Given) -> str:
    """Each thing that differs, with what both gave where that can be shown."""
    told: list[str] = []
    for name in sorted({*mine, *other}):
        given = [_shown(said[name]) if name in said else "none" for said in (mine, other)]
        if mine.get(name) != other.get(name):
            told.append(f"{name} {' or '.join(given)}" if all(given) else f"{name} differs")
    return ", ".join(told)
