"""Answers of an adjudicator's project that contradict each other: several for one item."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from communique.adjudication.candidates import PresentedItems, candidate_id
from communique.adjudication.votes import votes_fingerprint
from communique.records import Record
from communique.records.items import ComparedItem
from communique.schema import Layer


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An item of which the adjudicator left more than one candidate standing.

    `candidates` holds one vote for each, by region id, in order of place.
    """

    item: ComparedItem
    candidates: Mapping[str, Record]


def contradictions(
    layer: Layer, items: Iterable[ComparedItem], presented: Mapping[str, PresentedItems]
) -> Iterator[Contradiction]:
    """The open items of a layer that an adjudicator answered in several ways.

    Items whose votes have changed since they were presented are left out, as their answers are not
    used.
    """
    for item in items:
        shown = presented.get(item.doc_id)
        if item.layer != layer.name or item.unanimous or shown is None:
            continue
        if votes_fingerprint(layer, item) not in shown.votes_fingerprints:
            continue
        votes = {candidate_id(layer, r): r for r in item.records}
        left = {region: r for region, r in votes.items() if region in shown.left}
        if len(left) > 1:
            yield Contradiction(item, left)
