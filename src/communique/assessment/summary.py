"""The assessment in one table: what a README has room for."""

from collections.abc import Iterable

from communique.assessment.markdown import number
from communique.assessment.measures import Plain, mean

HEAD = ("layer", "question", "units", "alpha", "observed", "AC1", "most frequent value")


def summary_rows(data: Plain) -> list[list[object]]:
    """A row for each question that two or more answered, and for the spans of a layer, where the
    unit is a pair of passes and `observed` the mean exact F1.
    """
    rows: list[list[object]] = []
    for layer in data["layers"]:
        if len(layer["annotators"]) < 2:
            continue
        if "spans" in layer:
            rows.append(_spans(layer))
        rows += [_question(layer["layer"], q) for q in layer["questions"] if q["compared"]]
    return rows


def _question(layer: str, question: Plain) -> list[object]:
    alpha = number(question["alpha"]["value"], question["alpha"]["reason"])
    ac1 = "" if question["metric"] == "masi" else number(mean(_ac1(question["pairs"])))
    observed = number(question["observed"])
    name, units = question["question"], question["compared"]
    return [layer, name, units, alpha, observed, ac1, _frequent(question)]


def _ac1(pairs: Iterable[Plain]) -> list[float]:
    return [v for p in pairs if "ac1" in p and (v := p["ac1"]["value"]) is not None]


def _frequent(question: Plain) -> str:
    known = [v for v in question["values"] if v["prevalence"] is not None]
    if not known:
        return ""
    top = max(known, key=lambda v: (v["prevalence"], v["value"]))
    return f"{top['value']} {top['prevalence']:.2f}"


def _spans(layer: Plain) -> list[object]:
    spans = layer["spans"]
    exact = [p["exact"]["f1"] for p in spans["pairs"] if p["exact"]["f1"] is not None]
    alpha = number(spans["unitizing"]["value"], spans["unitizing"]["reason"])
    return [layer["layer"], "spans", len(exact), alpha, number(mean(exact)), "", ""]
