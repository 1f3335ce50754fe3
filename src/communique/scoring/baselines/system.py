"""Score one system: its row in the file of baselines."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from communique.records.predictions import Unit
from communique.scoring.gold import Gold
from communique.scoring.report import scores
from communique.scoring.scorer import Scorer

_DIGITS: Final = 4


def scored(system: str, kind: str, gold: Gold, units: Iterable[Unit]) -> dict[str, Any]:
    """The row of a system, with every figure that `score` gives."""
    f1 = {name: own["f1"] for name, own in scores(compared(gold, units)).items()}
    return system_row(system, kind, gold, f1)


def compared(gold: Gold, units: Iterable[Unit]) -> Scorer:
    """The gold with all predictions; missing units count as empty."""
    scorer = Scorer(gold)
    for unit in units:
        scorer.add(unit)
    scorer.count_missing()
    return scorer


def system_row(system: str, kind: str, gold: Gold, f1: Mapping[str, float]) -> dict[str, Any]:
    """The row of a system, F1 by figure."""
    return {
        "system": system,
        "kind": kind,
        "form": gold.form,
        "n_documents": len(gold.documents),
        "n_units": len(gold.units),
        "f1": {name: round(value, _DIGITS) for name, value in f1.items()},
    }
