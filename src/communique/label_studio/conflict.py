"""A merge conflict in an export or in a file of decisions: what the two sides differ in, by id, and
how to take both.

Regions are joined by annotation id, decisions by uid. Nothing here reads or writes a file.
"""

import codecs
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from shlex import quote
from typing import Final

import orjson

from communique.json_values import Object, as_list, as_object, as_string, objects, strings
from communique.records import annotation_id
from communique.util.merge_conflict import (
    has_conflict,
    in_a_clone,
    keep_ours,
    restore,
    side_names,
    sides,
    write_sides,
)

Whose = tuple[str, str, int]  # layer, annotator, pass
_UNIT: Final = "unit"  # the control of ready-made block regions
_SHOWN: Final = 10  # ids of one kind in a message
_LONGEST_WORD: Final = 40  # characters
_LONGEST_ITEM: Final = 400  # characters
_Said = dict[str, set[str]]  # a control's name, or `offsets`, to what was given


@dataclass(frozen=True, slots=True)
class Difference:
    """What one side alone has, or both have but not alike; `what` says it in a few words.

    `id` is an annotation id or a uid; a region without an id has its place there, and a difference
    of a task that is not in its regions has "". `by_hand` is a decision that somebody made.
    """

    id: str
    document: str
    what: str
    candidates: tuple[str, ...] = ()
    by_hand: bool = False

    def __str__(self) -> str:
        """In one line."""
        of = f"; annotations {', '.join(self.candidates)}" if self.candidates else ""
        told = f"document {self.document}: {self.what}{of}"
        return f"{self.id} ({told})" if self.id else told


@dataclass(frozen=True, slots=True)
class Differences:
    """All that two sides differ in. `unreadable` says what is wrong with a side that is not what it
    should be; nothing is compared then.

    Of a document in `our_documents` or `their_documents`, the other side has no task or no answer.
    """

    only_ours: tuple[Difference, ...] = ()
    only_theirs: tuple[Difference, ...] = ()
    both: tuple[Difference, ...] = ()
    our_documents: tuple[str, ...] = ()
    their_documents: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Task:
    data: object
    content: str
    answered: bool
    regions: Mapping[str, _Said]


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
    found = _listed(ours), _listed(theirs)
    if isinstance(found[0], str) or isinstance(found[1], str):
        return _unreadable(*found)
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


