"""Where each line is to the main part of its page: the element with the most likely content."""

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.arrays import Columns, Floats, Indices
from communique.cleaning.learned.page import Pages, log
from communique.cleaning.markup.evidence import Evidence
from communique.cleaning.markup.trees import Trees


def main_columns(pages: Pages, trees: Trees, evidence: Evidence) -> Columns:
    """Return the columns for two main parts: by words and names, and by prose alone."""
    prose = evidence["prose"]
    bulk = (prose - np.float32(0.5) * (evidence["width"] - prose)).astype(np.float32)
    out: Columns = {}
    for name, gain in {"main": evidence["gain"], "bulk": bulk}.items():
        out |= {f"{name}_{k}": values for k, values in _columns(pages, trees, gain).items()}
    return out


def _columns(pages: Pages, trees: Trees, gain: Floats) -> Columns:
    sums = trees.sums(gain)
    best = _best(trees, sums)
    at, common = best[pages.page], _common(trees, best)
    first, end = _bounds(pages, trees, at)
    depth, own = trees.depth, trees.depth[trees.element]
    inside = (pages.index >= first) & (pages.index < end)
    after = np.maximum(pages.index - end + 1, 0)
    away = np.where(pages.index < first, pages.index - first, after)
    place = np.where(inside, (pages.index - first) / np.maximum(end - first, 1), -1.0)
    out = {
        "inside": inside,
        "away": np.sign(away) * np.log1p(np.abs(away)),
        "place": place,
        "up": depth[at] - depth[common],
        "down": own - depth[common],
        "deeper": own - depth[at],
        "gain": sums[at] / np.maximum(pages.total(np.abs(gain)), 1),
        "lines": log(end - first),
    }
    return {name: values.astype(np.float32) for name, values in out.items()}


def _bounds(pages: Pages, trees: Trees, at: Indices) -> tuple[Indices, Indices]:
    """Return the first line of the elements `at` and the line after their last.

    An element without a line of its own, such as one of two links in a line, is before its page.
    """
    first, end = (bound[at] for bound in trees.ranges)
    is_empty = first == end
    return np.where(is_empty, pages.first, first), np.where(is_empty, pages.first, end)


def _best(trees: Trees, sums: NDArray[np.float64]) -> Indices:
    """Return the element of each page with the highest sum; the deepest of equals."""
    pages = np.arange(len(trees.dumps))
    page = np.repeat(pages, np.diff(trees.offsets))
    order = np.lexsort((-trees.depth, -sums, page))
    return order[np.searchsorted(page[order], pages)]


def _common(trees: Trees, best: Indices) -> Indices:
    """Return for each line the innermost element around both the line and the main part."""
    is_around = np.zeros(trees.parent.size, np.bool_)
    for _ in range(int(trees.depth[best].max(initial=0)) + 1):
        is_around[best] = True
        best = trees.parent[best]
    return trees.nearest(is_around)[trees.element]
