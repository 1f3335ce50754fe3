"""Compare shares of labels: how far a system is from the votes of the annotators."""

from collections.abc import Iterable, Iterator, Mapping
from math import log
from typing import Final

from communique.records.predictions import PredictedSpan

FLOOR: Final = 1e-3  # a share of 0 would make the cross-entropy infinite
Shares = Mapping[str, float]


def share_faults(shares: Shares | None) -> Iterator[str]:
    """Everything that is wrong with shares."""
    for label, share in (shares or {}).items():
        if not 0 <= share <= 1:
            yield f"soft: the share of {label!r} is {share}, expected 0 to 1"
    if shares is not None and not any(shares.values()):
        yield "soft: no label has a share"


def normalised(shares: Shares) -> dict[str, float]:
    """The same shares, with the sum 1."""
    whole = sum(shares.values())
    return {label: share / whole for label, share in shares.items() if share > 0}


def shares_of_spans(spans: Iterable[PredictedSpan]) -> dict[str, float]:
    """The share of each label in a block: the highest that a span of the block gives to it.

    A span without `soft` gives 1 to its label. The shares of a block need not sum to 1.
    """
    shares: dict[str, float] = {}
    for span in spans:
        for label, share in (span.soft or {span.label: 1.0}).items():
            shares[label] = max(share, shares.get(label, 0.0))
    return shares


def block_distances(gold: Shares, predicted: Shares, labels: Iterable[str]) -> tuple[float, float]:
    """Manhattan distance (0 to 2) and cross-entropy (nats) of two blocks: the mean over labels.

    For each label, given and not given are compared, as in the multi-label tasks of LeWiDi 2025.

    >>> block_distances({"person": 1.0}, {"person": 0.5}, ["person", "place"])[0]
    0.5
    """
    pairs = [
        (gold.get(x, 0.0), predicted.get(x, 0.0))
        for x in dict.fromkeys([*labels, *sorted({*gold, *predicted})])
    ]
    if not pairs:
        return 0.0, 0.0
    distance = sum(2 * abs(known - guessed) for known, guessed in pairs)
    entropy = sum(_binary(known, guessed) for known, guessed in pairs)
    return distance / len(pairs), entropy / len(pairs)


def _binary(gold: float, predicted: float) -> float:
    yes, no = max(predicted, FLOOR), max(1 - predicted, FLOOR)
    return -(gold * log(yes) + (1 - gold) * log(no))


def manhattan(gold: Shares, predicted: Shares) -> float:
    """The sum of the differences of both shares (0: equal, 2: nothing in common).

    >>> manhattan({"yes": 1.0}, {"yes": 0.5, "no": 0.5})
    1.0
    """
    known, guessed = normalised(gold), normalised(predicted)
    labels = sorted({*known, *guessed})
    return sum(abs(known.get(x, 0.0) - guessed.get(x, 0.0)) for x in labels)


def cross_entropy(gold: Shares, predicted: Shares, floor: float = FLOOR) -> float:
    """The cross-entropy in nats. A predicted share below `floor` counts as `floor`.

    >>> round(cross_entropy({"yes": 1.0}, {"yes": 0.5, "no": 0.5}), 3)
    0.693
    """
    guessed = normalised(predicted)
    known = sorted(normalised(gold).items())
    return -sum(share * log(max(guessed.get(label, 0.0), floor)) for label, share in known)
