"""The votes on one item: each answer, how often it was given, and the most frequent one."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from communique.records import Record, Values
from communique.records.decision import Reason, Vote
from communique.records.items import ComparedItem, ComparisonKey, comparison_key, stated_key
from communique.schema import Layer

ABSENT: Final = "absent"
_encoded: Final = json.JSONEncoder(ensure_ascii=False).encode
_quoted: Final = json.encoder.encode_basestring


def votes(layer: Layer, item: ComparedItem) -> list[Vote]:
    """How many gave each label, in schema order, and at last how many gave none."""
    return [Vote(label=label, count=n) for label, n in label_counts(layer, item)]


def label_counts(layer: Layer, item: ComparedItem) -> list[tuple[str, int]]:
    """The votes as pairs of label and number."""
    counts = Counter(r.label for r in item.records)
    missing = len(item.voters) - len(item.records)
    known = [*(x for x in layer.label_ids if x in counts)]
    listed = known + sorted(set(counts) - set(known))
    found = [(label, counts[label]) for label in listed]
    return [*found, (ABSENT, missing)] if missing else found


def votes_fingerprint(layer: Layer, item: ComparedItem) -> str:
    """16 hex digits over the voters and their answers: a decision is valid while it is the same.

    Places are those in the raw text, which a cleaning fix does not move.
    """
    answers = sorted((r.annotation_id, _answer(layer, r)) for r in item.records)
    content = f"[{_json(item.voters)}, [{', '.join(answer for _, answer in answers)}]]"
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:16]


def _answer(layer: Layer, record: Record) -> str:
    """The JSON of an answer: id, place, label and attributes."""
    start = "null" if record.raw_start is None else record.raw_start
    end = "null" if record.raw_end is None else record.raw_end
    place = f"{_quoted(record.annotation_id)}, {start}, {end}"
    return f"[{place}, {_json(stated_key(layer, record)[2:])[1:-1]}]"


@lru_cache(maxsize=4096)
def _json(values: tuple[object, ...]) -> str:
    """The JSON of what many items have in common."""
    return _encoded(values)


def variants(layer: Layer, item: ComparedItem) -> list[tuple[Record, int]]:
    """Each answer once, with its number of votes: most first, then by place and label."""
    answers: dict[ComparisonKey, list[Record]] = {}
    for record in item.records:
        answers.setdefault(comparison_key(layer, record), []).append(record)
    ranked = [
        (min(records, key=lambda r: r.annotation_id), len(records)) for records in answers.values()
    ]
    return sorted(ranked, key=_weight)


def _weight(variant: tuple[Record, int]) -> tuple[object, ...]:
    record, n_votes = variant
    return -n_votes, record.start or 0, record.end or 0, record.label, _rest(record)


def modal(layer: Layer, item: ComparedItem) -> Record | None:
    """The answer with more votes than every other, and than no answer at all; None without one.

    No offset is ever averaged.
    """
    (record, most), *others = variants(layer, item)
    absent = len(item.voters) - len(item.records)
    return record if most > max([absent, *(n for _, n in others)]) else None


def has_majority(layer: Layer, item: ComparedItem, record: Record) -> bool:
    """Whether more than half of the voters gave exactly this answer."""
    same = sum(comparison_key(layer, r) == comparison_key(layer, record) for r in item.records)
    return same * 2 > len(item.voters)


def reason(layer: Layer, item: ComparedItem, *, kept: bool) -> Reason:
    """What the votes differ in: whether it is there, its label, its borders or an attribute."""
    if not kept:
        return "spurious"
    if len({r.label for r in item.records}) > 1:
        return "label"
    if len({(r.start, r.end) for r in item.records}) > 1:
        return "boundary"
    if len({comparison_key(layer, r) for r in item.records}) > 1:
        return "attribute"
    return "missed"


def differences(layer: Layer, item: ComparedItem) -> list[str]:
    """What the votes differ in: `whether it is there`, `range`, `label`, names of attributes."""
    records = item.records
    found = ["whether it is there"] if len(records) < len(item.voters) else []
    found += ["range"] if len({(r.start, r.end) for r in records}) > 1 else []
    found += ["label"] if len({r.label for r in records}) > 1 else []
    return found + [n for n in layer.counted if len({r.attributes.get(n) for r in records}) > 1]


def attributes(layer: Layer, chosen: Record, others: Sequence[Record]) -> Mapping[str, Values]:
    """The chosen record's attributes that count; a note from the first record that has one."""
    if chosen.kind == "document":
        return chosen.attributes
    found: dict[str, Values] = {}
    for attribute in layer.columns:
        sources = [chosen] if attribute.counts else [chosen, *others]
        values = (r.attributes.get(attribute.name) for r in sources)
        value = next((v for v in values if v), None)
        if value:
            found[attribute.name] = value
    return found


def _rest(record: Record) -> str:
    return json.dumps(dict(record.attributes), sort_keys=True)
