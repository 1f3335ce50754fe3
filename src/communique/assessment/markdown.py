"""The assessment as Markdown: tables for people, the sentences first."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from communique.assessment.measures import Plain
from communique.util.plural import counted

_MOST: Final = 5  # confusions and borders named


def markdown(data: Plain) -> str:
    """The whole report."""
    parts = [f"# Agreement in {data['corpus']}, before adjudication"]
    parts += ["\n".join(f"- {sentence}" for sentence in data["caveats"])]
    for layer in data["layers"]:
        parts += _layer(layer)
    parts += _annotators(data["annotators"])
    parts += _consistency(data["self_consistency"])
    return "\n\n".join(part for part in parts if part) + "\n"


def number(value: float | None, reason: str | None = None) -> str:
    """Three digits, or why there is no number."""
    return f"{value:.3f}" if value is not None else (reason or "")


def _layer(layer: Plain) -> Iterable[str]:
    counts = ", ".join(f"{n} {what}" for what, n in layer["items"].items())
    who = ", ".join(layer["annotators"])
    yield f"## {layer['layer']}"
    yield f"{who} on {counted(len(layer['documents']), 'document')}; items: {counts}."
    if "spans" in layer:
        yield from _spans(layer["spans"])
    if "relations" in layer:
        yield _relations(layer["relations"])
    yield _questions(layer["questions"])
    for question in layer["questions"]:
        yield from _question(question, layer["lowest"][question["question"]])
    yield from _first(layer["review_first"])
    yield from _dawid_skene(layer.get("dawid_skene", []))


def _spans(spans: Plain) -> Iterable[str]:
    rows = [
        [
            " and ".join(pair["annotators"]),
            *(number(pair[mode]["f1"]) for mode in ("exact", "boundary", "overlap")),
            _borders(pair["borders"]),
        ]
        for pair in spans["pairs"]
    ]
    if rows:
        head = ["spans", "F1 exact", "F1 range alone", "F1 overlap", "borders apart (start, end)"]
        yield _table(head, rows)
    found = spans["unitizing"]
    left_out = found["left_out"]
    outer = f" (outermost spans; {left_out} that overlap them are left out)" if left_out else ""
    inner = ", ".join(
        f"{name} {number(found[name]['value'], found[name]['reason'])}"
        for name in ("binary", "coding")
        if name in found
    )
    value = number(found["value"], found["reason"])
    yield f"Unitizing alpha{outer}: {value}{'; ' + inner if inner else ''}."


def _relations(relations: Plain) -> str:
    rows = [
        [
            " and ".join(pair["annotators"]),
            *(number(pair[mode]["f1"]) for mode in ("labelled", "unlabelled")),
            " and ".join(map(str, pair["labelled"]["relations"])),
        ]
        for pair in relations["pairs"]
    ]
    head = ["relations", "F1 ends and label", "F1 ends alone", "relations of each"]
    return _table(head, rows) if rows else ""


def _borders(borders: Sequence[Plain]) -> str:
    apart = [b for b in borders if b["start"] or b["end"]]
    return ", ".join(f"({b['start']:+}, {b['end']:+}) {b['count']}x" for b in apart[:_MOST])


def _questions(questions: Sequence[Plain]) -> str:
    rows = [
        [
            q["question"],
            q["metric"],
            str(q["compared"]),
            number(q["alpha"]["value"], q["alpha"]["reason"]),
            _interval(q["interval_by_unit"]),
            _interval(q["interval_by_document"]),
            number(q["observed"]),
        ]
        for q in questions
    ]
    head = ["question", "metric", "units", "alpha", "95 % by unit", "by document", "observed"]
    return _table(head, rows)


def _interval(interval: Plain) -> str:
    if interval["low"] is None:
        return ""
    shown = f"{interval['low']:.3f} to {interval['high']:.3f}"
    return f"{shown} (descriptive)" if interval["descriptive"] else shown


def _question(question: Plain, weakest: Plain) -> Iterable[str]:
    varied = [v for v in question["values"] if v["observed"] is not None and v["observed"] < 1]
    if not varied:
        return
    yield f"### {question['question']}"
    rows = [
        [
            v["value"],
            str(v["count"]),
            number(v["prevalence"]),
            number(v["observed"]),
            number(v["alpha"]["value"], v["alpha"]["reason"]),
            number(v["ac1"]),
        ]
        for v in sorted(varied, key=lambda v: v["observed"])
    ]
    yield _table(["value", "given", "prevalence", "observed", "alpha", "AC1"], rows)
    yield _weakest(weakest) + _confusions(question["pairs"])


def _weakest(weakest: Plain) -> str:
    named = [
        f"{what} {_name(found)} ({found['observed']:.3f})"
        for what, found in weakest.items()
        if found is not None
    ]
    return f"Weakest: {', '.join(named)}. " if named else ""


def _name(found: dict[str, Any]) -> str:
    name = next(v for k, v in found.items() if k != "observed")
    return " and ".join(name) if isinstance(name, list) else str(name)  # pyright: ignore[reportUnknownArgumentType]


def _confusions(pairs: Sequence[Plain]) -> str:
    total: dict[tuple[str, str], int] = {}
    for pair in pairs:
        for confusion in pair["confusions"]:
            a, b = sorted(confusion["values"])
            total[a, b] = total.get((a, b), 0) + confusion["count"]
    most = sorted(total.items(), key=lambda c: (-c[1], c[0]))[:_MOST]
    listed = ", ".join(f"{a} / {b} {n}x" for (a, b), n in most)
    return f"Most confused: {listed}." if listed else ""


def _first(items: Sequence[Plain]) -> Iterable[str]:
    if not items:
        return
    yield "### Look at these first"
    lines: list[str] = []
    for item in items:
        said = "; ".join(f"{what}: {', '.join(who)}" for what, who in item["said"].items())
        absent = f"; not marked: {', '.join(item['absent'])}" if item["absent"] else ""
        lines.append(f"- {item['document']} {item['at']}: {said}{absent}")
    yield "\n".join(lines)


def _dawid_skene(found: Sequence[Plain]) -> Iterable[str]:
    for one in found:
        if "prevalence" in one:
            shares = ", ".join(f"{k} {p:.3f}" for k, p in one["prevalence"].items() if p >= 0.0005)
            unsure = f"unsure of {counted(len(one['unsure']), 'unit')}"
            yield f"Dawid and Skene, {one['question']}: {shares}; {unsure}. {one['warning']}"


def _annotators(annotators: Sequence[Plain]) -> Iterable[str]:
    rows = [
        [a["id"], str(a["offered"]), number(a["accepted_unchanged"])]
        for a in annotators
        if a["offered"]
    ]
    if rows:
        yield "## Pre-annotations"
        yield _table(["annotator", "offered", "share left unchanged"], rows)


def _consistency(found: Sequence[Plain]) -> Iterable[str]:
    rows = [
        [
            c["layer"],
            c["annotator"],
            str(c["pass"]),
            ", ".join(c["documents"]),
            number(c["spans_exact_f1"]),
            number(c["everything_f1"]),
        ]
        for c in found
    ]
    if rows:
        yield "## Annotators against themselves"
        head = ["layer", "annotator", "pass", "documents", "F1 spans exact", "F1 everything"]
        yield _table(head, rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
