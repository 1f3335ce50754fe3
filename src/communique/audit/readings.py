"""Readings of the same text by others: passes without a vote, and votes that were outvoted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from communique.audit.evidence import Evidence
from communique.audit.item import BORDER, LABEL, AuditItem, Text, asked, shown
from communique.records import Record

_DAMPING: Final = 0.5  # readers tend to make the same errors
_WRONG_DIFFERS: Final = 0.8  # how often a reader differs from a wrong decision
_LONGEST: Final = 60  # characters of an answer
ABSENT: Final = "absent"
NOTHING: Final = "nothing marked"


@dataclass(frozen=True)
class Reading:
    """One pass over some documents of a layer. `votes`: whether it counted as a vote."""

    reader: str
    votes: bool
    documents: frozenset[str]
    records: tuple[Record, ...]


Answers = dict[tuple[int, str], str]  # the index of an item, and a question


def answers(items: Sequence[AuditItem], texts: Mapping[str, Text], reading: Reading) -> Answers:
    """What a reading says to each question of the items. Where it has no such span, `absent` is the
    answer to the first question.
    """
    by_document: dict[str, list[Record]] = defaultdict(list)
    for record in reading.records:
        by_document[record.doc_id].append(record)
    replies: Answers = {}
    for doc_id, numbers in _by_document(items).items():
        if doc_id not in reading.documents:
            continue
        same = _matched([items[i] for i in numbers], by_document[doc_id])
        for i, record in zip(numbers, same, strict=True):
            if record is None:
                replies[i, next(iter(items[i].values))] = ABSENT
                continue
            for question in asked(items[i]):
                replies[i, question] = _answer(record, question, texts)
    return replies


def _by_document(items: Sequence[AuditItem]) -> dict[str, list[int]]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for i, item in enumerate(items):
        numbers[item.doc_id].append(i)
    return numbers


def _matched(items: Sequence[AuditItem], records: Sequence[Record]) -> list[Record | None]:
    """For each item the record about the same thing, one to one, the largest shared part first."""
    pairs = [
        (-part, i, r)
        for i, item in enumerate(items)
        for r, record in enumerate(records)
        if (part := _part(item, record)) > 0
    ]
    partners: list[Record | None] = [None] * len(items)
    used: set[int] = set()
    for _, i, r in sorted(pairs):
        if partners[i] is None and r not in used:
            partners[i] = records[r]
            used.add(r)
    return partners


def _part(item: AuditItem, record: Record) -> float:
    """How much two share of the text that they cover, from 0 to 1; a little more with the same
    values, and 2 if the item was made of the record.
    """
    if item.kind != record.kind:
        return 0.0
    if item.kind == "document":
        return float(dict(record.attributes) == dict(item.subject))
    start, end = item.place
    first, last = record.start or 0, record.end or 0
    shared = min(end, last) - max(start, first)
    if shared <= 0:
        return 0.0
    if record.annotation_id in item.candidates:
        return 2.0
    same = record.label == item.values.get(LABEL)
    same += sum(record.attributes.get(q) == v for q, v in item.values.items())
    return shared / (max(end, last) - min(start, first)) + 0.01 * same / len(item.values)


def _answer(record: Record, question: str, texts: Mapping[str, Text]) -> str:
    if question == LABEL or record.kind == "document":
        return record.label
    if question == BORDER:
        return texts[record.doc_id].text[record.start : record.end]
    return shown(record.attributes.get(question))


def reading_evidence(
    items: Sequence[AuditItem], texts: Mapping[str, Text], readings: Iterable[Reading]
) -> dict[tuple[int, str], Evidence]:
    """For each item and question the evidence of all readings together."""
    strengths: dict[tuple[int, str], float] = defaultdict(float)
    others: dict[tuple[int, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for reading in readings:
        replies = answers(items, texts, reading)
        now = {(i, q): present_answer(items[i], q, texts) for i, q in replies}
        differs = {key: value != now[key] for key, value in replies.items()}
        asked_of = Counter(q for _, q in replies)
        differ = Counter(q for (_, q), d in differs.items() if d)
        for key, answer in replies.items():
            share = (differ[key[1]] + 1) / (asked_of[key[1]] + 2)
            if differs[key]:
                strengths[key] += _strength(_WRONG_DIFFERS, share)
                others[key][answer].append(reading.reader)
            elif not reading.votes:  # a vote for the decision made it, so it says nothing new
                strengths[key] += _strength(1 - _WRONG_DIFFERS, 1 - share)
    return {key: _evidence(strength, others[key]) for key, strength in strengths.items()}


def _strength(wrong: float, right: float) -> float:
    return _DAMPING * log(wrong / min(max(right, 0.02), 0.98))


def _evidence(strength: float, others: Mapping[str, Sequence[str]]) -> Evidence:
    """`others`: who gave which other answer."""
    parts = [
        f"{', '.join(readers)}: {NOTHING if answer == ABSENT else _cut(answer)}"
        for answer, readers in sorted(others.items(), key=lambda x: (-len(x[1]), x[0]))
    ]
    values = [a for a in sorted(others, key=lambda a: (-len(others[a]), a)) if a != ABSENT]
    return Evidence("reading", strength, "; ".join(parts), values[0] if values else NOTHING)


def _cut(answer: str) -> str:
    return answer if len(answer) <= _LONGEST else f"{answer[:_LONGEST]}…"


def present_answer(item: AuditItem, question: str, texts: Mapping[str, Text]) -> str:
    """The current decision, in the form of `answers`."""
    if question == BORDER:
        return item.surface(texts[item.doc_id])
    return shown(item.values[question])
