"""Decisions by hand: a person keeps or removes single lines. They override everything else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from communique.cleaning.lines import LineGroup
from communique.cleaning.rule import REASONS
from communique.cleaning.verdict import Verdict, Verdicts

RULE: Final = "by-hand"


@dataclass(frozen=True, slots=True)
class ByHand:
    """A whole line and why it is removed; None keeps it. It applies to every equal group."""

    line: str
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.reason is not None and self.reason not in REASONS:
            raise ValueError(f"unknown reason {self.reason!r}; choose one of {', '.join(REASONS)}")


def decide_by_hand(
    groups: Sequence[LineGroup], verdicts: Verdicts, decisions: Iterable[ByHand]
) -> Verdicts:
    """Apply the decisions to `verdicts`. Raises ValueError if the text does not have the line."""
    out = dict(verdicts)
    for decision in decisions:
        places = [i for i, group in enumerate(groups) if group.text == decision.line]
        if not places:
            raise ValueError(f"decision by hand: the text has no line {decision.line!r}")
        for i in places:
            if decision.reason is None:
                out.pop(i, None)
            else:
                out[i] = Verdict(decision.reason, RULE)
    return out
