"""The labels and values of an older state under the names of the current schema."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from communique.records import Values
from communique.schema import Layer, Schema, Value, former_names
from communique.versions.entry import Entry

_ASKED = "attribute"  # what a value of the whole document answers


class FormerNames:
    """Renames what `formerly` names in a schema. Other names stay."""

    def __init__(self, schema: Schema) -> None:
        self._layers = {layer.name: layer for layer in schema.layers}
        self._schema = schema

    def present(self, entry: Entry) -> Entry:
        """Return the entry under the current names."""
        layer = self._layers.get(entry.config)
        if layer is None or not self._names[layer.name]:
            return entry
        names = self._names[layer.name]
        asked = str(entry.attributes.get(_ASKED, ""))
        own = names.get(asked, {})
        label = entry.label and own.get(entry.label, entry.label)
        values = {
            name: _renamed(value, names.get(name, {})) for name, value in entry.attributes.items()
        }
        return replace(entry, label=label, attributes=values, identity=label)

    @cached_property
    def _names(self) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        """By layer and attribute (empty for the label): each former name and its present one."""
        return {name: dict(self._of(layer)) for name, layer in self._layers.items()}

    def _of(self, layer: Layer) -> dict[str, dict[str, str]]:
        lists: dict[str, tuple[Value, ...]] = {"": layer.labels, layer.name: layer.labels}
        for attribute in layer.attributes:
            lists[attribute.name] = self._schema.entries(layer, attribute)
            if attribute.for_each:
                lists[attribute.key_column] = self._schema.entries(layer, attribute.for_each)
        named = {name: former_names(values) for name, values in lists.items()}
        return {name: former for name, former in named.items() if former}


def _renamed(value: Values, names: Mapping[str, str]) -> Values:
    if isinstance(value, str):
        return names.get(value, value)
    return tuple(names.get(one, one) for one in value)
