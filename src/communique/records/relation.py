"""A relation: a directed, labelled link between two regions of one annotator."""

from collections.abc import Iterable
from dataclasses import dataclass

from communique.records.record import Record
from communique.schema import RELATIONS


@dataclass(frozen=True, slots=True, order=True)
class Relation:
    """A link from one record to another, by their annotation ids, and its label."""

    from_id: str
    to_id: str
    label: str


def relations_of(record: Record) -> tuple[Relation, ...]:
    """The relations that lead from a record, sorted.

    The record's attribute `relations` holds each as `<label> <annotation id>`.
    """
    links = (link.rpartition(" ") for link in record.attributes.get(RELATIONS, ()))
    return tuple(sorted(Relation(record.annotation_id, to, label) for label, _, to in links))


def relation_values(relations: Iterable[Relation]) -> tuple[str, ...]:
    """Relations that lead from one record as the value of its attribute `relations`."""
    return tuple(sorted({f"{relation.label} {relation.to_id}" for relation in relations}))
