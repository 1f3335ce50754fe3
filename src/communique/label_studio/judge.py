"""One region against the schema and the text: every fault it has, or the values it carries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from communique.label_studio.controls import Control
from communique.label_studio.echo import Unit
from communique.label_studio.placing import edges, place
from communique.label_studio.rows import Fault, Region
from communique.records import Values
from communique.schema import Attribute, Layer, Schema


@dataclass(frozen=True, slots=True)
class Judged:
    """A sound region: its range in the text it was made on, label and attributes."""

    start: int
    end: int
    label: str
    attributes: Mapping[str, Values]


@dataclass(frozen=True, slots=True)
class Judge:
    """What regions of one layer are held against."""

    schema: Schema
    layer: Layer
    controls: Mapping[str, Control]

    def region(self, region: Region, text: str, unit: Unit) -> tuple[Judged | None, list[Fault]]:
        """The region's decision, or its faults."""
        span, faults = place(region, text, unit)
        if span:
            faults += edges(text[span[0] : span[1]])
        label, label_faults = self._label(region)
        faults += label_faults
        attributes: dict[str, Values] = {}
        if label is not None and label in self.layer.label_ids:
            surface = text[span[0] : span[1]] if span else None
            attributes, attribute_faults = self._attributes(region, label, surface)
            faults += attribute_faults
        faults = [*region.faults, *faults, *_relation_faults(region, self.layer)]
        if faults or span is None or label is None:
            return None, faults
        return Judged(*span, label, attributes), []

    def _label(self, region: Region) -> tuple[str | None, list[Fault]]:
        if self.layer.unit != "block":
            return _one_label(region, self.layer.label_ids)
        _, faults = _one_label(region, self.layer.units)
        control = self.controls[self.layer.control]
        given = region.values.get(control.name, [])
        if not given:
            return None, [*faults, ("missing-attribute", f"no {control.name}")]
        faults += self._value_faults(control, given)
        return (given[0] if given[0] in self.layer.label_ids else None), faults

    def _attributes(
        self, region: Region, label: str, surface: str | None
    ) -> tuple[dict[str, Values], list[Fault]]:
        faults: list[Fault] = []
        found: dict[str, Values] = {}
        for control in self._region_controls():
            attribute = control.attribute
            if attribute is None:
                continue
            given = self._ordered(attribute, region.values.get(control.name, []))
            needed = self._required(attribute, label, surface, region)
            if given:
                faults += self._given_faults(control, given, label, needed)
                found[attribute.name] = tuple(given) if attribute.many else given[0]
            elif needed:
                faults.append(("missing-attribute", f"no {control.name}"))
        return found, faults

    def _region_controls(self) -> Iterator[Control]:
        for control in self.controls.values():
            own = self.layer.unit == "block" and control.name == self.layer.control
            if control.attribute and control.level == "region" and not own:
                yield control

    def _given_faults(
        self, control: Control, given: list[str], label: str, needed: bool | None
    ) -> list[Fault]:
        attribute = control.attribute
        if attribute is None:
            return []
        faults = self._value_faults(control, given)
        only_when = isinstance(attribute.required, Mapping) and attribute.only_when_required
        if not attribute.applies_to(label) or (only_when and needed is False):
            faults.append(("attribute-not-allowed", f"{control.name} is not for this region"))
        if attribute.contains_label and label not in given:
            faults.append(("wrong-cardinality", f"{label!r} is not among {control.name}"))
        return faults

    def _required(
        self, attribute: Attribute, label: str, surface: str | None, region: Region
    ) -> bool | None:
        """Whether the attribute must be given; None if that hangs on a surface not known."""
        if isinstance(attribute.required, bool):
            return attribute.required and attribute.applies_to(label)
        if surface is None and "metonym" in attribute.required:
            return None
        facts: dict[str, list[str]] = {
            "label": [label],
            "metonym": ["true" if surface in self.schema.metonyms else "false"],
        }
        for control in self._region_controls():
            if control.attribute:
                facts[control.attribute.name] = region.values.get(control.name, [])
        met = all(set(facts.get(k, [])) & set(v) for k, v in attribute.required.items())
        return met and attribute.applies_to(label)

    def document(self, region: Region) -> Iterator[tuple[Control, list[str], list[Fault]]]:
        """Each document control with its values in schema order, and its faults."""
        for control in self.controls.values():
            attribute = control.attribute
            if attribute is None or control.level != "document":
                continue
            given = region.values.get(control.name, [])
            faults = self._value_faults(control, given) if given else []
            if not given and attribute.required is True:
                faults = [("missing-attribute", f"no {control.name}")]
            yield control, self._ordered(attribute, given), faults

    def _value_faults(self, control: Control, given: list[str]) -> list[Fault]:
        attribute = control.attribute
        if attribute is None or attribute.type == "text":
            return []
        known = self._known(attribute)
        faults: list[Fault] = [
            ("unknown-value", f"{control.name}: {value!r} is not in the schema")
            for value in given
            if value not in known
        ]
        return faults + _cardinality(control.name, attribute, given)

    def _known(self, attribute: Attribute) -> tuple[str, ...]:
        if attribute.values:
            return tuple(v.id for v in attribute.values)
        return self.schema.values(self.layer, attribute.source or "")

    def _ordered(self, attribute: Attribute, given: list[str]) -> list[str]:
        if attribute.type == "text":
            return ["\n".join(given)] if given else []
        rank = {value: i for i, value in enumerate(self._known(attribute))}
        return sorted(dict.fromkeys(given), key=lambda v: (rank.get(v, len(rank)), v))


def _relation_faults(region: Region, layer: Layer) -> list[Fault]:
    known = {label.id for label in layer.relations}
    return [
        ("unknown-label", f"relation {label!r} is not in the schema")
        if label
        else ("missing-label", f"the relation to {to} has no label")
        for label, to in region.relations
        if label not in known
    ]


def _one_label(region: Region, known: tuple[str, ...]) -> tuple[str | None, list[Fault]]:
    if not region.labels:
        return None, [("missing-label", "the region has no label")]
    faults: list[Fault] = [
        ("unknown-label", f"label {label!r} is not in the schema")
        for label in region.labels
        if label not in known
    ]
    if region.label_rows > 1:
        faults.append(("duplicate-region", "one id under several label rows"))
    elif len(region.labels) > 1:
        faults.append(("wrong-cardinality", f"{len(region.labels)} labels on one region"))
    return region.labels[0], faults


def _cardinality(name: str, attribute: Attribute, given: list[str]) -> list[Fault]:
    most = attribute.max if attribute.many else 1
    if len(given) < attribute.min or (most is not None and len(given) > most):
        wanted = f"{attribute.min or 1} to {most}" if most else f"{attribute.min} or more"
        return [("wrong-cardinality", f"{name}: {len(given)} values, expected {wanted}")]
    if len(given) > 1 and set(given) & set(attribute.exclusive):
        return [("wrong-cardinality", f"{name}: {', '.join(attribute.exclusive)} stands alone")]
    return []