def _listed(data: bytes, key: str | None = None) -> list[Object] | str:
    """The objects of the list that the data are, or have under a key; else what is wrong."""
    try:
        value = orjson.loads(data.removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError as error:
        return f"not JSON: {error}"
    listed = as_list((as_object(value) or {}).get(key) if key else value)
    return f"no list of {key or 'tasks'}" if listed is None else objects(listed)


def _unreadable(ours: list[Object] | str, theirs: list[Object] | str) -> Differences:
    named = (("ours", ours), ("theirs", theirs))
    return Differences(unreadable=tuple(f"{k} is {v}" for k, v in named if isinstance(v, str)))


def _tasks(tasks: Iterable[Object], whose: Whose) -> dict[str, _Task]:
    """By document; of a document's tasks the first that was answered, as everywhere."""
    found: dict[str, _Task] = {}
    for task in tasks:
        data = as_object(task.get("data")) or {}
        doc_id = as_string(data.get("doc_id")) or ""
        name = doc_id or f"of task {_word(task.get('id'))}"
        if name not in found or not found[name].answered:
            answers = objects(task.get("annotations"))
            regions = _regions(_rows(answers), doc_id, whose)
            found[name] = _Task(data, content(task), bool(answers), regions)
    return found


def _rows(annotations: Iterable[Object]) -> list[Object]:
    finished = (a for a in annotations if a.get("was_cancelled") is not True)
    return objects(next((a.get("result") for a in finished), None))


def _regions(rows: Sequence[Object], doc_id: str, whose: Whose) -> dict[str, _Said]:
    """What was given, by annotation id, or by place where a region has no id."""
    units = {as_string(row.get("id")) for row in rows if row.get("from_name") == _UNIT}
    layer, annotator, pass_ = whose
    found: dict[str, _Said] = {}
    for row in rows:
        value = as_object(row.get("value")) or {}
        place = f"{_word(value.get('start'))}-{_word(value.get('end'))}"
        key = _key(row, value, units)
        said = found.setdefault(
            annotation_id(layer, doc_id, annotator, pass_, key) if key else place, {}
        )
        if _has_place(value):
            said.setdefault("offsets", set()).add(place)
        said.setdefault(_control(row), set()).update(_given(row, value))
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
    return _word(row.get("from_name")) or _word(row.get("type")) or "row"


def _given(row: Object, value: Object) -> Iterator[str]:
    """The values of a row, without its place and the text that is echoed."""
    if row.get("type") == "relation":
        yield _canonical([row.get(k) for k in ("to_id", "direction", "labels")])
    for key, given in value.items():
        echo = key == "text" and isinstance(given, str) and row.get("type") != "textarea"
        if key not in ("start", "end") and not echo:
            for item in as_list(given) or [given]:
                path = as_list(item)
                yield "/".join(map(str, path)) if path else str(item)


def _word(value: object) -> str:
    """The value if it is a short word, which can be shown anywhere; else ""."""
    text = str(value) if isinstance(value, str | int) else ""
    return text if text.isprintable() and " " not in text and len(text) <= _LONGEST_WORD else ""


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
    words = [_word(v) for v in sorted(given)]
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


def _contrast(mine: _Said, other: _Said) -> str:
    """Each thing that differs, with what both gave where that can be shown."""
    told: list[str] = []
    for name in sorted({*mine, *other}):
        given = [_shown(said[name]) if name in said else "none" for said in (mine, other)]
        if mine.get(name) != other.get(name):
            told.append(f"{name} {' or '.join(given)}" if all(given) else f"{name} differs")
    return ", ".join(told)


def compare_decisions(ours: bytes, theirs: bytes) -> Differences:
    """What two versions of one file of decisions differ in. Anything may be in them.

    What was decided of the same annotations is one decision, although the uids may be two.
    """
    found = _listed(ours, "decisions"), _listed(theirs, "decisions")
    if isinstance(found[0], str) or isinstance(found[1], str):
        return _unreadable(*found)
    mine, other = ({_uid(d): d for d in listed} for listed in found if not isinstance(listed, str))
    pairs = {uid: uid for uid in mine if uid in other}
    again = {_candidates(d): uid for uid, d in other.items() if uid not in pairs}
    rest = [uid for uid in mine if uid not in pairs]
    pairs |= {uid: again[c] for uid in rest if (c := _candidates(mine[uid])) and c in again}
    both = [(mine[uid], other[twin]) for uid, twin in pairs.items() if mine[uid] != other[twin]]
    return Differences(
        tuple(_decision(d, _verdict(d)) for uid, d in mine.items() if uid not in pairs),
        tuple(_decision(d, _verdict(d)) for uid, d in other.items() if uid not in pairs.values()),
        tuple(_decision(a, _verdicts(a, b), b) for a, b in both),
    )


def _uid(decision: Object) -> str:
    return as_string(decision.get("uid")) or ""


def _candidates(decision: Object) -> tuple[str, ...]:
    return tuple(sorted(strings(decision.get("candidates"))))


def _decision(decision: Object, what: str, other: Object | None = None) -> Difference:
    ours = other or {}
    uids = dict.fromkeys(filter(None, (_uid(decision), _uid(ours))))
    return Difference(
        " and ".join(uids),
        as_string(decision.get("doc_id")) or "",
        what,
        tuple(sorted({*_candidates(decision), *_candidates(ours)})),
        by_hand=decision.get("decision") != "unanimous",
    )


def _verdict(decision: Object) -> str:
    """`kept person 10-17`."""
    place = f"{_word(decision.get('start'))}-{_word(decision.get('end'))}"
    told = (_word(decision.get(k)) for k in ("outcome", "label"))
    return " ".join(filter(None, (*told, "" if place == "-" else place)))


def _verdicts(mine: Object, other: Object) -> str:
    if _verdict(mine) != _verdict(other):
        return f"{_verdict(mine)} or {_verdict(other)}"
    keys = sorted(k for k in {*mine, *other} if mine.get(k) != other.get(k))
    return f"{_verdict(mine)}, with other {', '.join(map(_word, keys))}"


def explain_conflict(
    data: bytes, file: str, layer: str, annotator: str | None = None, pass_: int = 1
) -> tuple[str, str] | None:
    """`explain` for the content of a file, whatever it is; None without a conflict in it.

    A file of decisions has no annotator.
    """
    if not has_conflict(data):
        return None
    try:
        ours, theirs = sides(data)
    except ValueError as error:
        return f"merge conflict whose markers do not fit together: {error}", restore(file)
    if annotator is None:
        found = compare_decisions(ours, theirs)
    else:
        found = compare_exports(ours, theirs, layer, annotator, pass_)
    return explain(found, file, layer, annotator, pass_, side_names(data))


def explain(
    found: Differences,
    file: str,
    layer: str,
    annotator: str | None = None,
    pass_: int = 1,
    names: tuple[str, str] = ("", ""),
) -> tuple[str, str]:
    """What the sides of a conflict differ in, and the steps that end it.

    `file` is relative to the corpus; a file of decisions has no annotator. `names` are those of
    ours and theirs.
    """
    sides = zip(("ours", "theirs"), names, strict=True)
    called = ", ".join(f"{side} is {name}" for side, name in sides if name)
    told = [*found.unreadable, *_told(found)] or ["nothing that was annotated or decided differs"]
    message = " ".join(f"{_capital(part)}." for part in (called, *told) if part)
    if annotator is None:
        fix = _mend_decisions(found, file, layer)
    else:
        fix = _mend_export(found, file, f"--layer {layer} --pass {pass_}", annotator, pass_)
    return f"merge conflict. {''.join(c if c.isprintable() else '?' for c in message)}", fix


def _told(found: Differences) -> list[str]:
    """One sentence for each kind. Regions of a document that one side alone has are counted."""
    ours, theirs = set(found.our_documents), set(found.their_documents)
    kinds: dict[str, Sequence[object]] = {
        "documents of ours alone": _counted(found.our_documents, found.only_ours),
        "documents of theirs alone": _counted(found.their_documents, found.only_theirs),
        "only in ours": [d for d in found.only_ours if d.document not in ours],
        "only in theirs": [d for d in found.only_theirs if d.document not in theirs],
        "in both, but different": found.both,
    }
    return [f"{kind}: {_first(listed)}" for kind, listed in kinds.items() if listed]


def _counted(documents: Iterable[str], regions: Sequence[Difference]) -> list[str]:
    counts = ((name, sum(d.document == name for d in regions)) for name in documents)
    return [f"{name} ({n} region{'s' * (n != 1)})" for name, n in counts]


def _first(listed: Sequence[object]) -> str:
    shown = "; ".join(str(item)[:_LONGEST_ITEM] for item in listed[:_SHOWN])
    more = len(listed) - _SHOWN
    return f"{shown}; and {more} more" if more > 0 else shown


def _mend_export(found: Differences, file: str, options: str, annotator: str, pass_: int) -> str:
    alone = {*found.our_documents, *found.their_documents}
    regions = (*found.only_ours, *found.only_theirs, *found.both)
    differing = list(dict.fromkeys(d.document for d in regions if d.document not in alone))
    known = f" (here: {_first(differing)})" if differing else ""
    steps = (
        f"{keep_ours(file)}; the same for annotations/pull.json if git names it",
        f"to take both: {write_sides(file, 'ours.json', 'theirs.json')}, then"
        f" `communique import ours.json theirs.json {options}`; it joins what either side alone"
        f" has, and refuses by name the documents that both answer differently{known}",
        f"on what it refuses, {annotator} decides in Label Studio:"
        f" `communique annotate {annotator} --pass {pass_}`, then `communique pull {annotator}`;"
        " what theirs alone has is then joined by"
        f" `communique import {quote(file)} theirs.json {options} --accept-losses`, where the file"
        " named first holds for a document in both",
        "`communique check`; an export that it calls edited, but which is as you want it, is"
        " recorded by `communique import` of that file",
        f"delete ours.json and theirs.json, `git add {quote(file)} annotations/pull.json`,"
        " `git commit`",
    )
    return f"{_numbered(steps)} {in_a_clone(file, both=True)}"


def _mend_decisions(found: Differences, file: str, layer: str) -> str:
    lost = [d.id for d in found.only_theirs if d.by_hand]
    opened = f": {_first(lost)}" if lost else ""
    steps = (
        "first end the conflicts in exports and take both sides of them: decisions rest on exports",
        keep_ours(file),
        f"`communique adjudicate --layer {layer}` decides again what is unanimous or stands in an"
        " adjudicator's export",
        f"what somebody decided in theirs alone is open again{opened}; so is what git took from"
        " theirs without a conflict; decide it in Label Studio (`communique annotate`, `communique"
        f" pull`) or with `communique adjudicate --ask --by NAME --layer {layer}`",
        f"`communique check`, `git add {quote(file)}`, `git commit`",
    )
    return f"{_numbered(steps)} {in_a_clone(file, both=False)}"


def _numbered(steps: Iterable[str]) -> str:
    return " ".join(f"{n}. {_capital(step)}." for n, step in enumerate(steps, start=1))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
