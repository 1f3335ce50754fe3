"""Relations of all voters side by side: which compared items they link, and with which labels."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from communique.records.items import ComparedItem, ItemKey, item_key
from communique.records.relation import relations_of
from communique.schema import Layer

JOIN: Final = "+"  # between the labels, where one voter gives a pair several
PairKey = tuple[ItemKey, ItemKey]
Labels = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkedPair:
    """Two items of a document, in the direction of the links. `labels`: voter to the labels that
    the voter gave, in schema order; a voter who did not link the two is absent from it.
    """

    source: ComparedItem
    target: ComparedItem
    labels: Mapping[str, Labels]

    @property
    def doc_id(self) -> str:
        """The document of both items."""
        return self.source.doc_id

    @property
    def voters(self) -> tuple[str, ...]:
        """Everyone who voted on the document."""
        return self.source.voters

    @property
    def unanimous(self) -> bool:
        """Whether all voters linked the two with the same labels."""
        return len(self.labels) == len(self.voters) and len(set(self.labels.values())) == 1

    @property
    def key(self) -> PairKey:
        """What identifies the pair from one run to the next."""
        return item_key(self.source), item_key(self.target)


def linked_pairs(layer: Layer, items: Iterable[ComparedItem]) -> list[LinkedPair]:
    """Every ordered pair of the layer's items that some voter linked, in order of place.

    Ends come first: a relation counts for the items that its two records belong to. A relation to
    a record that is in no item is left out.
    """
    compared = [item for item in items if item.layer == layer.name] if layer.relations else []
    item_of = {r.annotation_id: n for n, item in enumerate(compared) for r in item.records}
    labels: dict[tuple[int, int], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for number, item in enumerate(compared):
        for record in item.records:
            for relation in relations_of(record):
                if relation.to_id in item_of:
                    pair = number, item_of[relation.to_id]
                    labels[pair][record.annotator].add(relation.label)
    return [
        LinkedPair(
            compared[a], compared[b], {who: in_order(layer, x) for who, x in sorted(given.items())}
        )
        for (a, b), given in sorted(labels.items())
    ]


def in_order(layer: Layer, labels: Iterable[str]) -> Labels:
    """Relation labels in schema order, each once; unknown ones last."""
    known = [label.id for label in layer.relations]
    unique = set(labels)
    return (*(x for x in known if x in unique), *sorted(unique - set(known)))


def joined(labels: Sequence[str]) -> str:
    """The labels that a voter gave one pair, as one value."""
    return JOIN.join(labels)
