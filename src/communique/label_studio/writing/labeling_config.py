"""The page of a layer: the Label Studio config, rendered from the schema.

Every choice gets a hotkey or a dummy key. Without one, Label Studio would choose a key itself, and
a stray letter could change the form.
"""

from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from communique.label_studio.writing.hotkeys import NO_HOTKEY, digit
from communique.label_studio.writing.page_form import Choice, form
from communique.schema import Layer, Schema, layer_as_of

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


def render_page(schema: Schema, layer: Layer, *, adjudication: bool = False) -> str:
    """The label config of a layer as XML, with the labels and values of the current guideline.

    For an adjudicator it also shows the open values, and has no short lists.
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
            region_controls=form(schema, layer, "region", short_lists=not adjudication),
            document_controls=form(schema, layer, "document"),
        )
        + "\n"
    )


def page_hotkeys(schema: Schema, layer: Layer) -> list[str]:
    """The hotkeys of all labels and choices on the page of a layer, without its short lists."""
    schema, layer = layer_as_of(schema, layer)
    forms = form(schema, layer, "region") + form(schema, layer, "document")
    choices = [choice for page in forms for choice in page.choices]
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
        Choice(v.id, v.definition, v.hotkey or digit(i), v.color or PALETTE[i % len(PALETTE)])
        for i, v in enumerate(layer.labels)
    ]
