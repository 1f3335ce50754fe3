"""Compare shares of labels: how far a system is from the votes of the annotators."""

from collections.abc import Mapping
from math import log
from typing import Final

FLOOR: Final = 1e-3  # a share of 0 would make the cross-entropy infinite
Shares = Mapping[str, float]


def normalised(shares: Shares) -> dict[str, float]:
    """The same shares, with the sum 1."""
    whole = sum(shares.values())
    return {label: share / whole for label, share in shares.items() if share > 0}


def manhattan(gold: Shares, predicted: Shares) -> float:
    """The sum of the differences of both shares (0: equal, 2: nothing in common).

    >>> manhattan({"yes": 1.0}, {"yes": 0.5, "no": 0.5})
    1.0
    """
    known, guessed = normalised(gold), normalised(predicted)
    labels = sorted({*known, *guessed})
    return sum(abs(known.get(x, 0.0) - guessed.get(x, 0.0)) for x in labels)


def cross_entropy(gold: Shares, predicted: Shares, floor: float = FLOOR) -> float:
    """The cross-entropy in nats. A predicted share below `floor` counts as `floor`."""
    guessed = normalised(predicted)
    known = sorted(normalised(gold).items())
    return -sum(share * log(max(guessed.get(label, 0.0), floor)) for label, share in known)
