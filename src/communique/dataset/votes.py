"""The columns that show how a label was decided. They are the same in every config."""

from communique.dataset.arrays import Row
from communique.dataset.decisions import FinalLabel


def votes_row(decision: FinalLabel) -> Row:
    """The columns `decision`, `votes` (pairs of label and count), `n_annotators`."""
    return {
        "decision": decision.decision,
        "votes": list(decision.votes),
        "n_annotators": decision.n_annotators,
    }
