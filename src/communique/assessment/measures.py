"""The measures of one question: overall, by value, pair, document, and without each annotator."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import asdict
from itertools import chain, combinations
from math import fsum
from typing import Any, Final, cast

from communique.agreement import (
    Coefficient,
    alpha,
    alpha_interval,
    cohen_kappa,
    gwet_ac1,
    masi_distance,
)
from communique.assessment.questions import Question, RatedUnit, Value

Plain = dict[str, Any]
TOO_FEW: Final = {"value": None, "reason": "too_few_units"}


def measure(question: Question, rounds: int) -> Plain:
    """All measures of one question, as plain data."""
    units = question.units
    documents = [unit.doc_id for unit in units]
    return {
        "question": question.name,
        "metric": question.metric,
        "units": len(units),
        "compared": sum(len(unit.given) > 1 for unit in units),
        "alpha": plain(alpha(question.rows, question.metric, question.scale)),
        "interval_by_unit": _interval(question, None, rounds),
        "interval_by_document": _interval(question, documents, rounds),
        "observed": observed(question),
        **({"fewest_units": question.fewest} if question.fewest else {}),
        "values": [_of_value(question, value) for value in _values(question)],
        "pairs": [_of_pair(question, i, j) for i, j in _pairs(question)],
        "documents": _by_document(question),
        "without": {
            name: plain(alpha(_without(question, i), question.metric, question.scale))
            for i, name in enumerate(question.annotators)
            if len(question.annotators) > 2
        },
    }


def plain(coefficient: Coefficient) -> Plain:
    """A value, or the reason why there is none."""
    return {"value": coefficient.value, "reason": coefficient.reason}


def observed(question: Question, units: Sequence[RatedUnit] | None = None) -> float | None:
    """The mean agreement of the pairs of a unit's values, units weighing alike; None without."""
    shares = [
        mean([alike(a, b) for a, b in combinations(unit.given, 2)])
        for unit in (question.units if units is None else units)
    ]
    return mean([share for share in shares if share is not None])


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


def _values(question: Question) -> list[str]:
    used = set(chain.from_iterable(_members(g) for unit in question.units for g in unit.given))
    return [v for v in question.order if v in used]


def _members(given: Hashable) -> frozenset[Hashable]:
    """The elements of a set; of anything else that alone."""
    return (
        cast("frozenset[Hashable]", given) if isinstance(given, frozenset) else frozenset({given})
    )


def _interval(question: Question, documents: Sequence[str] | None, rounds: int) -> Plain:
    found = alpha_interval(
        question.rows, question.metric, documents, order=question.scale, rounds=rounds
    )
    return asdict(found)


def _of_value(question: Question, value: str) -> Plain:
    """One value against all others: where it is rare or nearly everywhere, alpha misleads. Where
    too few units have it, there is no figure.
    """
    rows = [[has(given, value) for given in unit.values] for unit in question.units]
    counted = [given for row in rows for given in row if given is not None]
    shares: Plain = {"value": value, "count": sum(counted), "prevalence": mean(counted)}
    if sum(True in row for row in rows) < question.fewest:
        return {**shares, "observed": None, "alpha": dict(TOO_FEW), "ac1": None}
    binary = Question(
        question.layer,
        value,
        "nominal",
        (),
        question.annotators,
        tuple(
            RatedUnit(u.doc_id, u.at, tuple(r)) for u, r in zip(question.units, rows, strict=True)
        ),
    )
    ac1 = [gwet_ac1(*both, labels=[False, True]).value for both in _columns(binary)]
    return {
        **shares,
        "observed": observed(binary),
        "alpha": plain(alpha(rows)),
        "ac1": mean([v for v in ac1 if v is not None]),
    }


def _pairs(question: Question) -> Iterable[tuple[int, int]]:
    return combinations(range(len(question.annotators)), 2)


def _columns(question: Question) -> Iterable[tuple[list[Value], list[Value]]]:
    for i, j in _pairs(question):
        yield [u.values[i] for u in question.units], [u.values[j] for u in question.units]


def _of_pair(question: Question, i: int, j: int) -> Plain:
    both = [
        (u.values[i], u.values[j])
        for u in question.units
        if u.values[i] is not None and u.values[j] is not None
    ]
    a, b = [x for x, _ in both], [y for _, y in both]
    found: Plain = {
        "annotators": [question.annotators[i], question.annotators[j]],
        "compared": len(both),
        "observed": mean([alike(x, y) for x, y in both]),
        "alpha": plain(alpha(both, question.metric, question.scale)),
    }
    if not question.sets:
        found["kappa"] = plain(cohen_kappa(a, b))
        found["ac1"] = plain(gwet_ac1(a, b))
    if question.scale:
        found["weighted_kappa"] = plain(cohen_kappa(a, b, "linear", question.scale))
    differing = Counter((shown(x), shown(y)) for x, y in both if x != y)
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


def _by_document(question: Question) -> dict[str, Plain]:
    by_document: dict[str, list[RatedUnit]] = defaultdict(list)
    for unit in question.units:
        by_document[unit.doc_id].append(unit)
    return {d: _of_units(question, by_document[d]) for d in sorted(by_document)}


def _of_units(question: Question, units: Sequence[RatedUnit]) -> Plain:
    rows = [unit.values for unit in units]
    found = {
        "compared": sum(len(u.given) > 1 for u in units),
        "observed": observed(question, units),
    }
    return {**found, "alpha": plain(alpha(rows, question.metric, question.scale))}


def _without(question: Question, left_out: int) -> list[list[Value]]:
    return [[v for i, v in enumerate(u.values) if i != left_out] for u in question.units]
