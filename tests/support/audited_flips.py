"""Errors put into made-up corpora: at random, left out, or the same confusion in one document."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from audited import Made
from audited_language import Language
from communique.audit.item import BORDER, LABEL, AuditItem, Text
from communique.audit.places import words_of

Flip = tuple[str, str]  # uid and question
ERRORS = 0.05  # the share of errors


def flipped(
    made: Made, seed: int, *, share: float = ERRORS, once: bool = False
) -> tuple[list[AuditItem], set[Flip]]:
    """The items with a share of labels, borders and attributes changed, and what was changed.

    With `once`, a share of the items is changed, each in one question.
    """
    chance = random.Random(seed + 999)
    items: list[AuditItem] = []
    flips: set[Flip] = set()
    for item in made.items:
        questions = [*item.values, *([BORDER] if item.kind == "span" else [])]
        if once:
            other = [q for q in questions if q not in (LABEL, BORDER)]
            kinds = [q for q in (LABEL, BORDER) if q in questions]
            kinds += [chance.choice(other)] if other else []
            chosen = [chance.choice(kinds)] if chance.random() < share else []
        else:
            chosen = [q for q in questions if chance.random() < share]
        for question in chosen:
            item = _flip(item, question, made.texts[item.doc_id], made.language, chance)
            flips.add((item.uid, question))
        items.append(item)
    return items, flips


def _flip(
    item: AuditItem, question: str, text: Text, language: Language, chance: random.Random
) -> AuditItem:
    if question == BORDER:
        return _moved(item, text, chance)
    known = language.labels if question == LABEL else language.values[int(question[-1])]
    now = item.values[question]
    value: Any = _other_set(now, known, chance) if isinstance(now, tuple) else None
    value = value or chance.choice([v for v in known if v != now])
    return replace(item, values={**item.values, question: value})


def _other_set(now: tuple[str, ...], known: Sequence[str], chance: random.Random) -> Any:
    """A value more, one less, or another instead."""
    rest = [v for v in known if v not in now]
    gone = chance.choice(now)
    changes: list[Callable[[], tuple[str, ...]]] = [
        lambda: (*now, chance.choice(rest)),
        lambda: tuple(v for v in now if v != gone),
        lambda: (*(v for v in now if v != gone), chance.choice(rest)),
    ]
    changed = chance.choice(changes if len(now) > 1 else [changes[0], changes[2]])()
    return tuple(v for v in known if v in changed)


def _moved(item: AuditItem, text: Text, chance: random.Random) -> AuditItem:
    """The item cut, extended or shifted by a word."""
    first, stop = words_of(item, text)
    n = len(text.lower)
    longer = [(first - 1, stop)] * (first > 0) + [(first, stop + 1)] * (stop < n)
    shorter = [(first + 1, stop), (first, stop - 1)] * (stop - first > 1)
    shifted = [(first - 1, stop - 1)] * (first > 0 and stop - first > 1)
    shifted += [(first + 1, stop + 1)] * (stop < n and stop - first > 1)
    ways = [way for way in (longer, shorter, shifted) if way]
    start, end = text.edge(*chance.choice(chance.choice(ways)))
    return replace(item, start=start, end=end)


def dropped(
    made: Made, seed: int, *, share: float = ERRORS
) -> tuple[list[AuditItem], list[AuditItem]]:
    """The items without a share of them, and those left out."""
    chance = random.Random(seed + 555)
    gone = [chance.random() < share for _ in made.items]
    kept = [i for i, is_gone in zip(made.items, gone, strict=True) if not is_gone]
    return kept, [i for i, is_gone in zip(made.items, gone, strict=True) if is_gone]


def confused(made: Made, seed: int, *, share: float = 0.1) -> tuple[list[AuditItem], set[Flip]]:
    """The items with one label always taken for another in a share of the documents, and which."""
    chance = random.Random(seed + 777)
    pairs: Mapping[str, list[str]] = {
        doc_id: chance.sample(made.language.labels, 2) if chance.random() < share else []
        for doc_id in made.texts
    }
    items: list[AuditItem] = []
    flips: set[Flip] = set()
    for item in made.items:
        pair = pairs[item.doc_id]
        if pair and item.values[LABEL] == pair[0]:
            item = replace(item, values={**item.values, LABEL: pair[1]})
            flips.add((item.uid, LABEL))
        items.append(item)
    return items, flips
