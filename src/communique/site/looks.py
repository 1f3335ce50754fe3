"""How layers and labels look: a kind of mark for each layer, a colour for each label."""

from collections.abc import Iterator
from functools import cached_property
from typing import Final, NamedTuple

from communique.schema import Layer, Schema
from communique.site.guide.anchors import label_link
from communique.site.page import Page

_PALETTE: Final = (
    *("#2563a8", "#a8480f", "#2b7d4f", "#7b3fa0", "#b0336b", "#7a6a1d"),
    *("#1f6f8b", "#c0392b", "#4a5a6a", "#8a5a2b"),
)
_PAPER: Final = {"light": "#fdfcf9", "dark": "#191815"}
_LINES: Final = ("line", "dots", "dashes")  # layers whose spans lie in each other
_AREAS: Final = ("tint", "box", "wave")  # layers of longer spans
_UNITS: Final = {"block": "unit", "document": "whole"}
_CONTRAST: Final = 4.6
_STEPS: Final = 40

Rgb = tuple[float, float, float]


class Look(NamedTuple):
    """A layer on the page: its number, its words, and the kind of mark that it has."""

    number: int
    layer: Layer
    kind: str

    @property
    def title(self) -> str:
        """The title of the layer."""
        return self.layer.title or self.layer.name

    def code(self, label: str) -> str:
        """Where the codebook defines a label."""
        return label_link(self.layer.name, label)

    def css(self, label: str) -> str:
        """The classes of a label: layer, kind of mark, colour."""
        ids = self.layer.label_ids
        colour = f" k{ids.index(label)}" if label in ids else ""
        return f"l{self.number} {self.kind}{colour}"


class Looks:
    """The looks of all layers of a schema, by name."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    @cached_property
    def by_name(self) -> dict[str, Look]:
        """The look of each layer, in schema order."""
        looks: dict[str, Look] = {}
        lines = areas = 0
        for number, layer in enumerate(self.schema.layers):
            kind = _UNITS.get(layer.unit, "")
            if layer.unit == "span" and layer.rows == "nested":
                kind, lines = _LINES[lines % len(_LINES)], lines + 1
            elif layer.unit == "span":
                kind, areas = _AREAS[areas % len(_AREAS)], areas + 1
            looks[layer.name] = Look(number, layer, kind)
        return looks

    def style(self) -> Page:
        """Return `labels.css`: the colour of every label, light and dark, and the switches."""
        light = "".join(self._colours("light"))
        dark = "".join(self._colours("dark"))
        switches = "".join(_switch(look) for look in self.by_name.values())
        css = f"{light}@media (prefers-color-scheme:dark){{\n{dark}}}\n{switches}"
        return Page("labels.css", css.encode("utf-8"))

    def _colours(self, theme: str) -> Iterator[str]:
        for look in self.by_name.values():
            for number, label in enumerate(look.layer.labels):
                own = label.color or _PALETTE[number % len(_PALETTE)]
                colour = readable_colour(own, _PAPER[theme])
                yield f".l{look.number}.k{number}{{--c:{colour}}}\n"


def _switch(look: Look) -> str:
    """Rules that put out a layer when its box is not checked."""
    off, own = f"body:has(#layer-{look.number}:not(:checked))", f".l{look.number}"
    quiet = "border-color:transparent;background:none;box-shadow:none;text-decoration:none"
    return (
        f"{off} mark{own}{{{quiet};outline-color:transparent}}\n"
        f"{off} mark{own}::before{{content:none}}\n"
        f"{off} :is(.note,.side){own}{{display:none}}\n"
    )


def readable_colour(colour: str, paper: str) -> str:
    """Return a colour as near as possible that can be read on the paper (WCAG, 4.5 to 1)."""
    own, ground = _rgb(colour), _rgb(paper)
    target = (0.0, 0.0, 0.0) if _luminance(ground) > 0.5 else (1.0, 1.0, 1.0)
    for step in range(_STEPS + 1):
        share = step / _STEPS
        mixed = _mix(own, target, share)
        if _contrast(mixed, ground) >= _CONTRAST:
            return _hex(mixed)
    return _hex(target)


def _mix(a: Rgb, b: Rgb, share: float) -> Rgb:
    x, y, z = (p + (q - p) * share for p, q in zip(a, b, strict=True))
    return x, y, z


def _rgb(colour: str) -> Rgb:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(d * 2 for d in digits)
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


def _hex(colour: Rgb) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def _luminance(colour: Rgb) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(a: Rgb, b: Rgb) -> float:
    low, high = sorted((_luminance(a), _luminance(b)))
    return (high + 0.05) / (low + 0.05)
