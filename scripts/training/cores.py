"""More extracted text to learn from: the bodies of whole pages with a part of their boilerplate.

From six lines above the first line of content to nine below the last. Of each run of boilerplate
there, two thirds are left out; of the others a short piece stays. Lines without a sure label stay.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from training.pages import CORE, Page

_ABOVE, _BELOW = 6, 9
_FEWEST = 3
_SHARE = 0.35
_SHORTNESS = 0.35


def cores(pages: Sequence[Page]) -> list[Page]:
    """A core of each whole page with three lines of content at least; always the same."""
    rng = np.random.default_rng(0)
    whole = [page for page in pages if page.variant == "full" and page.label.sum() >= _FEWEST]
    return [_core(page, rng) for page in whole]


def _core(page: Page, rng: np.random.Generator) -> Page:
    content = np.flatnonzero(page.label)
    low = max(0, int(content[0]) - _ABOVE)
    high = min(len(page.lines), int(content[-1]) + _BELOW)
    stays = np.zeros(len(page.lines), np.bool_)
    stays[low:high] = True
    is_bad = stays & (page.label == 0) & (page.scored == 1)
    change = np.diff(is_bad.astype(np.int8), prepend=0, append=0)
    for a, b in zip(np.flatnonzero(change == 1), np.flatnonzero(change == -1), strict=True):
        stays[a:b] = _piece(int(b - a), rng)
    kept = np.flatnonzero(stays)
    return replace(
        page,
        variant=CORE,
        lines=[page.lines[k] for k in kept],
        label=page.label[kept],
        scored=page.scored[kept],
        tokens=page.tokens[kept],
    )


def _piece(size: int, rng: np.random.Generator) -> np.ndarray:
    """Which lines of a run of boilerplate stay."""
    stays = np.zeros(size, np.bool_)
    if rng.random() < _SHARE:
        length = min(size, int(rng.geometric(_SHORTNESS)))
        start = int(rng.integers(0, size - length + 1))
        stays[start : start + length] = True
    return stays
