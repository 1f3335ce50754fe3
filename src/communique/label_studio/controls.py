"""The controls of a layer's page: the name of each, and what an annotator answers in it."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from communique.schema import RELATIONS, Attribute, Entry, Layer, Schema

TEXT: Final = "text"
UNIT: Final = "unit"
SEARCHABLE_FROM: Final = 16
Role = Literal["label", "unit", "attribute", "relation"]
ControlType = Literal["labels", "choices", "taxonomy", "textarea"]
ROW_TYPES: Final = {
    "labels": "labels",
    "choices": "choices",
    "taxonomy": "taxonomy",
    "textarea": "text",
}
OTHER_CONTROLS: Final = {
    tag.lower(): tag
    for tag in (
        *("Rating", "Number", "DateTime", "Ranker", "Pairwise", "Table", "List", "Magicwand"),
        *("Rectangle", "RectangleLabels", "Ellipse", "EllipseLabels", "Polygon", "PolygonLabels"),
        *("KeyPoint", "KeyPointLabels", "Brush", "BrushLabels", "Bitmask", "BitmaskLabels"),
        *("Vector", "VectorLabels", "Video", "VideoRectangle", "VideoVector", "TimelineLabels"),
        *("TimeSeriesLabels", "HyperText", "HyperTextLabels", "Paragraphs", "ParagraphLabels"),
        *("Audio", "ChatMessage", "ReactCode", "Custom"),
    )
}  # controls of Label Studio that no layer has, by the type of their rows


@dataclass(frozen=True, slots=True)
class ShortList:
    """A second control for the values of an attribute that the document names itself.

    With a `label` it is for regions of that label, and lists entries of that type only. What is
    chosen in it is a value of the attribute, as if it was chosen in the attribute's own control.
    """

    name: str
    label: str | None = None

    @property
    def data_key(self) -> str:
        """The key of the task's `data` that holds the choices."""
        return f"named_{self.name}"


@dataclass(frozen=True, slots=True)
class Control:
    """One control: a region label, a ready-made block, an attribute, or the relations of regions.

    `key` is set if the attribute has one control for each value of its `for_each`. Rows of
    relations name no control. `kind` is the type of the rows that the page writes; a long list is
    a searchable taxonomy, unless each of its values has a hotkey. `formerly` are its names in
    older exports, the oldest first. `short_lists` are controls for the same attribute with fewer
    values.
    """

    name: str
    role: Role
    attribute: Attribute | None = None
    key: str | None = None
    kind: ControlType = "labels"
    formerly: tuple[str, ...] = ()
    short_lists: tuple[ShortList, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names under which an export may have its rows."""
        return (*self.formerly, *(short.name for short in self.short_lists), self.name)

    @property
    def first_name(self) -> str:
        """The name that it had first; ids of records hang on it."""
        return self.formerly[0] if self.formerly else self.name

    @property
    def first_key(self) -> str | None:
        """The key that it had first."""
        if self.key is None:
            return None
        return self.first_name[len(self.name) - len(self.key) :]

    @property
    def level(self) -> str:
        """What it describes: `region`, or `document` for the whole document."""
        return self.attribute.level if self.attribute else "region"

    @property
    def skips_document(self) -> bool:
        """Whether a document with a value of this control counts as skipped."""
        return self.attribute is not None and self.attribute.skips_document


def label_attribute(layer: Layer) -> Attribute:
    """The label of a block layer, as an attribute with a single choice."""
    return Attribute(name=layer.control, registry="labels", required=True)


def controls(schema: Schema, layer: Layer) -> dict[str, Control]:
    """The controls of the layer's page by name, in the order of the schema."""
    listed = [_label_control(layer)]
    if layer.unit == "block":
        label = label_attribute(layer)
        listed.append(Control(layer.control, "attribute", label, kind=_kind(schema, layer, label)))
    if layer.relations:
        listed.append(Control(RELATIONS, "relation"))
    for attribute in (*layer.region_attributes, *layer.document_attributes):
        listed += _attribute_controls(schema, layer, attribute)
    return {c.name: c for c in listed if c.name}


def _label_control(layer: Layer) -> Control:
    if layer.unit == "block":
        return Control(UNIT, "unit")
    return Control(layer.control if layer.unit == "span" else "", "label")


def _attribute_controls(schema: Schema, layer: Layer, attribute: Attribute) -> list[Control]:
    name = attribute.control or attribute.name
    kind = _kind(schema, layer, attribute)
    if attribute.for_each is None:
        short_lists = _short_lists(schema, layer, attribute) if kind == "taxonomy" else ()
        return [Control(name, "attribute", attribute, kind=kind, short_lists=short_lists)]
    return [
        Control(
            f"{name}__{entry.id}",
            "attribute",
            attribute,
            entry.id,
            kind,
            tuple(f"{name}__{former}" for former in entry.formerly),
        )
        for entry in schema.entries(layer, attribute.for_each)
    ]


def _kind(schema: Schema, layer: Layer, attribute: Attribute) -> ControlType:
    if attribute.type == "text":
        return "textarea"
    entries = schema.entries(layer, attribute)
    is_long = len(entries) >= SEARCHABLE_FROM and not all(e.hotkey for e in entries)
    return "taxonomy" if is_long else "choices"


def _short_lists(schema: Schema, layer: Layer, attribute: Attribute) -> tuple[ShortList, ...]:
    """One list for each label that is the type of an entry; one for all if the entries have none.

    The names of controls are `<control>__<label>` and `<control>__named`.
    """
    entries = [e for e in schema.entries(layer, attribute) if isinstance(e, Entry) and e.name]
    if layer.unit != "span" or attribute.level != "region" or not entries:
        return ()
    name = attribute.control or attribute.name
    types = {entry.type for entry in entries}
    labels = [x for x in layer.label_ids if x in types and attribute.applies_to(x)]
    if labels:
        return tuple(ShortList(f"{name}__{x}", x) for x in labels if re.fullmatch(r"\w+", x))
    return (ShortList(f"{name}__named"),)
