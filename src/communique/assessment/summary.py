"""The assessment in one table: what a dataset card has room for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from communique.assessment.markdown import number
from communique.assessment.measures import Plain, mean
from communique.util.markdown import table

SPANS: Final = "spans"


@dataclass(frozen=True, slots=True)
class Interval:
    """The ends of a 95 % interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """One question of a layer. `metric` is the distance of alpha, `unitizing` for spans.

    `observed`: mean share of equal answers of two annotators; for spans, their mean exact F1.
    """

    layer: str
    question: str
    metric: str
    compared: str
    alpha: float | None
    reason: str | None
    by_unit: Interval | None
    by_document: Interval | None
    observed: float | None
    ac1: float | None
    frequent: str


def summary(data: Plain) -> list[Agreement]:
    """The questions that two or more answered, in the order of the layers."""
    return [a for layer in data["layers"] if len(layer["annotators"]) > 1 for a in _layer(layer)]


def summary_table(found: Sequence[Agreement]) -> str:
    """The table; empty without a question."""
    head = ["layer", "question", "distance", "compared", "alpha", "95 % by unit"]
    head += ["95 % by document", "observed", "AC1", "most frequent value"]
    return table(head, [_row(a) for a in found]) if found else ""


def _row(found: Agreement) -> list[str]:
    return [
        found.layer,
        found.question,
        found.metric,
        found.compared,
        number(found.alpha, found.reason),
        _shown(found.by_unit),
        _shown(found.by_document),
        number(found.observed),
        number(found.ac1),
        found.frequent,
    ]


def _shown(interval: Interval | None) -> str:
    return f"{interval.low:.3f} to {interval.high:.3f}" if interval else ""


def _layer(layer: Plain) -> Iterator[Agreement]:
    if SPANS in layer:
        yield _spans(layer["layer"], layer[SPANS])
    for question in layer["questions"]:
        if question["compared"]:
            yield _question(layer["layer"], question)


def _spans(layer: str, spans: Plain) -> Agreement:
    exact = [p["exact"]["f1"] for p in spans["pairs"] if p["exact"]["f1"] is not None]
    alpha = spans["unitizing"]
    pairs = f"{len(exact)} pairs of annotators" if len(exact) != 1 else "1 pair of annotators"
    return Agreement(
        *(layer, SPANS, "unitizing", pairs, alpha["value"], alpha["reason"]),
        *(None, None, mean(exact), None, ""),
    )


def _question(layer: str, question: Plain) -> Agreement:
    ac1 = [p["ac1"]["value"] for p in question["pairs"] if "ac1" in p]
    return Agreement(
        layer=layer,
        question=question["question"],
        metric=question["metric"],
        compared=f"{question['compared']} units" if question["compared"] != 1 else "1 unit",
        alpha=question["alpha"]["value"],
        reason=question["alpha"]["reason"],
        by_unit=_interval(question["interval_by_unit"]),
        by_document=_interval(question["interval_by_document"]),
        observed=question["observed"],
        ac1=mean([v for v in ac1 if v is not None]),
        frequent=_frequent(question),
    )


def _interval(found: dict[str, Any]) -> Interval | None:
    return None if found["low"] is None else Interval(found["low"], found["high"])


def _frequent(question: Plain) -> str:
    """The most frequent value and its share; empty if nothing was answered."""
    known = [v for v in question["values"] if v["prevalence"] is not None]
    if not known:
        return ""
    top = max(known, key=lambda v: (v["prevalence"], v["value"]))
    return f"{top['value']} {top['prevalence']:.2f}"
