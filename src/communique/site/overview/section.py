"""A part of the overview: sentences, and plots beside their tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from communique.site.plots import Bars, Dots, Drawing, Grid, Table, bars, dots, grid, stacked

Plotted = Bars | Dots | Grid
STACKED_AT_MOST: Final = 6  # series that have a pattern of their own


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn and its table. A stacked plot has a bar for each row, else for each series.

    A plot that is `further` is closed until somebody opens it.
    """

    data: Plotted | Table
    is_stacked: bool = False
    further: bool = False

    @property
    def title(self) -> str:
        """What it shows."""
        return self.table.caption

    @property
    def drawing(self) -> Drawing | None:
        """The picture; None for a table alone."""
        if isinstance(self.data, Table):
            return None
        if isinstance(self.data, Dots):
            return dots(self.data)
        if isinstance(self.data, Grid):
            return grid(self.data)
        return stacked(self.data) if self.is_stacked else bars(self.data)

    @property
    def table(self) -> Table:
        """The same numbers."""
        return self.data if isinstance(self.data, Table) else self.data.table


@dataclass(frozen=True, slots=True)
class Section:
    """`key` is its anchor, `notes` are the sentences above its plots."""

    key: str
    title: str
    notes: Sequence[str]
    plots: Sequence[Plot] = ()
