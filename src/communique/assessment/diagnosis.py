"""Dawid and Skene's model of a question, as a diagnostic."""

from communique.agreement import dawid_skene
from communique.assessment.measures import Plain, shown
from communique.assessment.questions import Question

WARNING = (
    "The model takes annotators for independent given the truth. Passes of one model are not: what"
    " they get wrong together it takes for true. It decides nothing here."
)


def diagnose(question: Question) -> Plain:
    """Prevalence, error rates by annotator, and the units that the model is unsure of."""
    rows = [[None if v is None else shown(v) for v in unit.values] for unit in question.units]
    found = dawid_skene(rows)
    inner = found.ingredients
    data: Plain = {"question": question.name, "warning": WARNING, "reason": found.reason}
    if found.value is None:
        return data
    compared = [unit for unit in question.units if unit.given]
    unsure = [
        {"document": unit.doc_id, "at": unit.at, "probability": float(row.max())}
        for unit, row in zip(compared, inner["posteriors"], strict=True)
        if row.max() < 0.9
    ]
    rates = zip(question.annotators, inner["error_rates"], strict=True)
    return {
        **data,
        "log_likelihood": found.value,
        "prevalence": inner["prevalence"],
        "error_rates": dict(rates),
        "unsure": unsure,
    }
