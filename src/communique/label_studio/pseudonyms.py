"""Make an export safe to commit: pseudonyms instead of accounts, and nothing else about people.

Of fields that are not known here, only numbers, true, false, null and times are kept. So a name in
a review, a comment or a field of a later server cannot come into the corpus.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from communique.label_studio.people import People, is_person
from communique.util.json_values import Object, as_list, as_object, objects, strings

Task = dict[str, Any]
Keep = Callable[[Any, People], Any]
_PEOPLE: Final = ("completed_by", "updated_by", "last_created_by")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?")
_PERSON: Final = re.compile(
    r"(?:^|_)(?:by|user|author|owner|reviewer|assignee|annotator|creator|editor"
    r"|username|email|first_name|last_name|initials)s?(?:_id)?$"
)
_FIELD: Final = re.compile(r"\w+")  # a name of a field, not of a person
_ABOUT_WORK: Final = re.compile(r"review|comment|history|draft|mention|notification")
_UUID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_ANSWERS: Final = frozenset(
    ("start", "end", "text", "labels", "choices", "taxonomy", "startOffset", "endOffset")
)


def pseudonymise(task: Task, who: People) -> Task:
    """Return the task with pseudonyms instead of accounts, and without drafts."""
    kept = _fields(task, who, _TASK)
    kept |= {"updated_by": who.name(task.get("updated_by")), "drafts": []}
    return kept


def _fields(found: Object, who: People, known: dict[str, Keep]) -> Object:
    """The fields of an object that are kept, in their order."""
    kept: Object = {}
    for key, value in found.items():
        if key in known:
            kept[key] = known[key](value, who)
        elif _PERSON.search(key):
            if as_list(value) is None and (name := who.name(value)):
                kept[key] = name
        elif _is_plain(value) and _FIELD.fullmatch(key):
            kept[key] = value
    return kept


def _is_plain(value: object) -> bool:
    """Whether a value cannot name anyone."""
    if isinstance(value, str):
        return not value or bool(_TIME.fullmatch(value) or _UUID.fullmatch(value))
    return value is None or isinstance(value, bool | int | float)


def _scalar(value: Any, _who: People) -> Any:
    """A value as it is. What should be one value and is not stays visible as something else."""
    return [] if isinstance(value, list | dict) else value


def _free_id(value: Any, who: People) -> Any:
    """An id, which a backend may have chosen, without people."""
    return who.without_people(value) if isinstance(value, str) else _scalar(value, who)


def _strings(value: Any, _who: People) -> Any:
    return None if as_list(value) is None else strings(value)


def _data(value: Any, who: People) -> Any:
    """The data of a task, with the annotated text. Only addresses of accounts are replaced."""
    if (found := as_object(value)) is not None:
        return {k: _data(v, who) for k, v in found.items()}
    if (listed := as_list(value)) is not None:
        return [_data(v, who) for v in listed]
    return who.of_address(value) or value if isinstance(value, str) else value


def _free(value: Any, who: People) -> Any:
    """Any JSON, without people."""
    if (found := as_object(value)) is not None:
        if is_person(found):
            return who.name(found)
        return {
            who.without_people(key): _free_person(v, who) if _PERSON.search(key) else _free(v, who)
            for key, v in found.items()
            if not _ABOUT_WORK.search(key)
        }
    if (listed := as_list(value)) is not None:
        return [_free(v, who) for v in listed]
    return who.without_people(value) if isinstance(value, str) else value


def _free_person(value: Any, who: People) -> Any:
    listed = as_list(value)
    return who.name(value) if listed is None else [who.name(v) for v in listed]


def _annotations(value: Any, who: People) -> Any:
    if as_list(value) is None:
        return None
    return [_annotation(annotation, who) for annotation in objects(value)]


def _annotation(annotation: Task, who: People) -> Task:
    kept = _fields(annotation, who, _ANNOTATION)
    named = {key: who.name(annotation.get(key)) for key in _PEOPLE}
    return {**kept, **named, "completed_by": who.author(annotation)}


def _predictions(value: Any, who: People) -> Any:
    listed = as_list(value) or ()
    known = (v if as_object(v) is None else _fields(v, who, _PREDICTION) for v in listed)
    return [v for v in known if isinstance(v, dict | int)]


def _rows(value: Any, who: People) -> Any:
    """The rows of a result. Anything but a list stays something that is no list."""
    listed = as_list(value)
    if listed is None:
        return value if value is None else ""
    return [None if (row := as_object(v)) is None else _row(row, who) for v in listed]


def _row(row: Object, who: People) -> Object:
    kept = _fields(row, who, _ROW)
    if row.get("type") == "textarea" and (value := as_object(kept.get("value"))) is not None:
        kept["value"] = {**value, "text": _typed(value.get("text"), who)}
    return kept


def _typed(text: Any, who: People) -> Any:
    """What an annotator typed, without the names and addresses of the people of the export."""
    listed = as_list(text)
    if listed is not None:
        return [_typed(v, who) for v in listed]
    return who.without_accounts(text) if isinstance(text, str) else text


def _value(value: Any, who: People) -> Any:
    found = as_object(value)
    if found is None:
        return value if _is_plain(value) else None
    return {k: v if k in _ANSWERS else _free(v, who) for k, v in found.items()}


_TASK: Final[dict[str, Keep]] = {
    "id": _scalar,
    "data": _data,
    "meta": _free,
    "file_upload": _free,
    "annotations": _annotations,
    "predictions": _predictions,
}
_ANNOTATION: Final[dict[str, Keep]] = {
    **dict.fromkeys(("id", "lead_time", "was_cancelled", "last_action"), _scalar),
    "result": _rows,
}
_PREDICTION: Final[dict[str, Keep]] = {"id": _free_id, "result": _rows, "model_version": _free}
_ROW: Final[dict[str, Keep]] = {
    **dict.fromkeys(("id", "from_name", "to_name", "type", "origin", "direction"), _scalar),
    **dict.fromkeys(("from_id", "to_id", "parentID"), _scalar),
    "labels": _strings,
    "value": _value,
    "meta": _free,
}
