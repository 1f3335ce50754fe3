"""The lines around a line: theirs beside its own, means above and below, rhythm, blocks of prose.

The regular change of wide and narrow lines tells lists of teasers from an article.
"""

from typing import Final

import numpy as np

from communique.cleaning.learned.arrays import Columns, Floats
from communique.cleaning.learned.page import MOST_PROSE, Pages, log, value_at

_NEAR: Final = (-4, -3, -2, -1, 1, 2, 3, 4)
_REACHES: Final = (3, 10, 30)
_PERIODS: Final = (2, 3, 4, 5)
_BY_DISTANCE: Final = {
    "width": 4,
    "capitalised_share": 2,
    "digit_share": 2,
    "copies": 2,
    "separators": 1,
    "commas": 1,
    "shared_share": 1,
    "ends_sentence": 1,
    "inner_ends": 1,
}


def surroundings(pages: Pages, shape: Columns) -> Columns:
    """The columns of each line's surroundings, from those of the lines themselves."""
    width = shape["width"]
    out: Columns = {}
    for name, reach in _BY_DISTANCE.items():
        values = shape[name].astype(np.float32)
        out |= {f"{name}{d:+}": pages.shifted(values, d, -1) for d in _NEAR if abs(d) <= reach}
    out |= means(pages, "prose", np.float32(1 / MOST_PROSE) * pages.prose) | means(
        pages, "width", width
    )
    return out | _headings(pages, width) | _rhythm(pages, width) | _density(pages)


def means(pages: Pages, name: str, values: Floats) -> Columns:
    """Means over 3, 10 and 30 lines above and below."""
    spans = {f"{name}_above_{k}": (-k, -1) for k in _REACHES}
    spans |= {f"{name}_below_{k}": (1, k) for k in _REACHES}
    return dict(zip(spans, pages.windows(values, *spans.values()), strict=True))


def neighbours(pages: Pages, name: str, values: Floats) -> Columns:
    """The values of up to four lines above and below."""
    return {f"{name}{d:+}": pages.shifted(values, d, 0) for d in _NEAR}


def _headings(pages: Pages, width: Floats) -> Columns:
    """How far the nearest headings are, and how wide the one above."""
    above, below = pages.headings
    far = 60
    return {
        "to_heading": log(np.where(above >= 0, pages.index - above, far)),
        "from_heading": log(np.where(below >= 0, below - pages.index, far)),
        "heading_width": value_at(width, above),
    }


def _rhythm(pages: Pages, width: Floats) -> Columns:
    """How unlike lines are to those 2, 3, 4 or 5 away, and how their width varies."""
    out: Columns = {}
    for period in _PERIODS:
        down = pages.window(np.abs(width - pages.shifted(width, period, 0)), 0, 2 * period)
        up = pages.window(np.abs(width - pages.shifted(width, -period, 0)), -2 * period, 0)
        out[f"period_{period}"] = np.minimum(down, up)
    variance = pages.window(width * width, -6, 6) - pages.window(width, -6, 6) ** 2
    return out | {"width_spread": np.sqrt(np.maximum(variance, 0))}


def _density(pages: Pages) -> Columns:
    """Prose within ten lines, by itself and to the densest place of the page."""
    density = pages.window(pages.prose / MOST_PROSE, -10, 10)
    highest = pages.highest(density)
    return {
        "density": density,
        "density_highest": highest,
        "density_to_highest": density / np.maximum(highest, 1e-6),
    }
