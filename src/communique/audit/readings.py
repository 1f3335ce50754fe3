"""Readings of the same text by others: passes without a vote, and votes that were outvoted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from communique.audit.evidence import Evidence
from communique.audit.item import BORDER, LABEL, AuditItem, Text, asked, shown
from communique.records import Record

_DAMPING: Final = 0.5  # readers tend to make the same errors
_WRONG_DIFFERS: Final = 0.8  # how often a reader differs from a wrong decision
ABSENT: Final = "absent"


@dataclass(frozen=True)
class Reading:
    """One pass by somebody over some documents of a layer. `votes`: whether it counted as a vote."""

    reader: str
    votes: bool
    documents: frozenset[str]
    records: tuple[Record, ...]


Answers = dict[tuple[int, str], str]  # the index of an item, and a question


def answers(items: Sequence[AuditItem], texts: Mapping[str, Text], reading: Reading) -> Answers:
    """What a reading says to each question of the items; `absent` where it has no such span."""
    by_document: dict[str, list[Record]] = defaultdict(list)
    for record in reading.records:
        by_document[record.doc_id].append(record)
    found: Answers = {}
    for i, item in enumerate(items):
        if item.doc_id not in reading.documents:
            continue
        record = _nearest(item, by_document[item.doc_id])
        for question in asked(item):
            found[i, question] = ABSENT if record is None else _answer(record, question, texts)
    return found


def _answer(record: Record, question: str, texts: Mapping[str, Text]) -> str:
    if question == LABEL or record.kind == "document":
        return record.label
    if question == BORDER:
        return texts[record.doc_id].text[record.start : record.end]
    return shown(record.attributes.get(question))


def _nearest(item: AuditItem, records: Iterable[Record]) -> Record | None:
    """The record about the same thing: the same question, or the largest shared part."""
    if item.kind == "document":
        return next((r for r in records if dict(r.attributes) == dict(item.given)), None)
    start, end = item.range
    best, most = None, 0.0
    for r in records:
        if r.kind != item.kind or r.start is None or r.end is None:
            continue
        shared = min(end, r.end) - max(start, r.start)
        part = shared / (max(end, r.end) - min(start, r.start)) if shared > 0 else 0
        part += 0.001 * (r.label == item.values.get(LABEL)) if part else 0
        if part > most:
            best, most = r, part
    return best


def reading_evidence(
    items: Sequence[AuditItem], texts: Mapping[str, Text], readings: Iterable[Reading]
) -> dict[tuple[int, str], Evidence]:
    """For each item and question the evidence of all readings together."""
    found: dict[tuple[int, str], Evidence] = {}
    for reading in readings:
        given = answers(items, texts, reading)
        differs = {key: value != _now(items[key[0]], key[1], texts) for key, value in given.items()}
        for question in {q for _, q in given}:
            asked_of = [key for key in given if key[1] == question]
            share = (sum(differs[k] for k in asked_of) + 1) / (len(asked_of) + 2)
            for key in asked_of:
                _add(found, key, reading, given[key], differs[key], share)
    return found


def _add(
    found: dict[tuple[int, str], Evidence],
    key: tuple[int, str],
    reading: Reading,
    answer: str,
    differs: bool,
    share: float,
) -> None:
    """Add what a reading says; a vote for the decision made it, so it says nothing new."""
    if reading.votes and not differs:
        return
    right = share if differs else 1 - share
    wrong = _WRONG_DIFFERS if differs else 1 - _WRONG_DIFFERS
    strength = _DAMPING * log(wrong / min(max(right, 0.02), 0.98))
    entry = found.setdefault(key, Evidence("reading", 0.0, "", ""))
    entry.strength += strength
    if differs:
        what = "marked nothing here" if answer == ABSENT else f"has {answer}"
        entry.why = "; ".join(x for x in (entry.why, f"{reading.reader} {what}") if x)
        entry.suggestion = entry.suggestion or ("" if answer == ABSENT else answer)


def _now(item: AuditItem, question: str, texts: Mapping[str, Text]) -> str:
    if question == BORDER:
        return item.surface(texts[item.doc_id])
    return shown(item.values[question])
