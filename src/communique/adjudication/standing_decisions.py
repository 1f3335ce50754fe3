"""Which items an adjudicator has decided already, on the votes as they are now."""

from collections.abc import Collection, Iterable, Mapping
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
    fingerprint of their votes. `reopened`: unanimous items that an adjudicator looks at again.
    """

    items: Mapping[ItemKey, AdjudicatedDecision] = field(
        default_factory=dict[ItemKey, AdjudicatedDecision]
    )
    pairs: frozenset[str] = frozenset()
    reopened: frozenset[ItemKey] = frozenset()

    def of(self, item: ComparedItem) -> AdjudicatedDecision | None:
        """The decision on an item; None if it is unanimous or open."""
        return self.items.get(item_key(item))

    def is_open(self, subject: ComparedItem | LinkedPair) -> bool:
        """Whether an item or linked pair is still to be decided."""
        if isinstance(subject, LinkedPair):
            return not subject.unanimous and relation_fingerprint(subject) not in self.pairs
        key = item_key(subject)
        return key not in self.items and (not subject.unanimous or key in self.reopened)


def standing_decisions(
    layer: Layer,
    items: Iterable[ComparedItem],
    decided: AdjudicatedLayer,
    reopened: Collection[str] = (),
) -> StandingDecisions:
    """The decisions of a layer whose votes are the same as when they were made, but for those
    whose uids are `reopened`: these are open again, even if their votes are unanimous.
    """
    again = {tuple(sorted(d.candidates)) for d in decided.decisions if d.uid in reopened}
    by_key = {tuple(sorted(d.candidates)): d for d in decided.decisions if d.by is not None}
    by_key = {key: decision for key, decision in by_key.items() if key not in again}
    found = {
        key: decision
        for item in items
        if (decision := by_key.get(key := item_key(item))) is not None
        if decision.basis == votes_fingerprint(layer, item)
    }
    pairs = (r for d in decided.decisions for r in d.relations)
    linked = frozenset(r.basis for r in pairs if r.by is not None)
    return StandingDecisions(found, linked, frozenset(again))
