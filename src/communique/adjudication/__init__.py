"""From annotators' answers to one decision an item, with its votes, decider and reason."""

from communique.adjudication.decide import Outcome, decide
from communique.adjudication.decisions import AdjudicatorDecision

__all__ = ["AdjudicatorDecision", "Outcome", "decide"]
