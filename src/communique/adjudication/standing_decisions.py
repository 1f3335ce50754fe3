"""Which items an adjudicator has decided already, on the votes as they are now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from communique.adjudication.relation_votes import relation_fingerprint
from communique.adjudication.votes import votes_fingerprint
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer
from communique.records.items import ComparedItem, ItemKey, item_key
from communique.records.linked_pairs import LinkedPair
from communique.schema import Layer


@dataclass(frozen=True, slots=True)
class StandingDecisions:
    """The decisions of adjudicators that still hold, by item, and those on linked pairs by the
    fingerprint of their votes.
    """

    items: Mapping[ItemKey, AdjudicatedDecision] = field(
        default_factory=dict[ItemKey, AdjudicatedDecision]
    )
    pairs: frozenset[str] = frozenset()

    def of(self, item: ComparedItem) -> AdjudicatedDecision | None:
        """The decision on an item; None if it is unanimous or open."""
        return self.items.get(item_key(item))

    def is_open(self, subject: ComparedItem | LinkedPair) -> bool:
        """Whether an item or linked pair is still to be decided."""
        if subject.unanimous:
            return False
        if isinstance(subject, LinkedPair):
            return relation_fingerprint(subject) not in self.pairs
        return item_key(subject) not in self.items


def standing_decisions(
    layer: Layer, items: Iterable[ComparedItem], decided: AdjudicatedLayer
) -> StandingDecisions:
    """The decisions of a layer whose votes are the same as when they were made."""
    by_key = {tuple(sorted(d.candidates)): d for d in decided.decisions if d.by is not None}
    found = {
        key: decision
        for item in items
        if (decision := by_key.get(key := item_key(item))) is not None
        if decision.basis == votes_fingerprint(layer, item)
    }
    pairs = (r for d in decided.decisions for r in d.relations)
    return StandingDecisions(found, frozenset(r.basis for r in pairs if r.by is not None))
