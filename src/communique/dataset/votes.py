"""How a decision came about, as columns: every config has the same."""

from communique.dataset.arrays import Row
from communique.dataset.decisions import FinalLabel


def votes_row(decision: FinalLabel) -> Row:
    """The columns `decision`, `votes` (pairs of label and count), `n_annotators`."""
    return {
        "decision": decision.decision,
        "votes": list(decision.votes),
        "n_annotators": decision.n_annotators,
    }
