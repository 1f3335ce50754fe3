"""From what annotators said to one decision an item, with its votes, decider and reason."""

from communique.adjudication.decide import Settled, decide
from communique.adjudication.decisions import Ruling

__all__ = ["Ruling", "Settled", "decide"]
