"""Compare two systems on the same gold."""

from typing import Any

from communique.scoring.report import f1_of, headline
from communique.scoring.sampling import LEAST, SEED, cells, randomised
from communique.scoring.scorer import Scorer
from communique.util.plural import counted


def comparison(first: Scorer, second: Scorer, other: str) -> dict[str, Any]:
    """F1 of both, the difference (first minus second) and its p-value, for every figure.

    `other` is the name of the second system. Below six documents, `p` is None, and `reason` says
    why.
    """
    documents = first.gold.documents
    few = f"{counted(len(documents), 'document')}: a p-value needs {LEAST}"
    return {
        "system": other,
        "test": "approximate randomisation over documents",
        "seed": SEED,
        "reason": few if len(documents) < LEAST else None,
        "figures": {
            name: _figure(first, second, figure, labels, documents)
            for name, (figure, labels) in headline(first).items()
        },
    }


def _figure(
    first: Scorer, second: Scorer, figure: str, labels: list[str] | None, documents: list[str]
) -> dict[str, float | None]:
    first_f1 = f1_of(first, figure, labels, documents)
    second_f1 = f1_of(second, figure, labels, documents)
    one, other = (cells(s.tally, figure, documents, labels) for s in (first, second))
    return {
        "f1": first_f1,
        "other": second_f1,
        "difference": first_f1 - second_f1,
        "p": randomised(one, other),
    }
