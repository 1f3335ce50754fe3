"""Draw docs/images/packages.svg: which package imports which, and which it may import.

`python tests/support/package_picture.py` writes the file. The rules are those of
tests/project/test_layout.py, the imports those of the code.
"""

import runpy
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any, Final

from paths import ROOT, TESTS

PICTURE: Final = ROOT / "docs/images/packages.svg"
# Packages that stand together in the order, and what they are about: the last one of each group.
GROUPS: Final = (
    ("records", "plain values"),
    ("engines", "documents"),
    ("label_studio", "annotators"),
    ("workspace", "the whole corpus"),
    ("site", "what is made from a corpus"),
    ("__main__", "what you call"),
)
CELL, LEFT, TOP, RIGHT, FOOT = 18, 150, 132, 180, 64
_IMPORTS, _ALLOWED, _INK, _LINE = "#1f5a99", "#dbe7f3", "#222222", "#9a9a9a"
Pairs = Set[tuple[str, str]]


@dataclass(frozen=True)
class Packages:
    """The packages in the order of the rules; the pairs (importing, imported) of the code, and the
    pairs that the rules allow.
    """

    order: Sequence[str]
    imports: Pairs
    allowed: Pairs


@cache
def read_packages() -> Packages:
    """The rules of the layout test, and the imports that it finds; they are read once."""
    layout = runpy.run_path(str(TESTS / "project/test_layout.py"))
    order: Sequence[str] = layout["ORDER"]
    return Packages(order, frozenset(_imports(layout)), frozenset(_allowed(order, layout)))


def _imports(layout: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    modules, package = layout["MODULES"], layout["_package"]
    for name, path in modules.items():
        for target in layout["_imports"](path, everywhere=True) & modules.keys():
            if target != "communique" and package(target) != package(name):
                yield package(name), package(target)


def _allowed(order: Sequence[str], layout: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for row, name in enumerate(order):
        narrow = layout["NARROW"].get(name)
        yield from ((name, other) for other in order[:row] if narrow is None or other in narrow)


def draw(packages: Packages) -> str:
    """The picture: a row for each package that imports, a column for each that is imported."""
    size = len(packages.order) * CELL
    width, height = LEFT + size + RIGHT, TOP + size + FOOT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" font-family="sans-serif" font-size="12" fill="{_INK}" role="img">',
        "<title>Which package imports which</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *_names(packages.order),
        *_cells(packages),
        *_bands(packages.order),
        *_legend(TOP + size + 24),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _names(order: Sequence[str]) -> Iterator[str]:
    for n, name in enumerate(order):
        y, x = TOP + n * CELL + 13, LEFT + n * CELL + 13
        yield f'<text x="{LEFT - 6}" y="{y}" text-anchor="end">{escape(name)}</text>'
        at = f'transform="translate({x} {TOP - 6}) rotate(-90)"'
        yield f"<text {at}>{escape(name)}</text>"


def _cells(packages: Packages) -> Iterator[str]:
    for row, name in enumerate(packages.order):
        for column, other in enumerate(packages.order[: row + 1]):
            x, y = LEFT + column * CELL + 1, TOP + row * CELL + 1
            colour = _colour(packages, name, other)
            title = f"<title>{escape(_words(packages, name, other))}</title>"
            yield (
                f'<rect x="{x}" y="{y}" width="{CELL - 2}" height="{CELL - 2}" fill="{colour}">'
                f"{title}</rect>"
            )


def _colour(packages: Packages, name: str, other: str) -> str:
    if name == other:
        return _LINE
    if (name, other) in packages.imports:
        return _IMPORTS
    return _ALLOWED if (name, other) in packages.allowed else "#ffffff"


def _words(packages: Packages, name: str, other: str) -> str:
    if name == other:
        return name
    if (name, other) in packages.imports:
        return f"{name} imports {other}"
    may = "may" if (name, other) in packages.allowed else "may not"
    return f"{name} {may} import {other}"


def _bands(order: Sequence[str]) -> Iterator[str]:
    """A line below each group, and the name of the group at the right of its middle."""
    first = 0
    right = LEFT + len(order) * CELL
    for last_name, words in GROUPS:
        end = order.index(last_name) + 1
        middle, below = TOP + (first + end) * CELL // 2 + 4, TOP + end * CELL
        yield f'<text x="{right + 10}" y="{middle}" font-style="italic">{escape(words)}</text>'
        yield f'<path d="M{LEFT - 140} {below}H{right + RIGHT}" stroke="{_LINE}"/>'
        first = end


def _legend(y: int) -> Iterator[str]:
    entries = (("imports", _IMPORTS), ("may import", _ALLOWED), ("may not import", "#ffffff"))
    for n, (words, colour) in enumerate(entries):
        x = LEFT + n * 130
        yield (
            f'<rect x="{x}" y="{y}" width="16" height="16" fill="{colour}" stroke="{_LINE}"/>'
            f'<text x="{x + 22}" y="{y + 13}">{words}</text>'
        )
    yield f'<text x="{LEFT}" y="{y + 34}">The row imports, the column is imported.</text>'


if __name__ == "__main__":
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(draw(read_packages()), encoding="utf-8")
