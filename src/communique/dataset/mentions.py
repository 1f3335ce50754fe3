"""Where a block names the values of an attribute: the mentions of another layer."""

from collections.abc import Iterable
from dataclasses import dataclass

from communique.dataset.final_label import FinalLabel
from communique.schema import Attribute, Layer, Schema
from communique.text import Block


@dataclass(frozen=True, slots=True)
class Mentions:
    """The kept spans of a document that name an entry of the registry, in text order."""

    attribute: Attribute
    labels: tuple[FinalLabel, ...]

    def uid(self, entity: str | None, block: Block, near: FinalLabel) -> str | None:
        """The uid of the mention of an entity in a block; of several, of the one that is nearest
        to a span, the first if two are. None without a mention.
        """
        named = [
            x
            for x in self.labels
            if entity is not None and x.attributes.get(self.attribute.name) == entity
            if _is_inside(x, block)
        ]
        nearest = min(named, key=lambda x: (_distance(x, near), x.start or 0), default=None)
        return nearest.uid if nearest else None


def mentions_in(attribute: Attribute, labels: Iterable[FinalLabel]) -> Mentions:
    """The mentions among the labels of a document."""
    spans = (x for x in labels if x.kind == "span" and x.attributes.get(attribute.name))
    return Mentions(attribute, tuple(sorted(spans, key=lambda x: (x.start or 0, x.end or 0))))


def naming_layer(schema: Schema, layer: Layer) -> tuple[Layer, Attribute] | None:
    """Another layer whose spans name entries of the registry, and its attribute that does."""
    for other in schema.layers:
        for attribute in other.columns if other.unit == "span" and other is not layer else ():
            if attribute.type == "entity" and attribute.source == "registry":
                return other, attribute
    return None


def mentions_column(schema: Schema, layer: Layer, attribute: Attribute) -> str | None:
    """The column of the mentions of an attribute's values: `holders` has `holder_entity_uids`."""
    naming = naming_layer(schema, layer)
    if naming is None:
        return None
    one = attribute.name.removesuffix("s") if attribute.many else attribute.name
    return f"{one}_{naming[0].uid_column}{'s' if attribute.many else ''}"


def _is_inside(label: FinalLabel, block: Block) -> bool:
    if block.start is None or block.end is None or label.start is None or label.end is None:
        return False
    return block.start <= label.start and label.end <= block.end


def _distance(a: FinalLabel, b: FinalLabel) -> int:
    """Code points between two spans; 0 where they share one."""
    starts, ends = (a.start or 0, b.start or 0), (a.end or 0, b.end or 0)
    return max(0, max(starts) - min(ends))
