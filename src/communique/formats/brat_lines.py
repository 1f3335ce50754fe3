"""The lines of a brat `.ann` file."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from communique.formats.brat_offsets import FragmentedSpan
from communique.formats.foreign import ForeignFile, Reading

OWN_NOTE: Final = '{"uid":'
_SPAN: Final = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)")
_ARGUMENT: Final = re.compile(r"\S+?:(\S+)")


@dataclass(slots=True)
class AnnFile:
    """The content of one file. The targets of attributes and notes are ids of spans."""

    name: str
    spans: dict[str, FragmentedSpan] = field(default_factory=dict[str, FragmentedSpan])
    attributes: dict[str, list[tuple[str, str]]] = field(
        default_factory=dict[str, list[tuple[str, str]]]
    )
    relations: list[tuple[str, str, str, int]] = field(
        default_factory=list[tuple[str, str, str, int]]
    )
    notes: dict[str, str] = field(default_factory=dict[str, str])
    triggers: dict[str, str] = field(default_factory=dict[str, str])  # by event
    ids: dict[str, int] = field(default_factory=dict[str, int])
    faults: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    losses: list[str] = field(default_factory=list[str])


def read_lines(file: ForeignFile, reading: Reading) -> AnnFile:
    """Read a file. Its faults and losses are added to the reading."""
    ann = AnnFile(file.name)
    parsed = [(n, line.split("\t")) for n, line in enumerate(reading.lines(file), 1)]
    for kinds in ("T", "E", "RAMN#*"):  # a line may name what follows it
        for number, fields in parsed:
            kind = fields[0][:1]
            if kind and kind in kinds:
                _READ[kind](ann, number, fields)
    for number, fields in parsed:
        if fields != [""] and fields[0][:1] not in _READ:
            ann.faults.append((number, f"unknown kind of line: {'	'.join(fields):.60}"))
    for number, message in sorted(ann.faults):
        reading.fault(ann.name, number, message)
    for cause in ann.losses:
        reading.lose(cause)
    return ann


def _span(ann: AnnFile, number: int, fields: list[str]) -> None:
    match = _SPAN.fullmatch(fields[1]) if len(fields) > 2 else None
    if match is None:
        message = "expected `T1<tab>Label START END<tab>words`"
        ann.faults.append((number, f"not a span: {message}"))
        return
    if _is_new(ann, number, fields[0]):
        pairs = [tuple(map(_number, pair.split(" "))) for pair in match[2].split(";")]
        words = "\t".join(fields[2:])
        ann.spans[fields[0]] = FragmentedSpan(
            fields[0], match[1], [(a, b) for a, b in pairs], words, number
        )


def _number(digits: str) -> int:
    return int(digits[:18])  # longer than any text


def _is_new(ann: AnnFile, number: int, id_: str) -> bool:
    first = ann.ids.setdefault(id_, number)
    if first != number:
        ann.faults.append((number, f"the id {id_} is also in line {first}"))
    return first == number


def _event(ann: AnnFile, number: int, fields: list[str]) -> None:
    words = fields[1].split() if len(fields) > 1 else []
    ends = [m[1] if (m := _ARGUMENT.fullmatch(w)) else "" for w in words]
    if not ends or "" in ends:
        ann.faults.append((number, "not an event: expected `E1<tab>Type:T1 Role:T2`"))
    elif ends[0] not in ann.spans:
        ann.faults.append((number, f"no span has the id {ends[0]}"))
    elif _is_new(ann, number, fields[0]):
        ann.triggers[fields[0]] = ends[0]
        ann.losses += ["event"] * (len(ends) - 1)


def _relation(ann: AnnFile, number: int, fields: list[str]) -> None:
    words = fields[1].split() if len(fields) > 1 else []
    ends = [m[1] if (m := _ARGUMENT.fullmatch(w)) else "" for w in words[1:]]
    if len(ends) != 2 or "" in ends:
        ann.faults.append((number, "not a relation: expected `R1<tab>Label Arg1:T1 Arg2:T2`"))
        return
    targets = [_target(ann, number, end) for end in ends]
    if targets[0] and targets[1] and _is_new(ann, number, fields[0]):
        ann.relations.append((words[0], targets[0], targets[1], number))


def _target(ann: AnnFile, number: int, id_: str) -> str | None:
    """The span that an id names, as the span itself or as an event. None with a fault."""
    target = ann.triggers.get(id_, id_)
    if target not in ann.spans:
        ann.faults.append((number, f"no span has the id {id_}"))
        return None
    return target


def _attribute(ann: AnnFile, number: int, fields: list[str]) -> None:
    words = fields[1].split(maxsplit=2) if len(fields) > 1 else []
    if len(words) < 2:
        ann.faults.append((number, "not an attribute: expected `A1<tab>Name T1 [Value]`"))
    elif words[1] in ann.ids and words[1].startswith("R"):
        ann.losses.append("attribute")
    elif (target := _target(ann, number, words[1])) and _is_new(ann, number, fields[0]):
        value = words[2] if len(words) > 2 else "true"
        ann.attributes.setdefault(target, []).append((words[0], value))


def _note(ann: AnnFile, number: int, fields: list[str]) -> None:
    words = fields[1].split() if len(fields) > 1 else []
    if len(fields) < 3 or len(words) < 2:
        ann.faults.append((number, "not a note: expected `#1<tab>Type T1<tab>words`"))
        return
    words_of_note = "\t".join(fields[2:])
    if words_of_note.startswith(OWN_NOTE) and words[1] in ann.spans:
        ann.notes[words[1]] = words_of_note
    else:
        ann.losses.append("note")


def _normalization(ann: AnnFile, number: int, fields: list[str]) -> None:
    words = fields[1].split() if len(fields) > 1 else []
    if len(words) < 3:
        message = "not a normalization: expected `N1<tab>Reference T1 NAME:ID`"
        ann.faults.append((number, message))
    else:
        ann.losses.append("normalization")


def _equivalence(ann: AnnFile, _number: int, fields: list[str]) -> None:
    words = fields[1].split() if len(fields) > 1 else []
    ann.losses += ["relation"] * max(len(words) - 2, 1)


_READ: Final[dict[str, Callable[[AnnFile, int, list[str]], None]]] = {
    "T": _span,
    "E": _event,
    "R": _relation,
    "A": _attribute,
    "M": _attribute,
    "N": _normalization,
    "#": _note,
    "*": _equivalence,
}
