"""A grid of counts: the darker a cell, the more often its two values met."""

from typing import Final

from communique.site.plots.drawing import Drawing, Rect, Words
from communique.site.plots.model import Grid
from communique.site.plots.words import LINE, width, wrapped

CELL: Final = 26
SHADES: Final = 5
_NAMES: Final = 190  # the most room of the names at the left


def grid(data: Grid) -> Drawing:
    """Names at the left with a number each, the same numbers above the columns.

    A cell off the diagonal has one of five shades by its share of the largest such cell, and its
    count as text. Cells of the diagonal have a border and no shade.
    """
    names = [wrapped(f"{i + 1} {name}", _NAMES) for i, name in enumerate(data.values)]
    left = max((width(line) for lines in names for line in lines), default=0.0) + 8
    drawing = Drawing(data.title, _desc(data), width=left + CELL * len(data.values) + 2)
    for j in range(len(data.values)):
        drawing.words.append(Words(_middle(left, j), LINE - 4, str(j + 1), "middle", "tick"))
    drawing.height = float(LINE)
    top = max((n for i, j, n in _cells(data) if i != j), default=0)
    for i, lines in enumerate(names):
        tall = max(float(CELL), LINE * len(lines) + 6.0)
        for number, line in enumerate(lines):
            y = drawing.height + tall / 2 + 4 + LINE * (number - (len(lines) - 1) / 2)
            drawing.words.append(Words(0, y, line))
        for j, n in enumerate(data.counts[i]):
            if data.is_used(i, j):
                _cell(drawing, left + CELL * j, tall, n, shade(n, top, same=i == j))
        drawing.height += tall
    drawing.height += 2
    return drawing


def shade(count: int, top: int, *, same: bool) -> str:
    """The kind of a cell: `same`, or `shade0` (nothing) to `shade5` (the largest)."""
    if same:
        return "same"
    return f"shade{-(-count * SHADES // top) if count else 0}"


def _cell(drawing: Drawing, x: float, tall: float, n: int, kind: str) -> None:
    drawing.rects.append(Rect(x, drawing.height, CELL, tall, kind, None, n))
    words = Words(x + CELL / 2, drawing.height + tall / 2 + 4, str(n), "middle", f"in-{kind}")
    drawing.words.append(words)


def _middle(left: float, column: int) -> float:
    return left + CELL * column + CELL / 2


def _cells(data: Grid) -> list[tuple[int, int, int]]:
    return [
        (i, j, n)
        for i, row in enumerate(data.counts)
        for j, n in enumerate(row)
        if data.is_used(i, j)
    ]


def _desc(data: Grid) -> str:
    return (
        f"A grid with a row and a column for each {data.what}. A cell has the number of times that"
        " the two values met. The table has the same numbers."
    )
