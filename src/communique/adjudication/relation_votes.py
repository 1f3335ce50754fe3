"""The votes on a pair of linked items: which labels, how often, and what most gave."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence

from communique.adjudication.votes import ABSENT
from communique.records.decision import Reason, Vote
from communique.records.linked_pairs import Labels, LinkedPair, joined
from communique.schema import Layer


def relation_votes(layer: Layer, pair: LinkedPair) -> list[Vote]:
    """How many gave each label, in schema order, and at last how many did not link the two.

    The labels of a voter who gave several are one value, joined by `+`.
    """
    counts = Counter(pair.labels.values())
    ordered = sorted(counts, key=lambda labels: _rank(layer, labels))
    votes = [Vote(label=joined(labels), count=counts[labels]) for labels in ordered]
    missing = len(pair.voters) - len(pair.labels)
    return [*votes, Vote(label=ABSENT, count=missing)] if missing else votes


def relation_fingerprint(pair: LinkedPair) -> str:
    """16 hex digits over the voters and their links: a decision is valid while it is the same."""
    ends = [{r.annotator: r.annotation_id for r in i.records} for i in (pair.source, pair.target)]
    links = sorted([ends[0][who], ends[1][who], labels] for who, labels in pair.labels.items())
    content = json.dumps([pair.voters, links], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:16]


def relation_variants(layer: Layer, pair: LinkedPair) -> list[tuple[Labels, int]]:
    """Each answer of those who linked the two, with its number of votes: most first."""
    counts = Counter(pair.labels.values())
    return sorted(counts.items(), key=lambda c: (-c[1], _rank(layer, c[0])))


def has_relation_majority(pair: LinkedPair, labels: Labels) -> bool:
    """Whether more than half of the voters gave exactly these labels; `()` is no link."""
    return sum(pair.labels.get(who, ()) == labels for who in pair.voters) * 2 > len(pair.voters)


def relation_reason(pair: LinkedPair, *, kept: bool) -> Reason:
    """What the voters disagreed on: the label, or whether the two are linked."""
    if not kept:
        return "spurious"
    return "label" if len(set(pair.labels.values())) > 1 else "missed"


def _rank(layer: Layer, labels: Sequence[str]) -> tuple[list[int], Sequence[str]]:
    known = [label.id for label in layer.relations]
    return [known.index(x) if x in known else len(known) for x in labels], labels
