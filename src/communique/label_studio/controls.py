"""The controls of a layer's page: which name carries which decision."""

from dataclasses import dataclass
from typing import Final, Literal

from communique.schema import Attribute, Layer, Schema

TEXT: Final = "text"
UNIT: Final = "unit"
Role = Literal["label", "unit", "attribute"]
ROW_TYPES: Final = {
    "labels": "labels",
    "choices": "choices",
    "taxonomy": "taxonomy",
    "textarea": "text",
}


@dataclass(frozen=True, slots=True)
class Control:
    """One named control: a region label, a ready-made unit, or an attribute (`key` of its `per`)."""

    name: str
    role: Role
    attribute: Attribute | None = None
    key: str | None = None

    @property
    def level(self) -> str:
        """Whether it speaks of a region or of the whole document."""
        return self.attribute.level if self.attribute else "region"


def label_attribute(layer: Layer) -> Attribute:
    """The label of a block layer as the single choice that its page offers."""
    return Attribute(name=layer.control, registry="labels", required=True)


def controls(schema: Schema, layer: Layer) -> dict[str, Control]:
    """Every control of the layer's page by name, in the order of the schema."""
    found = [_label_control(layer)]
    if layer.unit == "block":
        found.append(Control(layer.control, "attribute", label_attribute(layer)))
    for attribute in (*layer.region_attributes, *layer.document_attributes):
        found += _attribute_controls(schema, layer, attribute)
    return {c.name: c for c in found if c.name}


def _label_control(layer: Layer) -> Control:
    if layer.unit == "block":
        return Control(UNIT, "unit")
    return Control(layer.control if layer.unit == "span" else "", "label")


def _attribute_controls(schema: Schema, layer: Layer, attribute: Attribute) -> list[Control]:
    name = attribute.control or attribute.name
    if attribute.per is None:
        return [Control(name, "attribute", attribute)]
    keys = schema.values(layer, attribute.per)
    return [Control(f"{name}__{key}", "attribute", attribute, key) for key in keys]
