"""Horizontal bars: one for each series below a label, or one that is divided between them."""

from typing import Final

from communique.site.plots.drawing import PATTERNS, Drawing, Rect, Stroke, Words
from communique.site.plots.model import Bars
from communique.site.plots.words import width

BAR: Final = 12
_GAP: Final = 3
_AFTER: Final = 8  # between two groups


def number(value: float) -> str:
    """A count without a fraction, else one digit after the point."""
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}"


def bars(data: Bars) -> Drawing:
    """A bar for each number. All bars have one scale, which begins at 0."""
    drawing = Drawing(data.title, _desc(data))
    drawing.legend(data.series)
    top = max((v for row in data.rows for v in row.values), default=0)
    room = _room(drawing, top)
    for row in data.rows:
        drawing.write(row.label, kind="label")
        begin = drawing.height
        for series, value in enumerate(row.values):
            y = drawing.height
            length = value / top * room if top else 0.0
            if value:
                pattern = series % PATTERNS
                drawing.rects.append(Rect(0, y, length, BAR, "bar", pattern, value))
            drawing.words.append(Words(length + 5, y + BAR - 2, number(value), kind="number"))
            drawing.height += BAR + _GAP
        drawing.strokes.append(Stroke(0, begin - 1, 0, drawing.height - _GAP + 1, "axis"))
        drawing.height += _AFTER
    return drawing


def stacked(data: Bars) -> Drawing:
    """A bar for each row, divided between the series. All bars have one scale."""
    drawing = Drawing(data.title, _desc(data))
    drawing.legend(data.series)
    top = max((sum(row.values) for row in data.rows), default=0)
    room = _room(drawing, top)
    for row in data.rows:
        drawing.write(row.label, kind="label")
        y, x = drawing.height, 0.0
        for series, value in enumerate(row.values):
            if value:
                length = value / top * room
                pattern = series % PATTERNS
                drawing.rects.append(Rect(x, y, length, BAR + 4, "bar", pattern, value))
                x += length
        total = number(sum(row.values))
        drawing.words.append(Words(x + 5, y + BAR, total, kind="number"))
        drawing.strokes.append(Stroke(0, y - 1, 0, y + BAR + 5, "axis"))
        drawing.height += BAR + 4 + _AFTER
    return drawing


def _room(drawing: Drawing, top: float) -> float:
    """The length of the longest bar: its number stands after it."""
    return drawing.width - 12 - width(number(top))


def _desc(data: Bars) -> str:
    several = f" for each of {', '.join(data.series)}" if len(data.series) > 1 else ""
    return f"Bars of {data.unit} by {data.what}{several}. The table has the same numbers."
