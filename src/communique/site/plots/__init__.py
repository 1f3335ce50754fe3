"""Plots as SVG, each beside a table of the same numbers. Pure functions on plain data."""

from communique.site.plots.bars import bars, stacked
from communique.site.plots.drawing import Drawing
from communique.site.plots.grid import grid
from communique.site.plots.intervals import dots
from communique.site.plots.model import BarRow, Bars, DotRow, Dots, Grid, Table
from communique.site.plots.render import figure, svg, tabled

__all__ = [
    "BarRow",
    "Bars",
    "DotRow",
    "Dots",
    "Drawing",
    "Grid",
    "Table",
    "bars",
    "dots",
    "figure",
    "grid",
    "stacked",
    "svg",
    "tabled",
]
