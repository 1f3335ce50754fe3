"""The agreement report as a DataFrame, as Markdown, or as a table in a notebook."""

from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from communique.assessment.markdown import markdown
from communique.assessment.measures import Plain


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """Agreement before adjudication. `data` is what `communique agree --json` prints.

    A notebook shows it as a table.

    >>> import communique
    >>> report = communique.open(corpus_folder).agreement("names")
    >>> report.to_frame()[["question", "reason"]].iloc[0].to_list()
    ['spans', 'one_annotator']
    >>> print(report.to_markdown().splitlines()[0])
    # Agreement in mini, before adjudication
    """

    data: Plain

    def to_frame(self) -> pd.DataFrame:
        """Return a DataFrame with one row for each question.

        It has alpha, the interval of alpha by unit (`low`, `high`), the observed agreement, and
        the number of units that were compared. If alpha is null, `reason` says why.
        """
        rows = [_row(layer["layer"], q) for layer in self.data["layers"] for q in _questions(layer)]
        columns = ("layer", "question", "metric", "units", "compared", "alpha", "reason")
        return pd.DataFrame(rows, columns=[*columns, "low", "high", "observed"])

    def to_markdown(self) -> str:
        """Return the whole report as Markdown, as `communique agree` prints it."""
        return markdown(self.data)

    def _repr_html_(self) -> str:
        caveats = "".join(f"<li>{escape(c)}</li>" for c in self.data["caveats"])
        return f"{self.to_frame().to_html(index=False)}<ul>{caveats}</ul>"


def _questions(layer: Plain) -> list[Plain]:
    spans = layer.get("spans")
    return [*([{"question": "spans", **spans}] if spans else []), *layer["questions"]]


def _row(layer: str, question: Plain) -> dict[str, Any]:
    if question["question"] == "spans":
        exact = [p["exact"]["f1"] for p in question["pairs"] if p["exact"]["f1"] is not None]
        alpha = question["unitizing"]
        observed = sum(exact) / len(exact) if exact else None
        counts = {"metric": "unitizing", "units": None, "compared": len(exact)}
        return {
            "layer": layer,
            "question": "spans",
            **counts,
            "alpha": alpha["value"],
            "reason": alpha["reason"],
            "observed": observed,
        }
    interval = question["interval_by_unit"]
    return {
        "layer": layer,
        **{k: question[k] for k in ("question", "metric", "units", "compared", "observed")},
        "alpha": question["alpha"]["value"],
        "reason": question["alpha"]["reason"],
        "low": interval["low"],
        "high": interval["high"],
    }
