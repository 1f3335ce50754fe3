"""Columns about the lines around a line: neighbours, means, rhythm, and density of prose.

A list of teasers has a regular change of wide and narrow lines; an article has not.
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
    """Return the columns about the lines around each line, from the columns of the lines."""
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
    """Return the means over 3, 10 and 30 lines above and below."""
    spans = {f"{name}_above_{k}": (-k, -1) for k in _REACHES}
    spans |= {f"{name}_below_{k}": (1, k) for k in _REACHES}
    return dict(zip(spans, pages.windows(values, *spans.values()), strict=True))


def neighbours(pages: Pages, name: str, values: Floats) -> Columns:
    """Return the values of up to four lines above and below."""
    return {f"{name}{d:+}": pages.shifted(values, d, 0) for d in _NEAR}


def _headings(pages: Pages, width: Floats) -> Columns:
    """Return the distances to the nearest headings, and the width of the one above."""
    above, below = pages.headings
    far = 60
    return {
        "to_heading": log(np.where(above >= 0, pages.index - above, far)),
        "from_heading": log(np.where(below >= 0, below - pages.index, far)),
        "heading_width": value_at(width, above),
    }


def _rhythm(pages: Pages, width: Floats) -> Columns:
    """Return how much the width differs from lines 2 to 5 away, and how much it varies."""
    out: Columns = {}
    for period in _PERIODS:
        down = pages.window(np.abs(width - pages.shifted(width, period, 0)), 0, 2 * period)
        up = pages.window(np.abs(width - pages.shifted(width, -period, 0)), -2 * period, 0)
        out[f"period_{period}"] = np.minimum(down, up)
    variance = pages.window(width * width, -6, 6) - pages.window(width, -6, 6) ** 2
    return out | {"width_spread": np.sqrt(np.maximum(variance, 0))}


def _density(pages: Pages) -> Columns:
    """Return the density of prose within ten lines, also relative to the highest of the page."""
    density = pages.window(pages.prose / MOST_PROSE, -10, 10)
    highest = pages.highest(density)
    return {
        "density": density,
        "density_highest": highest,
        "density_to_highest": density / np.maximum(highest, 1e-6),
    }
