"""What each kind of evidence believes of the values of a question: counts, rules and models."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from communique.audit.coding import Coding, Floats, SetOf
from communique.audit.features import item_features
from communique.audit.item import LABEL, AuditItem, Text, shown
from communique.audit.model import folds_of, matrix, models_of, probabilities
from communique.audit.surroundings import surroundings
from communique.audit.variation import KEYS

MIN_SUPPORT: Final = 5  # items with the other value, for a rule

# Words from the number of an item, its value, and the number of a better value.
Words = Callable[[int, str, int], str]


@dataclass(frozen=True, slots=True)
class Opinion:
    """The beliefs of one kind of evidence (see `Coding`), and its reasons in words."""

    kind: str
    beliefs: Floats
    words: Words


def opinions(
    question: str,
    items: Sequence[AuditItem],
    texts: Mapping[str, Text],
    coding: Coding,
    *,
    with_model: bool,
) -> Iterator[Opinion]:
    """Every opinion on a question, none of which has seen the item's own value."""
    rows = coding.rows([item.values[question] for item in items])
    label = ["" if question == LABEL else shown(item.values.get(LABEL)) for item in items]
    for key, words in KEYS.values():
        surfaces = [key(item, texts[item.doc_id]) for item in items]
        keys = list(zip(surfaces, label, strict=True))
        yield _counted("variation", keys, rows, coding, words)
    for other in dict.fromkeys(q for item in items for q in item.values if q != question):
        values = [shown(item.values.get(other)) for item in items]
        yield _rule(other, values, rows, coding, question)
    counts, others = coding.shares([0] * len(items), rows)
    yield Opinion("share", coding.beliefs(counts, others), _without_words)
    if with_model:
        yield from _models(question, items, texts, coding, rows)


def _without_words(i: int, now: str, other: int) -> str:
    return ""


def _counted(kind: str, keys: Sequence[object], rows: Any, coding: Coding, words: str) -> Opinion:
    counts, others = coding.shares(keys, rows)

    def why(i: int, now: str, other: int) -> str:
        most, total = int(counts[i, other]), int(others[i])
        if not total:
            return ""
        return f"{words}: {most} of {total} others have {coding.names[other]}, here it is {now}"

    return Opinion(kind, coding.beliefs(counts, others), why)


def _rule(
    other_question: str, values: Sequence[str], rows: Any, coding: Coding, question: str
) -> Opinion:
    """The values that go with the value of another question of the same item."""
    counts, others = coding.shares(values, rows)

    def why(i: int, now: str, other: int) -> str:
        most, support = int(counts[i, other]), int(others[i])
        if support < MIN_SUPPORT or not most:
            return ""
        then = f"{most} of {support} others have {question} {coding.names[other]}"
        return f"{other_question} {values[i]}: {then}, here it is {now}"

    return Opinion("rule", coding.beliefs(counts, others), why)


def _models(
    question: str,
    items: Sequence[AuditItem],
    texts: Mapping[str, Text],
    coding: Coding,
    rows: Any,
) -> Iterator[Opinion]:
    fold = folds_of([texts[i.doc_id].group for i in items], [item.doc_id for item in items])
    beside = surroundings(items, texts)
    x = matrix(
        [
            item_features(item, texts[item.doc_id], question, place)
            for item, place in zip(items, beside, strict=True)
        ]
    )
    if x is None:
        return
    for model in models_of(len(coding.names)):
        if isinstance(coding, SetOf):
            p = np.full(rows.shape, 0.5)
            for n in range(len(coding.names)):
                p[:, n] = probabilities(x, rows[:, n].astype(np.int64), fold, 2, model)[:, 1]
            yield Opinion("model", np.log(p / (1 - p)), _member_words(p, coding))
        else:
            p = probabilities(x, rows, fold, len(coding.names), model)
            yield Opinion("model", np.log(p), _model_words(p, coding))


def _model_words(p: Floats, coding: Coding) -> Words:
    def why(i: int, now: str, other: int) -> str:
        own = p[i, list(coding.names).index(now)] if now in coding.names else 0.0
        name = coding.names[other]
        return (
            f"a model of the other documents expects {name} ({p[i, other]:.2f}),"
            f" not {now} ({own:.2f})"
        )

    return why


def _member_words(p: Floats, coding: Coding) -> Words:
    def why(i: int, now: str, other: int) -> str:
        name = coding.names[other]
        verb = "not expect" if name in now.split(", ") else "expect"
        sure = max(p[i, other], 1 - p[i, other])
        return f"a model of the other documents does {verb} {name} ({sure:.2f})"

    return why
