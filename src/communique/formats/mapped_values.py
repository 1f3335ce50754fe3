"""Values of attributes of other tools under the names of the schema."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from communique.formats.foreign import Reading
from communique.formats.label_map import LayerMap
from communique.schema import Layer, Schema


@dataclass(frozen=True, slots=True)
class ValueMapper:
    """Maps values. `unmapped` counts those that the map or the schema does not have."""

    schema: Schema
    reading: Reading
    unmapped: Counter[str]

    def mapped(
        self, entry: LayerMap, layer: Layer, given: Mapping[str, tuple[str, ...]]
    ) -> dict[str, tuple[str, ...]]:
        """Their values of one annotation as ours."""
        values: dict[str, tuple[str, ...]] = {}
        for name, theirs in given.items():
            rule = entry.attributes.get(name)
            if rule is None:
                self.reading.lose("attribute", len(theirs))
                continue
            ours = [v for t in theirs for v in self._mapped(rule.values, name, t)]
            values[rule.name] = (*values.get(rule.name, ()), *ours)
        return self.known(layer, values)

    def _mapped(
        self, values: Mapping[str, str | None] | None, name: str, value: str
    ) -> Iterator[str]:
        if values is None:
            yield value
        elif value not in values:
            self._missing(value, name)
        elif (ours := values[value]) is not None:
            yield ours
        else:
            self.reading.lose("attribute")

    def known(
        self, layer: Layer, given: Mapping[str, tuple[str, ...]]
    ) -> dict[str, tuple[str, ...]]:
        """The values that the schema has, one for an attribute that has one."""
        known = {a.name: a for a in layer.region_attributes}
        kept: dict[str, tuple[str, ...]] = {}
        for name, values in given.items():
            attribute = known.get(name)
            if attribute is None:
                self.reading.lose("attribute", len(values))
                continue
            listed = list(dict.fromkeys(values))
            if attribute.type != "text":
                allowed = self.schema.values(layer, name)
                for value in listed:
                    if value not in allowed:
                        self._missing(value, name)
                if not attribute.many:
                    self.reading.lose("attribute", max(len(listed) - 1, 0))
                    listed = listed[:1]
            if listed:
                kept[name] = tuple(listed)
        return kept

    def _missing(self, value: str, name: str) -> None:
        shown = f"{value} of {name}"
        self.unmapped[f"value {shown!r}"] += 1
