"""The names of labels, attributes and values in brat, and `annotation.conf`, which declares them.

Source: https://brat.nlplab.org/configuration.html
"""

from dataclasses import dataclass
from functools import cached_property

from communique.formats.document import Export
from communique.formats.safe_names import safe_names
from communique.schema import Attribute, Layer


@dataclass(frozen=True)
class BratNames:
    """brat's names of everything in the chosen layers."""

    export: Export

    @cached_property
    def _labels(self) -> dict[str, str]:
        return safe_names(
            f"{layer.name}.{label}" if self._is_shared(label) else label
            for layer in self.export.layers
            for label in layer.label_ids
        )

    def _is_shared(self, label: str) -> bool:
        return sum(label in layer.label_ids for layer in self.export.layers) > 1

    def label(self, layer: Layer, label: str) -> str:
        """The type of a span. A label that several layers have begins with the layer's name."""
        return self._labels[f"{layer.name}.{label}" if self._is_shared(label) else label]

    def attribute(self, layer: Layer, attribute: Attribute) -> str:
        """The name of an attribute."""
        several = sum(
            attribute.name == a.name for x in self.export.layers for a in x.region_attributes
        )
        return f"{layer.name}_{attribute.name}" if several > 1 else attribute.name

    def values(self, layer: Layer, attribute: Attribute) -> dict[str, str]:
        """The names of the values of an attribute; {} for free text."""
        return safe_names(self.export.schema.values(layer, attribute.name))

    @cached_property
    def relations(self) -> dict[str, str]:
        """The names of relations."""
        return safe_names(r.id for layer in self.export.layers for r in layer.relations)

    def configuration(self) -> str:
        """The content of `annotation.conf`."""
        layers = self.export.layers
        entities = [self.label(x, label) for x in layers for label in x.label_ids]
        relations = [f"{name} Arg1:<ENTITY>, Arg2:<ENTITY>" for name in self.relations.values()]
        attributes = [
            f"{self.attribute(x, a)} Arg:{'|'.join(self.label(x, y) for y in x.label_ids)},"
            f" Value:{'|'.join(values.values())}"
            for x in layers
            for a in x.region_attributes
            if (values := self.values(x, a))
        ]
        parts = {
            "entities": entities,
            "relations": relations,
            "events": [],
            "attributes": attributes,
        }
        return "\n".join(f"[{name}]\n" + "".join(f"{x}\n" for x in parts[name]) for name in parts)
