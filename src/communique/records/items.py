"""The answers of voting annotators about the same thing, side by side, before adjudication."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from communique.records import PassStatus, Record, Values
from communique.schema import Layer, Schema
from communique.schema.guideline_versions import same_major
from communique.text.matching import Span, cluster

ItemKey = tuple[str, ...]  # the ids of the annotations that an item is made of, sorted
ComparisonKey = tuple[int | None, int | None, str, tuple[tuple[str, Values | None], ...]]


class ComparedItem(msgspec.Struct, frozen=True, gc=False):
    """One thing to decide: at most one record of each of the `voters` of the document."""

    layer: str
    doc_id: str
    voters: tuple[str, ...]
    records: tuple[Record, ...]
    unanimous: bool

    @property
    def is_shared(self) -> bool:
        """Whether two or more voted, so that there is something to agree on."""
        return len(self.voters) > 1


def item_key(item: ComparedItem) -> ItemKey:
    """What identifies an item from one run to the next."""
    return tuple(sorted(r.annotation_id for r in item.records))


def items(
    schema: Schema, records: Iterable[Record], passes: Iterable[PassStatus]
) -> list[ComparedItem]:
    """Every span, block and document value that some voter recorded, in order of place.

    Voters are annotators in that role, by their first pass over a document under the layer's
    major version of the guideline: neither pilots nor adjudicators nor repetitions vote.
    """
    voters = voters_of(schema, passes)
    by_document: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        key = (record.layer, record.doc_id)
        if is_about_annotation(schema, record):
            continue
        if record.pass_ == 1 and record.annotator in voters.get(key, ()):
            by_document[key].append(record)
    return [
        _item(layer, doc_id, voters[layer.name, doc_id], group)
        for layer in schema.layers
        for name, doc_id in sorted(by_document)
        if name == layer.name
        for group in _groups(layer, by_document[name, doc_id])
    ]


def unit_ids(compared: Iterable[ComparedItem]) -> dict[str, str]:
    """The id of the unit of each voting record, by annotation id.

    `u` and 16 hex digits over the ids of the records that were compared with each other.
    """
    return {
        record.annotation_id: unit
        for item in compared
        for unit in [_unit_id(r.annotation_id for r in item.records)]
        for record in item.records
    }


def _unit_id(annotation_ids: Iterable[str]) -> str:
    content = "\n".join(sorted(annotation_ids)).encode("utf-8")
    return "u" + hashlib.sha256(content).hexdigest()[:16]


def is_about_annotation(schema: Schema, record: Record) -> bool:
    """Whether a document value is about the work of annotating, not about the text."""
    if record.kind != "document":
        return False
    attribute = schema.layer(record.layer).attribute(str(record.attributes.get("attribute")))
    return attribute is not None and attribute.about == "annotation"


def comparison_key(layer: Layer, record: Record) -> ComparisonKey:
    """The compared part of a record: its range, its label, and the attributes that count."""
    attributes = record.attributes
    values = tuple([(name, attributes.get(name)) for name in layer.counted])
    return record.start, record.end, record.label, values


def stated_key(layer: Layer, record: Record) -> ComparisonKey:
    """As `comparison_key`, under the names of the export: a name that changed in the schema alone
    does not change it.
    """
    if record.stated is not None:
        label, attributes = record.stated
        record = replace(record, label=label, attributes=attributes)
    return comparison_key(layer, record)


def voters_of(
    schema: Schema, passes: Iterable[PassStatus]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """The voters of each layer and document, sorted; documents without a vote are left out."""
    return _names_by_document(s for s in _first(schema, passes) if is_current(schema, s))


def outdated_voters(
    schema: Schema, passes: Iterable[PassStatus]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """As `voters_of`: who would vote, had they not worked under another major version of the
    guideline than the layer has now.
    """
    return _names_by_document(s for s in _first(schema, passes) if not is_current(schema, s))


def standing(schema: Schema, passes: Sequence[PassStatus]) -> set[tuple[str, str]]:
    """The layers and documents that have votes of another major version of the guideline, and
    fewer than two of the current one: what was decided of them stands.
    """
    voters = voters_of(schema, passes)
    return {k for k in outdated_voters(schema, passes) if len(voters.get(k, ())) < 2}


def is_current(schema: Schema, status: PassStatus) -> bool:
    """Whether the work was done under the layer's major version of the guideline.

    It was if the schema or the export does not state a version.
    """
    layer = schema.layer(status.layer)
    present = layer.guideline_version
    if "guideline_version" not in layer.model_fields_set:
        return True
    return same_major(status.guideline_version or present, present)


def _first(schema: Schema, passes: Iterable[PassStatus]) -> Iterator[PassStatus]:
    """The finished documents of the first passes of those whose role it is to vote."""
    voting = {a.id for a in schema.annotators if a.role == "annotator"}
    for status in passes:
        if status.pass_ == 1 and status.status in ("done", "empty") and status.annotator in voting:
            yield status


def _names_by_document(
    passes: Iterable[PassStatus],
) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    known: dict[tuple[str, ...], tuple[str, ...]] = {}  # most documents have the same names
    for status in passes:
        key = status.layer, status.doc_id
        names = tuple(sorted({*found.get(key, ()), status.annotator}))
        found[key] = known.setdefault(names, names)
    return found


def _groups(layer: Layer, records: Sequence[Record]) -> list[list[Record]]:
    spans = [r for r in records if r.kind == "span"]
    fixed: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for record in records:
        if record.kind != "span":
            fixed[_fixed_key(layer, record)].append(record)
    return _clusters(layer, spans) + [fixed[key] for key in sorted(fixed)]


def _fixed_key(layer: Layer, record: Record) -> tuple[str, ...]:
    """Blocks are compared by place, document values by their question; of a set, each value."""
    if record.kind == "block":
        return ("block", f"{record.start:09d}")
    question = (f"{k}={v}" for k, v in sorted(record.attributes.items()))
    attribute = layer.attribute(str(record.attributes.get("attribute")))
    return ("document", *question, record.label if attribute and attribute.many else "")


def _clusters(layer: Layer, records: Sequence[Record]) -> list[list[Record]]:
    if (apart := _by_place(records)) is not None:
        return apart
    by_key = {r.annotation_id: r for r in records}
    return [[by_key[s.key] for s in group] for group in cluster([_span(layer, r) for r in records])]


def _by_place(records: Sequence[Record]) -> list[list[Record]] | None:
    """The clusters of records whose ranges are the same or share no code point, with one record
    of each annotator, as of most documents; None for others.
    """
    groups: dict[tuple[int, int], list[Record]] = {}
    for record in records:
        groups.setdefault(_place(record), []).append(record)
    places, last = sorted(groups), 0
    for place in places:
        start, end = place
        owners = {record.annotator for record in groups[place]}
        if not last <= start < end or len(owners) < len(groups[place]):
            return None
        last = end
    return [groups[place] for place in places]


def _span(layer: Layer, record: Record) -> Span:
    label, values = record.label, record.attributes
    identity = tuple([label if name == "label" else values.get(name) for name in layer.identity])
    key, owner = record.annotation_id, record.annotator
    return Span(*_place(record), label, identity, key, owner)


def _place(record: Record) -> tuple[int, int]:
    """The range in the raw text, which a cleaning fix does not move, if it is known."""
    start, end = record.raw_start, record.raw_end
    if start is None or end is None:
        start, end = record.start, record.end
    return start or 0, end or 0


def _item(
    layer: Layer, doc_id: str, voters: tuple[str, ...], group: Sequence[Record]
) -> ComparedItem:
    listed = tuple(sorted(group, key=lambda r: (r.start or 0, r.end or 0, r.annotation_id)))
    alike = len({comparison_key(layer, r) for r in listed}) == 1
    if not alike and (name := listed[0].attributes.get("attribute")):
        asked = layer.attribute(str(name))
        alike = asked is not None and not asked.counts
    return ComparedItem(layer.name, doc_id, voters, listed, alike and len(listed) == len(voters))
