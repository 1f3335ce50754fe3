"""Dots with intervals on one scale."""

from collections.abc import Sequence
from math import floor
from typing import Final

from communique.site.plots.drawing import Dot, Drawing, Rect, Stroke, Words
from communique.site.plots.model import DotRow, Dots

_LEFT: Final = 12
_RIGHT: Final = 52  # room of the number
_ROW: Final = 18


def dots(data: Dots) -> Drawing:
    """A row for each value. The scale goes from 0, or from a lower fifth, to 1."""
    desc = (
        f"Dots of {data.unit} by {data.what}. A thick bar is {data.names[0]}, a thin line"
        f" {data.names[1]}. The table has the same numbers."
    )
    drawing = Drawing(data.title, desc)
    _key(drawing, data)
    scale = _Scale(data.rows, drawing.width)
    begin = drawing.height
    for row in data.rows:
        drawing.write(row.label, kind="label")
        _row(drawing, row, scale)
        drawing.height += _ROW + 4
    for mark in data.marks:
        x = scale.x(mark)
        drawing.strokes.append(Stroke(x, begin, x, drawing.height, "mark"))
    _axis(drawing, scale)
    return drawing


class _Scale:
    """A value to the place on the page."""

    def __init__(self, rows: Sequence[DotRow], width: float) -> None:
        known = [v for row in rows for v in _numbers(row)]
        self.low = max(-1.0, floor(min([0.0, *known]) * 5) / 5)
        self.length = width - _LEFT - _RIGHT

    def x(self, value: float) -> float:
        """The horizontal place."""
        share = (min(max(value, self.low), 1.0) - self.low) / (1 - self.low)
        return _LEFT + share * self.length


def _numbers(row: DotRow) -> list[float]:
    own = [] if row.value is None else [row.value]
    return [*own, *(row.narrow or ()), *(row.wide or ())]


def _row(drawing: Drawing, row: DotRow, scale: _Scale) -> None:
    y = drawing.height + _ROW / 2
    end = scale.x(1)
    drawing.strokes.append(Stroke(scale.x(scale.low), y, end, y, "guide"))
    if row.narrow:
        low, high = map(scale.x, row.narrow)
        drawing.rects.append(Rect(low, y - 4, high - low, 8, "narrow"))
    if row.wide:
        low, high = map(scale.x, row.wide)
        drawing.strokes.append(Stroke(low, y, high, y, "wide"))
        drawing.strokes += [Stroke(x, y - 6, x, y + 6, "wide") for x in (low, high)]
    if row.value is None:
        text = f"none ({row.reason})" if row.reason else "none"
        drawing.words.append(Words(_LEFT, y + 4, text, kind="number"))
        return
    drawing.dots.append(Dot(scale.x(row.value), y, row.value))
    drawing.words.append(Words(end + 10, y + 4, f"{row.value:.3f}", kind="number"))


def _key(drawing: Drawing, data: Dots) -> None:
    y = drawing.height + 8
    drawing.dots.append(Dot(6, y, 0.0))
    drawing.words.append(Words(16, y + 4, data.unit, kind="key"))
    drawing.rects.append(Rect(62, y - 4, 22, 8, "narrow"))
    drawing.words.append(Words(90, y + 4, data.names[0], kind="key"))
    drawing.strokes.append(Stroke(186, y, 208, y, "wide"))
    drawing.strokes += [Stroke(x, y - 6, x, y + 6, "wide") for x in (186, 208)]
    drawing.words.append(Words(214, y + 4, data.names[1], kind="key"))
    drawing.height += 26


def _axis(drawing: Drawing, scale: _Scale) -> None:
    y = drawing.height + 2
    drawing.strokes.append(Stroke(scale.x(scale.low), y, scale.x(1), y, "axis"))
    for fifth in range(round(scale.low * 5), 6):
        x = scale.x(fifth / 5)
        drawing.strokes.append(Stroke(x, y, x, y + 4, "axis"))
        drawing.words.append(Words(x, y + 17, f"{fifth / 5:g}", "middle", "tick"))
    drawing.height = y + 22
