"""The measures of one question: overall, by value, pair, document, and without each annotator."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import chain, combinations, repeat
from math import fsum
from typing import Any, Final, cast

import numpy as np

from communique.agreement import (
    Coefficient,
    alpha,
    cohen_kappa,
    gwet_ac1,
    masi_distance,
)
from communique.agreement.bootstrap import Patterns, pattern_interval
from communique.assessment.questions import Pattern, PooledQuestion, Question, Value

Plain = dict[str, Any]
TOO_FEW: Final = {"value": None, "reason": "too_few_units"}


def measure(question: PooledQuestion, rounds: int) -> Plain:
    """All measures of one question, as plain data."""
    patterns, times, by = question.patterns, question.times, question.metric
    return {
        "question": question.name,
        "metric": by,
        "units": sum(times),
        "compared": sum(n for p, n in zip(patterns, times, strict=True) if len(given(p)) > 1),
        "alpha": plain(alpha(patterns, by, question.scale, times=times)),
        "interval_by_unit": _interval(question, rounds, by_document=False),
        "interval_by_document": _interval(question, rounds, by_document=True),
        "observed": observed(patterns, times),
        **({"fewest_units": question.fewest} if question.fewest else {}),
        "values": [_of_value(question, value) for value in _values(question)],
        "pairs": [_of_pair(question, i, j) for i, j in _pairs(question)],
        "documents": dict(sorted(question.by_document.items())),
        "without": {
            name: plain(alpha(_without(question, i), by, question.scale, times=times))
            for i, name in enumerate(question.annotators)
            if len(question.annotators) > 2
        },
    }


def plain(coefficient: Coefficient) -> Plain:
    """A value, or the reason why there is none."""
    return {"value": coefficient.value, "reason": coefficient.reason}


def observed(patterns: Sequence[Pattern], times: Sequence[int] | None = None) -> float | None:
    """The mean agreement of the pairs of a unit's values, units weighing alike; None without.

    `times`: how often each pattern of values occurs, by default once.
    """
    shares = [mean([alike(a, b) for a, b in combinations(given(p), 2)]) for p in patterns]
    often = [1] * len(shares) if times is None else times
    known = [(share, n) for share, n in zip(shares, often, strict=True) if share is not None]
    return weighted_mean([share for share, _ in known], [n for _, n in known])


def given(values: Pattern) -> list[Hashable]:
    """The values of a unit that there are."""
    return [v for v in values if v is not None]


def weighted_mean(values: Sequence[float], times: Sequence[int]) -> float | None:
    """As `mean` of each value as often as `times` says, to the last digit."""
    whole = chain.from_iterable(repeat(value, n) for value, n in zip(values, times, strict=True))
    return fsum(whole) / sum(times) if sum(times) else None


def mean(values: Sequence[float]) -> float | None:
    """The arithmetic mean; None of nothing."""
    # The last digit of a `sum` of floats depends on the version of Python.
    return fsum(values) / len(values) if values else None


def alike(a: Hashable, b: Hashable) -> float:
    """1 for the same; sets may be alike in part."""
    if isinstance(a, frozenset) and isinstance(b, frozenset):
        return 1 - masi_distance(a, b)  # pyright: ignore[reportUnknownArgumentType]
    return float(a == b)


def has(given: Value, value: str) -> bool | None:
    """Whether a value is, or holds, another; None for a missing one."""
    if given is None:
        return None
    return value in given if isinstance(given, frozenset) else given == value


def _values(question: PooledQuestion) -> list[str]:
    used = set(chain.from_iterable(_members(g) for p in question.patterns for g in given(p)))
    return [v for v in question.order if v in used]


def _members(given: Hashable) -> frozenset[Hashable]:
    """The elements of a set; of anything else that alone."""
    return (
        cast("frozenset[Hashable]", given) if isinstance(given, frozenset) else frozenset({given})
    )


def _interval(question: PooledQuestion, rounds: int, *, by_document: bool) -> Plain:
    units = Patterns(
        question.patterns,
        np.frombuffer(question.pattern_of, np.int32),
        np.frombuffer(question.document_of, np.int32) if by_document else None,
    )
    return asdict(pattern_interval(units, question.metric, order=question.scale, rounds=rounds))


def _of_value(question: PooledQuestion, value: str) -> Plain:
    """One value against all others: where it is rare or nearly everywhere, alpha misleads. Where
    too few units have it, there is no figure.
    """
    rows = [tuple(has(g, value) for g in pattern) for pattern in question.patterns]
    times = question.times
    held = [sum(filter(None, row)) for row in rows]
    answers = [len(given(row)) for row in rows]
    count = sum(h * n for h, n in zip(held, times, strict=True))
    asked = sum(g * n for g, n in zip(answers, times, strict=True))
    shares: Plain = {"value": value, "count": count, "prevalence": count / asked if asked else None}
    if sum(n for row, n in zip(rows, times, strict=True) if True in row) < question.fewest:
        return {**shares, "observed": None, "alpha": dict(TOO_FEW), "ac1": None}
    columns = ((_column(rows, i), _column(rows, j)) for i, j in _pairs(question))
    ac1 = [gwet_ac1(*both, labels=[False, True], times=times).value for both in columns]
    return {
        **shares,
        "observed": observed(rows, times),
        "alpha": plain(alpha(rows, times=times)),
        "ac1": mean([v for v in ac1 if v is not None]),
    }


def _pairs(question: PooledQuestion) -> Iterable[tuple[int, int]]:
    return combinations(range(len(question.annotators)), 2)


def _column(rows: Sequence[Pattern], annotator: int) -> list[Value]:
    return [row[annotator] for row in rows]


def _of_pair(question: PooledQuestion, i: int, j: int) -> Plain:
    counts: Counter[tuple[Value, Value]] = Counter()
    for p, n in zip(question.patterns, question.times, strict=True):
        if p[i] is not None and p[j] is not None:
            counts[p[i], p[j]] += n
    both, times = list(counts), list(counts.values())
    a, b = [x for x, _ in both], [y for _, y in both]
    found: Plain = {
        "annotators": [question.annotators[i], question.annotators[j]],
        "compared": sum(times),
        "observed": weighted_mean([alike(x, y) for x, y in both], times),
        "alpha": plain(alpha(both, question.metric, question.scale, times=times)),
    }
    if not question.sets:
        found["kappa"] = plain(cohen_kappa(a, b, times=times))
        found["ac1"] = plain(gwet_ac1(a, b, times=times))
    if question.scale:
        weighted = cohen_kappa(a, b, "linear", question.scale, times=times)
        found["weighted_kappa"] = plain(weighted)
    differing: Counter[tuple[str, str]] = Counter()
    for (x, y), n in counts.items():
        if x != y:
            differing[shown(x), shown(y)] += n
    found["confusions"] = [
        {"values": list(values), "count": n}
        for values, n in sorted(differing.items(), key=lambda c: (-c[1], c[0]))
    ]
    return found


def shown(value: Value) -> str:
    """A value as a report names it; of a set its members in order."""
    if isinstance(value, frozenset):
        return "+".join(sorted(map(str, value))) or "(empty)"  # pyright: ignore[reportUnknownArgumentType]
    return str(value)


def by_document(question: Question) -> dict[str, Plain]:
    """The agreement of each document."""
    rows: dict[str, list[Pattern]] = defaultdict(list)
    for unit in question.units:
        rows[unit.doc_id].append(unit.values)
    counted = {d: Counter(rows[d]) for d in sorted(rows)}
    kept: dict[frozenset[tuple[Pattern, int]], Plain] = {}  # many documents have the same answers
    for patterns in counted.values():
        key = frozenset(patterns.items())
        if key not in kept:
            kept[key] = _of_patterns(question, patterns)
    return {d: dict(kept[frozenset(patterns.items())]) for d, patterns in counted.items()}


def _of_patterns(question: Question, counted: Mapping[Pattern, int]) -> Plain:
    patterns, times = list(counted), list(counted.values())
    compared = sum(n for p, n in counted.items() if len(given(p)) > 1)
    found = {"compared": compared, "observed": observed(patterns, times)}
    measured = alpha(patterns, question.metric, question.scale, times=times)
    return {**found, "alpha": plain(measured)}


def _without(question: PooledQuestion, left_out: int) -> list[list[Value]]:
    return [[v for i, v in enumerate(p) if i != left_out] for p in question.patterns]
