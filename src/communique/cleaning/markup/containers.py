"""What else is in the elements around each line: those of a few lines, and wider ones."""

from typing import Final

import numpy as np

from communique.cleaning.learned.arrays import Columns
from communique.cleaning.learned.page import Pages
from communique.cleaning.markup.evidence import Evidence, shares
from communique.cleaning.markup.trees import Trees

_LINES: Final = (2, 5, 12, 30)


def container_columns(pages: Pages, trees: Trees, evidence: Evidence) -> Columns:
    """Return columns of the innermost elements with so many lines, and of the two around them."""
    sums = {name: trees.sums(values) for name, values in evidence.items()}
    prose = np.maximum(pages.total(evidence["prose"]), 1)
    first, end = trees.ranges
    wider = trees.wider()
    places = {f"in_{k}": trees.around(k) for k in _LINES}
    places["in_wider"] = wider[places["in_2"]]
    places["in_widest"] = wider[places["in_wider"]]
    out: Columns = {}
    for name, at in places.items():
        own = shares(sums, at, trees.size)
        own["of_page"] = sums["prose"][at] / prose
        own["place"] = (pages.index - first[at]) / np.maximum(end[at] - first[at], 1)
        own["up"] = trees.depth[trees.element] - trees.depth[at]
        out |= {f"{name}_{k}": values.astype(np.float32) for k, values in own.items()}
    near = places["in_2"]
    out["with_above"] = np.diff(near, prepend=-1) == 0
    out["with_below"] = np.diff(near, append=-1) == 0
    return out
