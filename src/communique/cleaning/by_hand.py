"""Decisions by a person, line by line. They come last and nothing overrules them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from communique.cleaning.lines import LineGroup
from communique.cleaning.matching import Verdict, Verdicts
from communique.cleaning.rule import REASONS

RULE: Final = "by-hand"


@dataclass(frozen=True, slots=True)
class ByHand:
    """A whole line, and why it goes; `reason` None keeps it. Every group of that text is meant."""

    line: str
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.reason is not None and self.reason not in REASONS:
            raise ValueError(f"reason {self.reason!r}, not one of {', '.join(REASONS)}")


def decide_by_hand(
    groups: Sequence[LineGroup], verdicts: Verdicts, decisions: Iterable[ByHand]
) -> Verdicts:
    """`verdicts` after the decisions. Raises ValueError for a line that the text does not have."""
    out = dict(verdicts)
    for decision in decisions:
        places = [i for i, group in enumerate(groups) if group.text == decision.line]
        if not places:
            raise ValueError(f"decided by hand, but not a line of the text: {decision.line!r}")
        for i in places:
            if decision.reason is None:
                out.pop(i, None)
            else:
                out[i] = Verdict(decision.reason, RULE)
    return out
