"""Votes that decisions were made on and that no export holds any more."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from communique.records import PassStatus, Record
from communique.records.decision import AdjudicatedLayer
from communique.schema import Annotator

Key = tuple[str, str]  # layer, document


@dataclass(frozen=True, slots=True)
class VotingPasses:
    """Who did the first pass over a layer and document, whose role it is to vote, and who made
    which annotation.
    """

    did: Mapping[Key, Set[str]]
    voters: Set[str]
    author: Mapping[str, str]

    @classmethod
    def of(
        cls,
        annotators: Iterable[Annotator],
        records: Iterable[Record],
        statuses: Iterable[PassStatus],
    ) -> "VotingPasses":
        """Sort what was read of the exports."""
        did: dict[Key, set[str]] = defaultdict(set)
        for status in statuses:
            if status.pass_ == 1 and status.status != "missing":
                did[status.layer, status.doc_id].add(status.annotator)
        voters = frozenset(a.id for a in annotators if a.role == "annotator")
        return cls(dict(did), voters, {r.annotation_id: r.annotator for r in records})


def lost_votes(
    layer: str, decided: AdjudicatedLayer, passes: VotingPasses
) -> Iterator[tuple[str, str]]:
    """Document and message, where decisions count more votes than there are passes.

    Whoever made an annotation that was decided on voted then, even with another role today.
    """
    most: dict[str, int] = defaultdict(int)
    for decision in decided.decisions:
        votes = sum(vote.count for vote in decision.votes)
        most[decision.doc_id] = max(most[decision.doc_id], votes)
    candidates = (c for decision in decided.decisions for c in decision.candidates)
    voted = passes.voters | {passes.author[c] for c in candidates if c in passes.author}
    for doc_id, votes in sorted(most.items()):
        found = len(passes.did.get((layer, doc_id), frozenset()) & voted)
        if found < votes:
            yield doc_id, f"{votes} annotators voted, but the exports hold {_passes(found)}"


def _passes(count: int) -> str:
    return "1 pass" if count == 1 else f"{count} passes"
