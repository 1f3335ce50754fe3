"""The votes on one item: who said what, how often, and what most said."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from communique.records import Record, Values
from communique.records.decision import Reason, Vote
from communique.records.items import ComparedItem, ComparisonKey, comparison_key, stated_key
from communique.schema import Layer

ABSENT: Final = "absent"


def votes(layer: Layer, item: ComparedItem) -> list[Vote]:
    """How many gave each label, in schema order, and at last how many gave none."""
    counts = Counter(r.label for r in item.records)
    missing = len(item.voters) - len(item.records)
    known = [*(x for x in layer.label_ids if x in counts)]
    listed = known + sorted(set(counts) - set(known))
    found = [Vote(label=label, count=counts[label]) for label in listed]
    return [*found, Vote(label=ABSENT, count=missing)] if missing else found


def votes_fingerprint(layer: Layer, item: ComparedItem) -> str:
    """16 hex digits over who voted and what they said: a decision stands as long as it is the same.

    Places are those in the raw text, which a cleaning fix does not move.
    """
    spoken = sorted(
        (r.annotation_id, r.raw_start, r.raw_end, *stated_key(layer, r)[2:]) for r in item.records
    )
    content = json.dumps([item.voters, spoken], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:16]


def variants(layer: Layer, item: ComparedItem) -> list[tuple[Record, int]]:
    """What was said, each once with the number of voices: most first, then by place and label."""
    spoken: dict[ComparisonKey, list[Record]] = {}
    for record in item.records:
        spoken.setdefault(comparison_key(layer, record), []).append(record)
    ranked = [(min(own, key=lambda r: r.annotation_id), len(own)) for own in spoken.values()]
    return sorted(ranked, key=_weight)


def _weight(variant: tuple[Record, int]) -> tuple[object, ...]:
    record, voices = variant
    return -voices, record.start or 0, record.end or 0, record.label, _rest(record)


def modal(layer: Layer, item: ComparedItem) -> Record | None:
    """The variant that more said than any other; None for a tie. No offset is ever averaged."""
    ranked = variants(layer, item)
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] > ranked[1][1] else None


def has_majority(layer: Layer, item: ComparedItem, record: Record) -> bool:
    """Whether more than half of the voters said exactly this."""
    alike = sum(comparison_key(layer, r) == comparison_key(layer, record) for r in item.records)
    return alike * 2 > len(item.voters)


def reason(layer: Layer, item: ComparedItem, *, kept: bool) -> Reason:
    """What had to be settled: whether it is there, its label, its borders or an attribute."""
    if not kept:
        return "spurious"
    if len({r.label for r in item.records}) > 1:
        return "label"
    if len({(r.start, r.end) for r in item.records}) > 1:
        return "boundary"
    if len({comparison_key(layer, r) for r in item.records}) > 1:
        return "attribute"
    return "missed"


def attributes(layer: Layer, chosen: Record, others: Sequence[Record]) -> Mapping[str, Values]:
    """Of the chosen record what counts; a note and the like from whoever first wrote one."""
    if chosen.kind == "document":
        return chosen.attributes
    found: dict[str, Values] = {}
    for attribute in layer.columns:
        givers = [chosen] if attribute.counts else [chosen, *others]
        given = (r.attributes.get(attribute.name) for r in givers)
        value = next((v for v in given if v), None)
        if value:
            found[attribute.name] = value
    return found


def _rest(record: Record) -> str:
    return json.dumps(dict(record.attributes), sort_keys=True)
