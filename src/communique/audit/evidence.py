"""Evidence against decisions: how strong each kind is, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

LIMIT: Final = 6.0


@dataclass(slots=True)
class Evidence:
    """One kind of evidence about one decision. `strength` is a log ratio: above 0 it is against the
    present value. `suggestion` is the value that it is for.
    """

    kind: str
    strength: float
    why: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """One kind of evidence about every item: against the current decisions, and how strong it
    would be against changed ones (a row a round of changes, a column an item).
    """

    present: Sequence[Evidence]
    changed: NDArray[np.float64]


def limited(strength: float) -> float:
    """A log ratio within the limits in which it is believed."""
    return max(-LIMIT, min(LIMIT, strength))
