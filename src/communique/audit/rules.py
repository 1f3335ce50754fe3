"""Values that nearly always go together: rules from one value of an item to another."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log
from typing import Final

from communique.audit.evidence import Evidence, limited
from communique.audit.item import AuditItem, shown

MIN_SUPPORT: Final = 5  # items with the first value
Pair = tuple[str, str]  # question and value


def rule_evidence(question: str, items: Sequence[AuditItem]) -> list[Evidence]:
    """For each item the strongest rule `other question = value -> question = value` against it."""
    then: dict[Pair, Counter[str]] = defaultdict(Counter)
    for item in items:
        for pair in _others(question, item):
            then[pair][shown(item.values[question])] += 1
    base = Counter(shown(item.values[question]) for item in items)
    return [_strongest(question, item, then, base) for item in items]


def _others(question: str, item: AuditItem) -> list[Pair]:
    return [(q, shown(v)) for q, v in item.values.items() if q != question]


def _strongest(
    question: str, item: AuditItem, then: dict[Pair, Counter[str]], base: Counter[str]
) -> Evidence:
    now = shown(item.values[question])
    best = Evidence("rule", 0.0, "", "")
    for pair in _others(question, item):
        counts = then[pair]
        support = sum(counts.values()) - 1
        other, most = max(
            ((v, n) for v, n in counts.items() if v != now), key=lambda x: x[1], default=("", 0)
        )
        if support < MIN_SUPPORT or not most:
            continue
        strength = limited(log((most + 0.5) / (counts[now] - 0.5)) - _usual(base, other, now))
        if strength > best.strength:
            why = f"{pair[0]} {pair[1]}: {most} of {support} others have {question} {other}"
            best = Evidence("rule", strength, why, other)
    return best


def _usual(base: Counter[str], other: str, now: str) -> float:
    """What is so without the rule speaks neither for nor against."""
    return max(0.0, log(base[other] / base[now]))
