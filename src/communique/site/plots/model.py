"""What a plot shows, as plain data, and the table of the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption. The first column names the row; `links` are its addresses, one for
    each row, or none at all. Columns of numbers stand at the right.
    """

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    links: Sequence[str] = ()

    @property
    def numeric(self) -> list[int]:
        """The columns that hold numbers."""
        return [
            n
            for n in range(1, len(self.head))
            if any(not isinstance(row[n], str) for row in self.rows)
        ]


@dataclass(frozen=True, slots=True)
class BarRow:
    """A label and one number, not below 0, for each series. `link` says more of the label."""

    label: str
    values: Sequence[float]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars in groups: a group for each row, a bar (or a part of one) for each series.

    `unit` says what the numbers are, for example `documents`; `what` heads the column of labels.
    """

    title: str
    what: str
    unit: str
    series: Sequence[str]
    rows: Sequence[BarRow]

    def __post_init__(self) -> None:
        if any(len(row.values) != len(self.series) for row in self.rows):
            raise ValueError("every row needs one value for each series")
        if any(value < 0 for row in self.rows for value in row.values):
            raise ValueError("a bar cannot be shorter than nothing")

    @property
    def table(self) -> Table:
        """The same numbers, with a sum if there are several series."""
        several = len(self.series) > 1
        head = [self.what, *self.series, *(["all"] if several else [])]
        rows = [
            [row.label, *row.values, *([sum(row.values)] if several else [])] for row in self.rows
        ]
        links = [row.link for row in self.rows] if any(row.link for row in self.rows) else []
        return Table(f"{self.title} ({self.unit})", head, rows, links)


@dataclass(frozen=True, slots=True)
class DotRow:
    """A value with up to two intervals, or the reason why there is none.

    `wide` is drawn as a thin line with ends, `narrow` as a thick bar. `cells` are the further
    cells of the row in the table.
    """

    label: str
    value: float | None
    narrow: tuple[float, float] | None = None
    wide: tuple[float, float] | None = None
    reason: str = ""
    cells: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Dots:
    """Dots on one scale that ends at 1. `marks` are places of the scale with a dashed line.

    `names` are those of the narrow and of the wide interval. `head` are the columns of `cells`.
    """

    title: str
    what: str
    unit: str
    names: tuple[str, str]
    rows: Sequence[DotRow]
    marks: Sequence[float] = ()
    head: Sequence[str] = ()

    @property
    def table(self) -> Table:
        """The same numbers, three digits each."""
        head = [self.what, self.unit, *self.names, *self.head]
        rows = [
            [
                row.label,
                row.reason if row.value is None else f"{row.value:.3f}",
                ends(row.narrow),
                ends(row.wide),
                *row.cells,
            ]
            for row in self.rows
        ]
        return Table(self.title, head, rows)


@dataclass(frozen=True, slots=True)
class Grid:
    """How often two values met: a row and a column for each value.

    `counts[i][j]` with j > i is not used if `symmetric`: the order of the two values is unknown.
    """

    title: str
    what: str
    values: Sequence[str]
    counts: Sequence[Sequence[int]]
    symmetric: bool = True

    @property
    def table(self) -> Table:
        """The same numbers; cells that are not used are empty."""
        head = [self.what, *(str(n + 1) for n in range(len(self.values)))]
        rows: list[list[Cell]] = [
            [
                f"{i + 1} {value}",
                *(n if self.is_used(i, j) else "" for j, n in enumerate(self.counts[i])),
            ]
            for i, value in enumerate(self.values)
        ]
        return Table(self.title, head, rows)

    def is_used(self, row: int, column: int) -> bool:
        """Whether the cell has a number."""
        return column <= row or not self.symmetric


def ends(interval: tuple[float, float] | None) -> str:
    """The ends of an interval; empty without one."""
    return f"{interval[0]:.3f} to {interval[1]:.3f}" if interval else ""
