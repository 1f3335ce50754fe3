"""The table of passes that do not vote, compared with the final labels."""

from communique.assessment.markdown import number
from communique.dataset.non_voting import non_voting_passes
from communique.dataset.tally import Tallied
from communique.util.markdown import table


def non_voting_table(content: Tallied) -> str:
    """The table; empty if every pass votes."""
    rows: list[list[object]] = [
        [o.layer, o.annotator, o.documents, *map(number, (o.exact, o.alike, o.labels, o.values))]
        for o in non_voting_passes(content)
    ]
    head = ["layer", "pass without a vote", "documents", "F1 range and label"]
    head += ["F1 overlap and identity", "blocks' labels", "document values"]
    return table(head, rows) if rows else ""
