"""The questions of a layer: labels, attributes and document values of annotators, unit by unit."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec

from communique.records import Record, Values
from communique.records.items import ComparedItem
from communique.records.linked_pairs import LinkedPair, joined
from communique.schema import RELATIONS, Attribute, Layer

NOT_GIVEN: Final = "(none)"
NOT_LINKED: Final = "absent"
FEWEST: Final = 10  # units of a value of `detect_by` from which its figures are published
Value = Hashable | None
Pattern = tuple[Value, ...]  # the values of one unit, one for each annotator


class RatedUnit(msgspec.Struct, frozen=True, gc=False):
    """One compared unit: where it is, and the value of each annotator in the question's order
    (None: did not vote on the document, or did not mark the unit).
    """

    doc_id: str
    at: str
    values: tuple[Value, ...]

    @property
    def given(self) -> list[Hashable]:
        """The values that there are."""
        return [v for v in self.values if v is not None]


@dataclass(frozen=True, slots=True)
class Question:
    """One decision of a layer. `order`: all its values, by the schema. `metric`: how differences
    are measured; nominal, ordinal, or masi where values are sets. `fewest`: of a value that fewer
    units have, no figure is published.
    """

    layer: str
    name: str
    metric: str
    order: tuple[str, ...]
    annotators: tuple[str, ...]
    units: tuple[RatedUnit, ...]
    fewest: int = 0

    @property
    def sets(self) -> bool:
        """Whether its values are sets."""
        return self.metric == "masi"

    @property
    def scale(self) -> tuple[str, ...] | None:
        """The order of the values where it counts."""
        return self.order if self.metric == "ordinal" else None


@dataclass(frozen=True, slots=True)
class PooledQuestion:
    """A question with the units of all documents, in a compact form.

    Units with the same values are one pattern; `times` is how often each occurs. `pattern_of` and
    `document_of` are the numbers of the pattern and the document of each unit (int32, documents in
    order of appearance). `by_document`: the measures of each document.
    """

    layer: str
    name: str
    metric: str
    order: tuple[str, ...]
    annotators: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    times: tuple[int, ...]
    pattern_of: "array[int]"
    document_of: "array[int]"
    by_document: Mapping[str, dict[str, Any]]
    fewest: int = 0

    @property
    def sets(self) -> bool:
        """Whether its values are sets."""
        return self.metric == "masi"

    @property
    def scale(self) -> tuple[str, ...] | None:
        """The order of the values where it counts."""
        return self.order if self.metric == "ordinal" else None


def questions(
    layer: Layer, values: Callable[[Attribute], Sequence[str]], items: Sequence[ComparedItem]
) -> list[Question]:
    """The label, each attribute that counts, each document value; `values` lists an attribute's."""
    voters = tuple(sorted({v for item in items for v in item.voters}))
    regions = [i for i in items if i.records[0].kind != "document"]
    found: list[Question] = []
    if regions:
        metric = "ordinal" if layer.ordered else "nominal"
        found.append(_question(layer, "label", metric, layer.label_ids, voters, regions, _label))
    for attribute in layer.region_attributes:
        if attribute.counts and attribute.type != "text" and regions:
            read = _attribute(attribute)
            known = tuple(values(attribute)) + (() if attribute.ordered else (NOT_GIVEN,))
            metric = _metric(attribute)
            question = _question(layer, attribute.name, metric, known, voters, regions, read)
            if attribute is layer.detecting:
                question = replace(question, fewest=FEWEST)
            if question.units or attribute.is_asked_in(layer.guideline_version):
                found.append(question)
    for attribute in layer.document_attributes:
        own = [i for i in items if i.records[0].attributes.get("attribute") == attribute.name]
        if attribute.counts and attribute.type != "text" and own:
            known = tuple(values(attribute))
            if attribute.many:
                units = tuple(_sets(own, voters))
                found.append(Question(layer.name, attribute.name, "masi", known, voters, units))
            else:
                metric = _metric(attribute)
                found.append(_question(layer, attribute.name, metric, known, voters, own, _label))
    return found


