"""Write a drawing as SVG, and a plot as a figure with its table."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.filters import do_mark_safe as as_html

from communique.site.plots.drawing import Drawing
from communique.site.plots.model import Table
from communique.site.plots.words import shown


def svg(drawing: Drawing, key: str) -> str:
    """The drawing as an `svg` element; `key` makes its ids unique in a page. Text is escaped."""
    return as_html(_macros().svg(drawing, key))


def figure(drawing: Drawing, table: Table, key: str) -> str:
    """A `figure` element with the drawing and, beside it, the table of the same numbers."""
    return as_html(_macros().figure(drawing, table, key))


def tabled(table: Table, key: str) -> str:
    """A table alone, in an element that scrolls if the table is wide."""
    return as_html(_macros().tabled(table, key))


@cache
def _macros() -> Any:
    environment = Environment(
        loader=PackageLoader("communique", "templates/site"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = shown
    environment.filters["n"] = length
    environment.tests["count"] = _is_number
    return environment.get_template("plots.j2").module


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def length(value: float) -> str:
    """A place or a number with at most two digits after the point: short, and always the same."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
