"""Evidence against a value: how strong each kind is, and what it says."""

from dataclasses import dataclass
from typing import Final

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


def limited(strength: float) -> float:
    """A log ratio within the limits in which it is believed."""
    return max(-LIMIT, min(LIMIT, strength))