def relation_question(layer: Layer, pairs: Sequence[LinkedPair]) -> Question | None:
    """How the voters linked each pair of items that any of them linked; None without a pair.

    Who voted on the document and did not link the two gave `absent`. The labels of a voter who
    gave several are one value.
    """
    if not pairs:
        return None
    voters = tuple(sorted({v for pair in pairs for v in pair.voters}))
    units = tuple(_linked_unit(pair, voters) for pair in pairs)
    used = {str(v) for unit in units for v in unit.given} - {NOT_LINKED}
    known = [label.id for label in layer.relations]
    order = (*known, *sorted(used - set(known)), NOT_LINKED)
    return Question(layer.name, RELATIONS, "nominal", order, voters, units)


def _linked_unit(pair: LinkedPair, voters: Sequence[str]) -> RatedUnit:
    answers = dict.fromkeys(pair.voters, NOT_LINKED)
    answers |= {v: joined(labels) for v, labels in pair.labels.items()}
    return RatedUnit(pair.doc_id, place_of_pair(pair), tuple(answers.get(v) for v in voters))


def place_of_pair(pair: LinkedPair) -> str:
    """Where two linked items are: the first range of each."""
    return f"{place(pair.source)} -> {place(pair.target)}"


def _metric(attribute: Attribute) -> str:
    if attribute.many:
        return "masi"
    return "ordinal" if attribute.ordered else "nominal"


def _sets(items: Sequence[ComparedItem], voters: Sequence[str]) -> Iterable[RatedUnit]:
    """Of a set for a document each value is an item: the sets are put together again."""
    grouped: dict[tuple[str, str], list[ComparedItem]] = defaultdict(list)
    for item in items:
        grouped[item.doc_id, place(item)].append(item)
    for (doc_id, at), own in sorted(grouped.items()):
        given = {v: frozenset[str]() for v in own[0].voters}
        for record in (r for item in own for r in item.records):
            given[record.annotator] |= {record.label}
        yield RatedUnit(doc_id, at, tuple(given.get(voter) for voter in voters))


def _question(
    layer: Layer,
    name: str,
    metric: str,
    order: Iterable[str],
    voters: tuple[str, ...],
    items: Sequence[ComparedItem],
    read: Callable[[Record], Value],
) -> Question:
    units = (_unit(item, voters, read, metric) for item in items)
    kept = tuple(unit for unit in units if unit is not None)
    return Question(layer.name, name, metric, tuple(order), voters, kept)


def _unit(
    item: ComparedItem, voters: Sequence[str], read: Callable[[Record], Value], metric: str
) -> RatedUnit | None:
    """The answers to one item; None where nobody gave any, so that there is nothing to compare."""
    answers = {record.annotator: read(record) for record in item.records}
    empty = frozenset[str]() if metric == "masi" else NOT_GIVEN
    if metric == "ordinal":  # a missing answer has no place on a scale
        answers = {name: None if value == empty else value for name, value in answers.items()}
    if all(value in (empty, None) for value in answers.values()):
        return None
    return RatedUnit(item.doc_id, place(item), tuple(answers.get(voter) for voter in voters))


def place(item: ComparedItem) -> str:
    """Where an item is, without a word of the text: its first range, or its question."""
    first = item.records[0]
    if first.kind == "document":
        return ", ".join(f"{k} {v}" for k, v in sorted(first.attributes.items()))
    return f"[{first.start}, {first.end})"


def _label(record: Record) -> Value:
    return record.label


def _attribute(attribute: Attribute) -> Callable[[Record], Value]:
    def read(record: Record) -> Value:
        value: Values | None = record.attributes.get(attribute.name)
        if attribute.many:
            return frozenset(value or ())
        return value or NOT_GIVEN

    return read
