"""Compare the predictions of a system with the gold labels of a dataset, on plain values.

`score` takes plain lists. The single measures (`compare_spans`, `compare_labels`, `compare_sets`)
can be used on their own, for example as the metric of another evaluation program.
"""

from communique.scoring.counts import Counts, figure, macro
from communique.scoring.labels import compare_labels, compare_sets
from communique.scoring.plain import ScoreError, score
from communique.scoring.soft import cross_entropy, manhattan
from communique.scoring.spans import compare_spans

__all__ = [
    "Counts",
    "ScoreError",
    "compare_labels",
    "compare_sets",
    "compare_spans",
    "cross_entropy",
    "figure",
    "macro",
    "manhattan",
    "score",
]
