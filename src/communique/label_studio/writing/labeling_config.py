"""The page of a layer: the Label Studio config, rendered from the schema.

Every choice gets a hotkey or a dummy key. Without one, Label Studio would choose a key itself, and
a stray letter could change the form.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from communique.label_studio.controls import TEXT, Control, controls
from communique.schema import Attribute, Layer, Schema, layer_as_of

NO_HOTKEY: Final = "alt+shift+f9"
PALETTE: Final = (
    "#1f77b4",
    "#ff7f0e",
    "#2ca02c",
    "#d62728",
    "#9467bd",
    "#8c564b",
    "#e377c2",
    "#7f7f7f",
    "#bcbd22",
    "#17becf",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One label or choice as the page shows it."""

    id: str
    definition: str
    hotkey: str
    color: str = "#7f7f7f"


@dataclass(frozen=True, slots=True)
class PageControl:
    """One form control as the template writes it."""

    title: str
    kind: str
    attributes: dict[str, str]
    when: dict[str, str]
    choices: tuple[Choice, ...]

    @property
    def quiet(self) -> bool:
        """Whether no choice has a real hotkey."""
        return all(choice.hotkey == NO_HOTKEY for choice in self.choices)


def render_page(schema: Schema, layer: Layer, *, adjudication: bool = False) -> str:
    """The label config of a layer as XML, with the labels and values of the present guideline.

    For an adjudicator it also shows the open values.
    """
    schema, layer = layer_as_of(schema, layer)
    return (
        _template().render(
            unit=layer.unit,
            adjudication=adjudication,
            relations=[label.id for label in layer.relations],
            granularity=layer.granularity,
            label_control=layer.control,
            labels=_labels(layer),
            units=[Choice(u, "", NO_HOTKEY) for u in layer.units],
            region_controls=_forms(schema, layer, "region"),
            document_controls=_forms(schema, layer, "document"),
        )
        + "\n"
    )


def page_hotkeys(schema: Schema, layer: Layer) -> list[str]:
    """The hotkeys of all labels and choices on the page of a layer."""
    schema, layer = layer_as_of(schema, layer)
    forms = _forms(schema, layer, "region") + _forms(schema, layer, "document")
    choices = [choice for form in forms for choice in form.choices]
    shown = _labels(layer) if layer.unit == "span" else []
    return [c.hotkey for c in (*shown, *choices) if c.hotkey != NO_HOTKEY]


def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("communique", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=False,
    )
    return environment.get_template("page.xml.j2")


def _labels(layer: Layer) -> list[Choice]:
    return [
        Choice(v.id, v.definition, v.hotkey or _digit(i), v.color or PALETTE[i % len(PALETTE)])
        for i, v in enumerate(layer.labels)
    ]


def _digit(index: int) -> str:
    return str(index + 1) if index < 9 else NO_HOTKEY


def _forms(schema: Schema, layer: Layer, level: str) -> list[PageControl]:
    known = controls(schema, layer)
    way_out = next((name for name, c in known.items() if c.skips_document), None)
    return [
        _form(schema, layer, c, c.attribute, way_out)
        for c in known.values()
        if c.attribute is not None and c.level == level
    ]


def _form(
    schema: Schema, layer: Layer, control: Control, attribute: Attribute, way_out: str | None
) -> PageControl:
    when = _when(layer, attribute, way_out)
    choices = tuple(_choices(schema, layer, attribute, control))
    attributes = {"name": control.name, "toName": TEXT, **_how_many(attribute, control.kind)}
    attributes |= {"perRegion": "true", **when} if attribute.level == "region" else when
    if attribute.required is True:
        attributes |= {"required": "true", "requiredMessage": f"{control.name} is missing"}
    return PageControl(_title(control), control.kind, attributes, when, choices)


def _title(control: Control) -> str:
    name = control.attribute.name if control.attribute else control.name
    return (control.key or name).replace("_", " ")


def _when(layer: Layer, attribute: Attribute, way_out: str | None) -> dict[str, str]:
    """The conditions under which the control is shown. A hidden control requires no value."""
    if attribute.level == "document":
        demands = attribute.required is True and way_out
        return {"visibleWhen": "choice-unselected", "whenTagName": way_out or ""} if demands else {}
    if layer.unit != "span":
        return {}
    when = {"visibleWhen": "region-selected", "whenTagName": layer.control}
    return {**when, "whenLabelValue": ",".join(attribute.labels)} if attribute.labels else when


def _how_many(attribute: Attribute, kind: str) -> dict[str, str]:
    if kind == "textarea":
        return {}
    if kind == "taxonomy":
        return {} if attribute.many else {"maxUsages": "1"}
    inline = "true" if attribute.level == "document" else "false"
    return {"choice": "multiple" if attribute.many else "single-radio", "showInline": inline}


def _choices(
    schema: Schema, layer: Layer, attribute: Attribute, control: Control
) -> Iterable[Choice]:
    has_keys = _has_hotkeys(layer, attribute)
    for index, value in enumerate(schema.entries(layer, attribute)):
        key = value.hotkey if has_keys else None
        if key is None and attribute.level == "region" and _has_digits(layer, attribute):
            key = _digit(index)
        if key and key != NO_HOTKEY and layer.unit == "block" and control.name == layer.control:
            key = f"shift+{key}"
        yield Choice(value.id, value.hint, key or NO_HOTKEY)


def _has_hotkeys(layer: Layer, attribute: Attribute) -> bool:
    """A key has one meaning on a page: of the controls that offer the same list the first has its
    keys, and none where each entry of a list has a control.
    """
    if attribute.for_each is not None:
        return False
    if attribute.values:
        return True
    if attribute.source == "labels":
        return attribute.level == "region"
    return attribute is next(a for a in layer.attributes if a.source == attribute.source)


def _has_digits(layer: Layer, attribute: Attribute) -> bool:
    """Whether choices get digits: in a block layer the labels are choices of the form."""
    return layer.unit == "block" and attribute.source == "labels"
