"""A drawing: rectangles, lines, circles and lines of text, before they are written as SVG."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from communique.site.plots.words import LINE, width, wrapped

WIDTH: Final = 334  # of every drawing but a grid: the room on a telephone
PATTERNS: Final = 6
SWATCH: Final = 12


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle. `series` is the number of its pattern, `value` the number that it shows."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    series: int | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `anchor` is `start`, `middle` or `end`, `y` its base line."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    kind: str = "label"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle around a place; `value` is the number that it shows."""

    x: float
    y: float
    value: float


@dataclass(slots=True)
class Drawing:
    """The shapes of a plot, in the order in which they are drawn. Grows while it is made."""

    title: str
    desc: str
    width: float = WIDTH
    height: float = 0.0
    rects: list[Rect] = field(default_factory=list[Rect])
    strokes: list[Stroke] = field(default_factory=list[Stroke])
    dots: list[Dot] = field(default_factory=list[Dot])
    words: list[Words] = field(default_factory=list[Words])

    def write(self, text: str, x: float = 0.0, room: float | None = None, *, kind: str) -> None:
        """Write a text below all that there is, on as many lines as it needs."""
        for line in wrapped(text, self.width - x if room is None else room):
            self.height += LINE
            self.words.append(Words(x, self.height - 4, line, kind=kind))

    @property
    def series(self) -> list[int]:
        """The patterns that are used, each once."""
        return sorted({r.series for r in self.rects if r.series is not None})

    def legend(self, names: Sequence[str]) -> None:
        """Name the patterns, if there are several."""
        if len(names) < 2:
            return
        for number, (x, y, name) in enumerate(self._places(names)):
            series = number % PATTERNS
            self.rects.append(Rect(x, y + 2, SWATCH, SWATCH - 1, "swatch", series))
            self.words.append(Words(x + SWATCH + 5, y + 12, name, kind="key"))
        self.height += 8

    def _places(self, names: Sequence[str]) -> Iterator[tuple[float, float, str]]:
        x, y = 0.0, self.height
        for name in names:
            for part, line in enumerate(wrapped(name, self.width - SWATCH - 6)):
                needed = SWATCH + 5 + width(line) + 14
                if x and (part or x + needed > self.width):
                    x, y = 0.0, y + LINE
                if part == 0:
                    yield x, y, line
                else:
                    self.words.append(Words(SWATCH + 5, y + 12, line, kind="key"))
                x += needed
        self.height = y + LINE
