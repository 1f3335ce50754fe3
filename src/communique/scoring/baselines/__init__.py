"""Simple systems and annotators, scored on a dataset: what a new system must be compared with.

The classifiers need the extra `[evaluate]`.
"""

from communique.scoring.baselines.run import baselines

__all__ = ["baselines"]
