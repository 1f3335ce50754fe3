"""Votes that decisions were made on and that no export holds any more."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from communique.records import PassStatus
from communique.records.stored_decisions import StoredDecisions
from communique.records.stored_records import StoredRecords
from communique.schema import Annotator

Key = tuple[str, str]  # layer, document


@dataclass(frozen=True, slots=True)
class VotingPasses:
    """Who did the first pass over a layer and document, whose role it is to vote, and the records
    of the others, export by export.
    """

    did: Mapping[Key, Set[str]]
    voters: Set[str]
    others: Sequence[StoredRecords]

    @classmethod
    def of(
        cls,
        annotators: Iterable[Annotator],
        exports: Mapping[str, Sequence[StoredRecords]],
        statuses: Iterable[PassStatus],
    ) -> "VotingPasses":
        """Sort what was read of the exports; `exports` are their records, by annotator."""
        did: dict[Key, set[str]] = defaultdict(set)
        for status in statuses:
            if status.pass_ == 1 and status.status != "missing":
                did[status.layer, status.doc_id].add(status.annotator)
        voters = frozenset(a.id for a in annotators if a.role == "annotator")
        others = [r for name, own in exports.items() if name not in voters for r in own]
        return cls(dict(did), voters, others)


def lost_votes(
    layer: str, decided: StoredDecisions, passes: VotingPasses, without: Container[str] = ()
) -> Iterator[tuple[str, str]]:
    """Document and message, where decisions count more votes than there are passes.

    Documents in `without` are left out. Whoever made an annotation that was decided on voted then,
    even with another role today.
    """
    voted = passes.voters | set(_former_voters(decided, passes.others, without))
    for doc_id, votes in sorted(decided.most_votes.items()):
        found = len(passes.did.get((layer, doc_id), frozenset()) & voted)
        if found < votes and doc_id not in without:
            yield doc_id, f"{votes} annotators voted, but the exports hold {_passes(found)}"


def _former_voters(
    decided: StoredDecisions, others: Iterable[StoredRecords], without: Container[str]
) -> Iterator[str]:
    for records in others:
        for doc_id in (d for d in records.documents if d not in without):
            candidates = {c for d in decided.of_document(doc_id) for c in d.candidates}
            own = (r for r in records.of_document(doc_id) if r.annotation_id in candidates)
            if (record := next(own, None)) is not None:
                yield record.annotator
                break


def _passes(count: int) -> str:
    return "1 pass" if count == 1 else f"{count} passes"
