"""How a decision came about, as columns: every config has the same."""

from communique.dataset.arrays import Row
from communique.dataset.decisions import Decision


def votes_row(decision: Decision) -> Row:
    """The columns `decision`, `votes`, `n_annotators`."""
    return {
        "decision": decision.decision,
        "votes": [{"label": label, "count": count} for label, count in decision.votes],
        "n_annotators": decision.n_annotators,
    }
