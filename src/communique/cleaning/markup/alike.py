"""What the lines of a page with the same elements around them are like, such as all teasers."""

from typing import Final

import numpy as np

from communique.cleaning.learned.arrays import Columns
from communique.cleaning.learned.features import same
from communique.cleaning.learned.measure import mix
from communique.cleaning.learned.page import Pages
from communique.cleaning.markup.evidence import Evidence, shares
from communique.cleaning.markup.trees import Trees

_STEPS: Final = {"alike": 2, "alike_far": 5}


def alike_columns(pages: Pages, trees: Trees, evidence: Evidence) -> Columns:
    """Return columns of the lines with the same tags and names in two and in five steps up."""
    known: dict[tuple[str, str], int] = {}
    own = np.array([known.setdefault(both, len(known)) for both in trees.each()], np.uint64)
    hashed = mix(own + np.uint64(1))
    prose = np.maximum(pages.total(evidence["prose"]), 1)
    out: Columns = {}
    for name, steps in _STEPS.items():
        path, at = hashed.copy(), np.arange(trees.parent.size)
        for _ in range(steps):
            at = trees.parent[at]
            path = mix(path * np.uint64(3) ^ hashed[at])
        group = same(pages.page, path[trees.element])
        sums = {k: np.bincount(group, values).astype(np.float64) for k, values in evidence.items()}
        alike = shares(sums, group, np.bincount(group))
        alike["of_page"] = (sums["prose"][group] / prose).astype(np.float32)
        alike["above"] = np.diff(group, prepend=-1) == 0
        alike["below"] = np.diff(group, append=-1) == 0
        out |= {f"{name}_{k}": values for k, values in alike.items()}
    return out
