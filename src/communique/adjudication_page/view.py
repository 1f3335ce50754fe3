"""What the page shows of one open item or linked pair, as plain data."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from communique.adjudication.relation_votes import relation_reason, relation_variants
from communique.adjudication.votes import differences, modal, reason, variants
from communique.adjudication_page.passages import (
    Passage,
    Piece,
    Range,
    Words,
    passage,
    words,
)
from communique.records import Record
from communique.records import Values as RecordValues
from communique.records.items import ComparedItem, comparison_key
from communique.records.linked_pairs import Labels, LinkedPair, joined
from communique.schema import Layer, Schema


@dataclass(frozen=True, slots=True)
class Value:
    """An attribute of an answer. `names` are the words for its ids, `differs` if another answer
    has another value.
    """

    attribute: str
    value: str
    names: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to choose from, with the pseudonyms of those who gave it."""

    number: int
    label: str
    label_differs: bool
    definition: str
    words: tuple[Words, ...]
    values: tuple[Value, ...]
    voters: tuple[str, ...]
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item. `absent` are the voters who gave no answer, `voters` how many voted in all."""

    layer: str
    document: str
    title: str
    question: str
    differ_in: tuple[str, ...]
    passages: tuple[Passage, ...]
    answers: tuple[Answer, ...]
    absent: tuple[str, ...]
    voters: int
    reason_to_keep: str
    reason_to_reject: str


def item_choices(layer: Layer, item: ComparedItem) -> list[Record]:
    """The records to choose from, in the order of their numbers."""
    return [record for record, _ in variants(layer, item)]


def pair_choices(layer: Layer, pair: LinkedPair) -> list[Labels]:
    """The labels to choose from, in the order of their numbers."""
    return [labels for labels, _ in relation_variants(layer, pair)]


def item_view(schema: Schema, layer: Layer, item: ComparedItem, text: str) -> ItemView:
    """What the page shows of an item. `text` is the document's."""
    choices = item_choices(layer, item)
    proposed = modal(layer, item)
    differ_in = differences(layer, item)
    ranges = _ranges(choices)
    alone = len(choices) == 1
    shows_words = choices[0].kind == "span" and ("range" in differ_in or alone)
    answers = tuple(
        Answer(
            number,
            record.label,
            "label" in differ_in,
            _definition(layer, record.label),
            words(text, ranges, number) if shows_words and ranges else (),
            _values(schema, layer, record, choices),
            _voters(layer, item, record),
            record is proposed,
        )
        for number, record in enumerate(choices, start=1)
    )
    here = {r.annotator for r in item.records}
    return ItemView(
        layer.name,
        item.doc_id,
        _title(choices[0], text, ranges),
        _question(choices[0]),
        tuple(differ_in),
        _passages(choices[0], text, ranges),
        answers,
        tuple(v for v in item.voters if v not in here),
        len(item.voters),
        reason(layer, item, kept=True),
        reason(layer, item, kept=False),
    )


def pair_view(layer: Layer, pair: LinkedPair, text: str) -> ItemView:
    """What the page shows of a linked pair: both ends, and the labels of the relation."""
    ranked = relation_variants(layer, pair)
    absent = tuple(v for v in pair.voters if v not in pair.labels)
    best = ranked[0][1]
    is_clear = best > len(absent) and (len(ranked) == 1 or best > ranked[1][1])
    ends = [_ranges(e.records[:1]) for e in (pair.source, pair.target)]
    titles = [
        _title(e.records[0], text, r) for e, r in zip((pair.source, pair.target), ends, strict=True)
    ]
    answers = tuple(
        Answer(
            number,
            joined(labels),
            len(ranked) > 1,
            "",
            (),
            (),
            tuple(v for v in pair.voters if pair.labels.get(v) == labels),
            is_clear and number == 1,
        )
        for number, (labels, _) in enumerate(ranked, start=1)
    )
    differ_in = ["whether they are linked"] if absent else []
    differ_in += ["label"] if len(ranked) > 1 else []
    return ItemView(
        layer.name,
        pair.doc_id,
        " → ".join(titles),
        "Relation",
        tuple(differ_in),
        tuple(passage(text, r, role) for r, role in zip(ends, ("from", "to"), strict=True) if r),
        answers,
        absent,
        len(pair.voters),
        relation_reason(pair, kept=True),
        relation_reason(pair, kept=False),
    )


def _ranges(records: Sequence[Record]) -> list[Range]:
    return [(r.start, r.end) for r in records if r.start is not None and r.end is not None]


def _passages(record: Record, text: str, ranges: Sequence[Range]) -> tuple[Passage, ...]:
    """The paragraph of a span or block, where a block is not marked; else the whole text."""
    if not ranges:
        return tuple(Passage((Piece(line),)) for line in text.split("\n") if line)
    passages = passage(text, ranges)
    if record.kind == "block":
        passages = replace(passages, pieces=tuple(Piece(p.text) for p in passages.pieces))
    return (passages,)


def _title(record: Record, text: str, ranges: Sequence[Range]) -> str:
    if not ranges:
        return "The whole document"
    if record.kind == "block":
        return "The paragraph"
    return text[ranges[0][0] : ranges[0][1]]


def _question(record: Record) -> str:
    """Of a document value, what is asked."""
    if record.kind != "document":
        return ""
    return ", ".join(_shown(v) for _, v in sorted(record.attributes.items()))


def _definition(layer: Layer, label: str) -> str:
    return next((x.definition for x in layer.labels if x.id == label), "")


def _values(
    schema: Schema, layer: Layer, record: Record, choices: Sequence[Record]
) -> tuple[Value, ...]:
    listed: list[Value] = []
    for attribute in layer.region_attributes if record.kind != "document" else ():
        answers = [r.attributes.get(attribute.name) for r in choices]
        if attribute.counts and any(answers):
            own = record.attributes.get(attribute.name)
            names = {e.id: getattr(e, "name", "") or "" for e in schema.entries(layer, attribute)}
            ids = own if isinstance(own, tuple) else (own,)
            told = ", ".join(n for i in ids if i and (n := names.get(i, "")) and n != i)
            listed.append(Value(attribute.name, _shown(own), told, len(set(answers)) > 1))
    return tuple(listed)


def _voters(layer: Layer, item: ComparedItem, record: Record) -> tuple[str, ...]:
    wanted = comparison_key(layer, record)
    return tuple(sorted({r.annotator for r in item.records if comparison_key(layer, r) == wanted}))


def _shown(value: RecordValues | None) -> str:
    if value is None or value == ():
        return "—"
    return " + ".join(value) if isinstance(value, tuple) else value
