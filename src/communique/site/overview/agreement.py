"""Agreement by question and by pair of annotators, and which values are confused."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, combinations
from typing import Final

from communique.agreement import alpha, alpha_interval
from communique.assessment.markdown import number
from communique.assessment.measures import Plain, shown
from communique.assessment.questions import Question, questions, relation_question
from communique.assessment.summary import SPANS, Agreement, Interval
from communique.dataset.facts import CorpusFacts
from communique.dataset.figures import Figures
from communique.records.linked_pairs import linked_pairs
from communique.schema import Layer
from communique.site.overview.section import Plot, Section
from communique.site.plots import DotRow, Dots, Grid, Table

MARKS: Final = (0.667, 0.8)  # the limits for tentative and for firm conclusions
_GRID_AT_MOST: Final = 20  # values
_CONFUSIONS: Final = 15  # rows of a table of differing answers


def agreement_section(facts: CorpusFacts, figures: Figures) -> Section:
    """Alpha of each question, and of each pair of annotators where there are more than two."""
    notes = list(figures.caveats)
    if not figures.agreement:
        return Section("agreement", "Agreement", notes)
    plots = [Plot(_by_question(figures.agreement))]
    for layer in facts.schema.layers:
        several = len(_measured(facts, layer).get("annotators", ())) > 2
        if several and (rows := [*_pair_rows(facts, layer)]):
            plots.append(Plot(_pairs(layer, rows)))
        if spans := _span_scores(facts, layer):
            plots.append(Plot(spans))
    notes.append("Dashed lines: 0.667 and 0.8, the limits for tentative and for firm conclusions.")
    return Section("agreement", "Agreement before adjudication", notes, plots)


def _by_question(agreements: Sequence[Agreement]) -> Dots:
    rows = [
        DotRow(
            f"{a.layer}: {a.question}",
            a.alpha,
            _ends(a.by_unit),
            _ends(a.by_document),
            (a.reason or "").replace("_", " "),
            (a.metric, a.compared, number(a.observed), number(a.ac1), a.frequent),
        )
        for a in agreements
    ]
    names = ("95 % by unit", "95 % by document")
    head = ("distance", "compared", "observed", "AC1", "most frequent value")
    return Dots("Alpha of each question", "question", "alpha", names, rows, MARKS, head)


def _ends(interval: Interval | None) -> tuple[float, float] | None:
    return (interval.low, interval.high) if interval else None


def asked(facts: CorpusFacts, layer: Layer) -> list[Question]:
    """The questions of a layer with the answers of the voting annotators, as they were measured."""
    own = [item for item in facts.compared if item.layer == layer.name]
    listed = questions(layer, lambda a: facts.schema.values(layer, a.name), own)
    linked = relation_question(layer, linked_pairs(layer, own)) if layer.relations else None
    return [*listed, *([linked] if linked else [])]


def _measured(facts: CorpusFacts, layer: Layer) -> Plain:
    """What was measured of a layer; empty if nobody voted."""
    for measured in facts.agreement["layers"]:
        if measured["layer"] == layer.name:
            return measured
    return {}


def _pair_rows(facts: CorpusFacts, layer: Layer) -> Iterator[DotRow]:
    for question in asked(facts, layer):
        for i, j in combinations(range(len(question.annotators)), 2):
            rows = [
                (i, (unit.values[i], unit.values[j]), unit.doc_id)
                for unit in question.units
                if unit.values[i] is not None and unit.values[j] is not None
            ]
            if rows:
                both, documents = [r[1] for r in rows], [r[2] for r in rows]
                who = f"{question.annotators[i]} and {question.annotators[j]}"
                yield _pair(f"{question.name}: {who}", question, both, documents, facts)


def _pair(
    label: str,
    question: Question,
    both: Sequence[tuple[object, object]],
    documents: Sequence[str],
    facts: CorpusFacts,
) -> DotRow:
    measured = alpha(both, question.metric, question.scale)
    rounds = int(facts.agreement["rounds"])
    intervals = [
        alpha_interval(both, question.metric, by, order=question.scale, rounds=rounds)
        for by in (None, documents)
    ]
    narrow, wide = (None if x.low is None or x.high is None else (x.low, x.high) for x in intervals)
    reason = (measured.reason or "").replace("_", " ")
    return DotRow(label, measured.value, narrow, wide, reason, (str(len(both)),))


def _pairs(layer: Layer, rows: Sequence[DotRow]) -> Dots:
    names = ("95 % by unit", "95 % by document")
    title = f"Alpha of each pair of annotators: {layer.name}"
    return Dots(title, "question and pair", "alpha", names, rows, MARKS, ("compared",))


def _span_scores(facts: CorpusFacts, layer: Layer) -> Table | None:
    """F1 of the spans of each pair: exact, one border, any overlap."""
    spans: Plain = _measured(facts, layer).get(SPANS, {})
    pairs: list[Plain] = spans.get("pairs", [])
    rows = [
        [
            " and ".join(p["annotators"]),
            *(number(p[mode]["f1"]) for mode in ("exact", "boundary", "overlap")),
            *p["exact"]["spans"],
        ]
        for p in pairs
    ]
    head = ["pair", "F1 exact", "F1 one border", "F1 overlap", "spans of the first"]
    head.append("spans of the second")
    return Table(f"Spans of each pair: {layer.name}", head, rows) if rows else None


def confusion_section(facts: CorpusFacts) -> Section:
    """For each question with differing answers, how often two values were given to one item."""
    plots = [
        plot
        for layer in facts.schema.layers
        for question in asked(facts, layer)
        if (plot := _confused(layer, question))
    ]
    notes = [
        "Answers of two annotators to the same item; every pair of annotators counts. Which of the"
        " two gave which value does not matter."
    ]
    if not plots:
        notes = ["No two annotators gave different values to one item."]
    return Section("confusion", "Confusion", notes, plots)


def confusions(question: Question) -> Counter[tuple[str, str]]:
    """Pairs of values of two annotators to one unit, the earlier value of the schema first."""
    place = {value: n for n, value in enumerate(question.order)}

    @cache
    def rank(value: str) -> tuple[int, str]:
        return place.get(value, len(place)), value

    pairs: Counter[tuple[str, str]] = Counter()
    for unit in question.units:
        for a, b in combinations(map(shown, unit.given), 2):
            first, second = sorted((a, b), key=rank)
            pairs[first, second] += 1
    return pairs


def _confused(layer: Layer, question: Question) -> Plot | None:
    counts = confusions(question)
    differing = {pair: n for pair, n in counts.items() if pair[0] != pair[1]}
    if not differing:
        return None
    title = f"{layer.name}: {question.name}"
    values = _confused_values(question, differing)
    if question.sets or len(values) > _GRID_AT_MOST:
        return Plot(_table(title, differing))
    numbers = [[counts[a, b] or counts[b, a] for b in values] for a in values]
    return Plot(Grid(title, "value", values, numbers))


def _confused_values(question: Question, differing: dict[tuple[str, str], int]) -> list[str]:
    """The values that were confused with another, in the order of the schema."""
    used = set(chain.from_iterable(differing))
    known = [v for v in question.order if v in used]
    return [*known, *sorted(used - set(known))]


def _table(title: str, differing: dict[tuple[str, str], int]) -> Table:
    ranked = sorted(differing.items(), key=lambda x: (-x[1], x[0]))
    rows = [[a, b, n] for (a, b), n in ranked[:_CONFUSIONS]]
    rest = sum(n for _, n in ranked[_CONFUSIONS:])
    if rest:
        rows.append([f"{len(ranked) - _CONFUSIONS} further pairs of values", "", rest])
    return Table(title, ["one value", "the other value", "times"], rows)
