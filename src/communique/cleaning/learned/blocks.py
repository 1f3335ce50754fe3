"""Blocks of prose: paragraphs with at most three other lines between one and the next."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.arrays import Columns, Flags, Indices
from communique.cleaning.learned.page import Pages

_GAP: Final = 4
_NONE: Final = 9


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Page, first and last line, and columns of prose of each block; largest block of each page.

    `largest` is -1 for a page without blocks. `own` is the block at or above each line; it can
    belong to the page before.
    """

    page: Indices
    first: Indices
    last: Indices
    size: NDArray[np.float64]
    largest: Indices
    own: Indices


def blocks(pages: Pages) -> Columns:
    """Return columns: the size of each line's block, and the line's place to the largest block."""
    names = ("block_share", "block_to_largest", "largest_share", "to_largest", "in_largest")
    if not pages.is_prose.any():
        none = dict.fromkeys((*names, "blocks"), np.zeros(pages.n, np.float32))
        away = np.full(pages.n, _NONE, np.float32)
        return none | {"to_largest": away, "in_largest": -away}
    prose_blocks = _find(pages)
    columns = [*_own_block(pages, prose_blocks), *_to_largest(pages, prose_blocks)]
    number = np.bincount(prose_blocks.page, minlength=pages.lines.sizes.size)[pages.page]
    return dict(zip(names, columns, strict=True)) | {"blocks": np.log1p(number)}


def _find(pages: Pages) -> _Blocks:
    prose = pages.is_prose
    before = pages.last_before(prose)
    starts = prose & ((before < 0) | (pages.index - before > _GAP))
    block = np.cumsum(starts) - 1
    first, number = np.flatnonzero(starts), int(starts.sum())
    last = np.zeros(number, np.int64)
    last[block[prose]] = pages.index[prose]
    size = np.bincount(block[prose], pages.prose[prose], number).astype(np.float64)
    page = pages.page[first]
    return _Blocks(page, first, last, size, _largest(pages, page, size), np.maximum(block, 0))


def _largest(pages: Pages, page: Indices, size: NDArray[np.float64]) -> Indices:
    """Return the largest block of each page; the first if several are equal."""
    order = np.lexsort((np.arange(size.size), -size, page))
    leads = np.concatenate([[True], page[order][1:] != page[order][:-1]])
    out = np.full(pages.lines.sizes.size, -1)
    out[page[order][leads]] = order[leads]
    return out


def _own_block(pages: Pages, prose_blocks: _Blocks) -> tuple[NDArray[Any], ...]:
    """Return three ratios of prose: block to page, block to largest, and largest to page."""
    own, largest = prose_blocks.own, prose_blocks.largest[pages.page]
    is_in: Flags = (
        (pages.index >= prose_blocks.first[own])
        & (pages.index <= prose_blocks.last[own])
        & (prose_blocks.page[own] == pages.page)
    )
    total = np.maximum(pages.total(pages.prose), 1)
    biggest = np.where(largest >= 0, prose_blocks.size[largest], 0)
    size = np.where(is_in, prose_blocks.size[own], 0)
    return size / total, size / np.maximum(biggest, 1), biggest / total


def _to_largest(pages: Pages, prose_blocks: _Blocks) -> tuple[NDArray[Any], ...]:
    """Return the log distance to the largest block (negative above it), and the place within it."""
    largest = prose_blocks.largest[pages.page]
    has, index = largest >= 0, pages.index
    first, last = prose_blocks.first[largest], prose_blocks.last[largest]
    away = np.maximum(first - index, index - last)
    distance = np.sign(index - first) * np.log1p(np.maximum(away, 0))
    place = np.clip((index - first) / np.maximum(last - first, 1), -2, 3)
    return np.where(has, distance, _NONE), np.where(has, place, -_NONE)
