"""Errors planted at random, from which the audit learns how much each kind of evidence is worth."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from communique.audit.borders import moved, neighbours, words_of
from communique.audit.item import AuditItem, Text, values_of
from communique.records import Values

_CUT: Final = 0.1  # of the planted borders are inside a word


def plant_values(
    question: str, items: Sequence[AuditItem], share: float, chance: random.Random
) -> tuple[list[AuditItem], list[bool]]:
    """The items with another value in a share of them, and which were changed."""
    counts = Counter(v for item in items for v in values_of(item.values[question]))
    known = sorted(counts)
    planted, changed = list(items), [False] * len(items)
    if len(known) < 2:
        return planted, changed
    for i, item in enumerate(items):
        value = item.values[question]
        if values_of(value) and chance.random() < share:
            other = _other(value, known, chance)
            planted[i] = replace(item, values={**item.values, question: other})
            changed[i] = True
    return planted, changed


def _other(value: Values | None, known: Sequence[str], chance: random.Random) -> Values:
    now = values_of(value)
    rest = [v for v in known if v not in now]
    if isinstance(value, str) or not rest:
        return chance.choice(rest) if rest else known[0]
    kind = chance.random()
    if kind < 0.3 and len(now) > 1:
        return now[:-1]
    return (*now, chance.choice(rest)) if kind < 0.4 else (*now[1:], chance.choice(rest))


def _cut(item: AuditItem, text: Text, chance: random.Random) -> AuditItem:
    """The item without its first or its last character."""
    start, end = item.place
    start, end = (start + 1, end) if chance.random() < 0.5 else (start, end - 1)
    return item if text.text[start].isspace() else replace(item, start=start, end=end)


def plant_borders(
    items: Sequence[AuditItem], texts: Mapping[str, Text], share: float, chance: random.Random
) -> tuple[list[AuditItem], list[bool]]:
    """The items with a border moved by a word or two in a share of them, and which were changed."""
    planted, changed = list(items), [False] * len(items)
    for i, item in enumerate(items):
        if chance.random() >= share:
            continue
        text = texts[item.doc_id]
        now = words_of(item, text)
        others = neighbours(now, text, set())
        near = [o for o in others if abs(o[0] - now[0]) + abs(o[1] - now[1]) == 1]
        if chance.random() < _CUT and item.place[1] - item.place[0] > 2:
            planted[i] = _cut(item, text, chance)
            changed[i] = True
        elif others:
            planted[i] = moved(
                item, chance.choice(near if near and chance.random() < 0.8 else others), text
            )
            changed[i] = True
    return planted, changed
