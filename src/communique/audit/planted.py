"""Errors planted in every item, from which the audit learns what each kind of evidence is worth."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from communique.audit.item import AuditItem, Text, values_of
from communique.audit.places import moved, neighbours, shifted, words_of
from communique.records import Values

_CUT: Final = 0.1  # of the planted borders are inside a word
_SHIFTED: Final = 0.15
_NEAR: Final = 0.8  # of the others are moved by one word


def plant_values(
    question: str, items: Sequence[AuditItem], chance: random.Random
) -> list[AuditItem]:
    """The items, each with another value."""
    known = sorted({v for item in items for v in values_of(item.values[question])})
    if len(known) < 2:
        return list(items)
    others = [_other(item.values[question], known, chance) for item in items]
    return [
        replace(item, values={**item.values, question: other})
        for item, other in zip(items, others, strict=True)
    ]


def _other(value: Values | None, known: Sequence[str], chance: random.Random) -> Values:
    now = values_of(value)
    rest = [v for v in known if v not in now]
    if value is None or isinstance(value, str) or not rest:
        return chance.choice(rest) if rest else known[0]
    kind = chance.random()
    if kind < 0.3 and len(now) > 1:
        return now[:-1]
    return (*now, chance.choice(rest)) if kind < 0.5 else (*now[1:], chance.choice(rest))


def plant_borders(
    items: Sequence[AuditItem], texts: Mapping[str, Text], chance: random.Random
) -> list[AuditItem]:
    """The items, each with a border moved by a word or two where it can be."""
    return [_moved(item, texts[item.doc_id], chance) for item in items]


def _moved(item: AuditItem, text: Text, chance: random.Random) -> AuditItem:
    now = words_of(item, text)
    if chance.random() < _CUT and item.place[1] - item.place[0] > 2:
        return _cut(item, text, chance)
    shifts = shifted(now, text)
    if shifts and chance.random() < _SHIFTED:
        return moved(item, chance.choice(shifts), text)
    others = neighbours(now, text, set())
    near = [o for o in others if abs(o[0] - now[0]) + abs(o[1] - now[1]) == 1]
    if not others:
        return item
    return moved(item, chance.choice(near if near and chance.random() < _NEAR else others), text)


def _cut(item: AuditItem, text: Text, chance: random.Random) -> AuditItem:
    """The item without its first or its last character."""
    start, end = item.place
    start, end = (start + 1, end) if chance.random() < 0.5 else (start, end - 1)
    return item if text.text[start].isspace() else replace(item, start=start, end=end)
