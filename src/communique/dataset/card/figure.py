"""`figures/agreement.svg`: alpha with its intervals. Black and grey only, without scripts."""

from collections.abc import Sequence
from math import floor
from typing import Final
from xml.sax.saxutils import escape

from communique.assessment.summary import Agreement, Interval
from communique.dataset.templates import render

FIGURE: Final = "figures/agreement.svg"
_CHARACTER: Final = 8  # width of a character of a name, at most
_WIDTH: Final = 420  # from the lowest alpha to 1
_ROW: Final = 24
_TOP: Final = 60
_MARKS: Final = (0.667, 0.8)


def agreement_figure(found: Sequence[Agreement]) -> bytes | None:
    """The figure, one row for each question that has an alpha; None if none has.

    A dot is alpha. The thick bar is the interval by unit, the thin line the one by document. The
    scale goes from 0, or from the lowest value if that is below 0, to 1.
    """
    rows = [a for a in found if a.alpha is not None]
    if not rows:
        return None
    left = 40 + _CHARACTER * (max(len(a.layer) for a in rows) + max(len(a.question) for a in rows))
    scale = _Scale(min(0.0, *map(_lowest, rows)), left)
    drawn = [_row(a, scale, n, rows) for n, a in enumerate(rows)]
    bottom = _TOP + _ROW * len(rows)
    return render(
        "agreement.svg.j2",
        width=left + _WIDTH + 70,
        height=bottom + 60,
        left=left,
        right=left + _WIDTH,
        top=_TOP,
        bottom=bottom,
        rows=drawn,
        ticks=[{"x": scale.x(t), "text": f"{t:g}"} for t in scale.ticks],
        marks=[{"x": scale.x(m), "text": f"{m:g}"} for m in _MARKS],
    ).encode("utf-8")


class _Scale:
    """Alpha to the place on the page."""

    def __init__(self, low: float, left: int) -> None:
        self.left = left
        self.low = floor(max(low, -1.0) * 5) / 5

    def x(self, alpha: float) -> str:
        """The horizontal place in pixels, one decimal."""
        share = (max(alpha, self.low) - self.low) / (1 - self.low)
        return f"{self.left + _WIDTH * share:.1f}"

    @property
    def ticks(self) -> list[float]:
        """Multiples of 0.2."""
        return [n / 5 for n in range(round(self.low * 5), 6)]


def _lowest(found: Agreement) -> float:
    ends = [i.low for i in (found.by_unit, found.by_document) if i]
    return min([found.alpha or 0.0, *ends])


def _row(
    found: Agreement, scale: _Scale, number: int, rows: Sequence[Agreement]
) -> dict[str, object]:
    first = number == 0 or rows[number - 1].layer != found.layer
    return {
        "layer": escape(found.layer) if first else "",
        "begins": first and number > 0,
        "question": escape(found.question),
        "y": _TOP + _ROW * number + _ROW // 2,
        "line": _TOP + _ROW * number,
        "x": scale.x(found.alpha or 0.0),
        "value": f"{found.alpha:.3f}",
        "unit": _ends(found.by_unit, scale),
        "document": _ends(found.by_document, scale),
    }


def _ends(interval: Interval | None, scale: _Scale) -> dict[str, str] | None:
    if interval is None:
        return None
    low, high = scale.x(interval.low), scale.x(interval.high)
    return {"low": low, "high": high, "width": f"{float(high) - float(low):.1f}"}
