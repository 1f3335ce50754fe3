"""Compare passes that do not vote (pilots) with the final labels."""

from collections import Counter
from dataclasses import dataclass

from communique.dataset.tally import Tallied, tally_of


@dataclass(frozen=True, slots=True)
class NonVotingPass:
    """The comparison of one non-voting pass, on the `documents` on which others voted.

    `exact`: F1 of spans with equal range and label. `alike`: F1 of spans that overlap, one to one,
    and have the same label and identity; for sets, one common member is enough, or two actors of
    the same side. `labels`: share of blocks with the same label. `values`: share of equal document
    values. None means that there is nothing to compare.
    """

    layer: str
    annotator: str
    documents: int
    exact: float | None
    alike: float | None
    labels: float | None
    values: float | None


def non_voting_passes(content: Tallied) -> list[NonVotingPass]:
    """Compare pass 1 of each pilot with the final labels, in the order of the schema."""
    counted = tally_of(content).pilots
    return [_pass(*key, counts) for key, counts in counted.items() if counts["documents"]]


def _pass(layer: str, annotator: str, counts: Counter[str]) -> NonVotingPass:
    return NonVotingPass(
        layer=layer,
        annotator=annotator,
        documents=counts["documents"],
        exact=_share(2 * counts["exact"], counts["spans"]),
        alike=_share(2 * counts["alike"], counts["spans"]),
        labels=_share(counts["same block"], counts["block"]),
        values=_share(counts["same document"], counts["document"]),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
